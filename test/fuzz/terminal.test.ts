/**
 * Control bytes that are not ours, on every way to a terminal: there are none. Hostile texts stand in every field of
 * every request and event. `npm run fuzz -- --terminal` runs 50,000 of them.
 */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {commandNames} from '../../source/protocol/commands.ts';
import {decodeRequest} from '../../source/protocol/json.ts';
import {RawDialect} from '../../source/protocol/raw.ts';
import {TextDialect} from '../../source/protocol/text.ts';
import {logJson, logText} from '../../source/server/log.ts';
import {rowsWith} from '../server/log-rows.ts';
import {bytesOf, hostileEvents, hostileRequests, hostileText, placesOfEvents} from './hostile.ts';
import {expectClean, orRefused} from './invariants.ts';
import {controlBytes, countOf, reordering, sinks} from './sinks.ts';

const numRuns = Number(process.env.TUI_CHAT_HOSTILE ?? 300);

const forEach = (look: (text: string) => void): void => fc.assert(fc.property(hostileText, look), {numRuns});

test('hostile texts are hostile, and go everywhere', () => {
	const texts = fc.sample(hostileText, {numRuns: 1000, seed: 1});
	expect(texts.filter(text => countOf(text, controlBytes) > 0).length).toBeGreaterThan(500);
	expect(texts.filter(text => countOf(text, reordering) > 0).length).toBeGreaterThan(50);
	expect(placesOfEvents).toBeGreaterThan(100);
	expect(hostileRequests.length).toBeGreaterThan(90);
});

describe('what a hostile server tells comes out without control bytes', () => {
	test.each(Object.entries(sinks))('%s', (_, {isJson, make}) => {
		forEach(text => {
			const sink = make();
			for (const [type, fill] of hostileEvents) {
				const bytes = sink(fill(text)) ?? '';
				const found = countOf(bytes, controlBytes) + (isJson ? 0 : countOf(bytes, reordering));
				if (found > 0) expect.fail(`${found} in ${type}: ${JSON.stringify(bytes)}`);
			}
		});
	});
});

test('the log holds none, in either form', () => {
	forEach(text => {
		for (const row of Object.values(rowsWith(text)))
			for (const line of [logText(row), logJson(row)])
				if (countOf(line, controlBytes) > 0 || line.includes('\n')) expect.fail(JSON.stringify(line));
	});
});

describe('what a hostile client asks is refused, or holds none', () => {
	test('in our own dialect', () => {
		forEach(text => {
			for (const [, , fill] of hostileRequests) {
				const read = orRefused(() => decodeRequest(bytesOf(fill(text))));
				if ('made' in read) expectClean(read.made);
			}
		});
	});

	test.each([
		['at netcat', () => new TextDialect()],
		['in the classroom’s dialect', () => new RawDialect()],
	])('%s, in each command', (_, make) => {
		forEach(text => {
			orRefused(() => expectClean(make().decode(Buffer.from(text))));
			const dialect = make();
			dialect.decode(Buffer.from('Alice'));
			for (const name of ['', ...commandNames.map(name => `/${name} `)]) {
				const read = orRefused(() => dialect.decode(Buffer.from(name + text)));
				if ('made' in read) expectClean(read.made);
			}
		});
	});
});
