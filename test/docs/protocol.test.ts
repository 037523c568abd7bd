import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {type LimitName, limits} from '../../source/protocol/limits.ts';
import {eventSchemas, requestSchemas} from '../../source/protocol/messages.ts';
import {startServer} from '../helpers/peer.ts';
import {type Example, examplesIn, play} from './examples.ts';

const document = readFileSync('docs/protocol.md', 'utf8');
const examples = examplesIn(document);

const serve = ({maxClients, desk, keep}: Example['options']) =>
	startServer({
		...(keep === undefined ? {} : {journal: new MemoryJournal({keep: Number(keep)})}),
		...(maxClients === undefined ? {} : {maxClients: Number(maxClients)}),
		...(desk === undefined ? {} : {desk}),
	});

describe('every example of docs/protocol.md is what the server does', () => {
	test.each(examples.map((example, index) => [`${index + 1}, ${example.title}`, example] as const))(
		'%s',
		async (_, example) => {
			await using server = serve(example.options);
			await play(example, server);
		},
	);

	test('there are examples of every request, of every event and of every dialect', () => {
		const shown = (type: 'send' | 'expect'): Set<string> =>
			new Set(
				examples
					.filter(({dialect}) => dialect === 'json')
					.flatMap(({steps}) => steps)
					.flatMap(step => (step.type === type ? [/^\{"type":"(\w+)"/.exec(step.line)?.[1] ?? ''] : [])),
			);
		const [sent, told] = [shown('send'), shown('expect')];
		expect(Object.keys(requestSchemas).filter(type => !sent.has(type))).toEqual([]);
		expect(Object.keys(eventSchemas).filter(type => !told.has(type))).toEqual([]);
		expect(new Set(examples.map(({dialect}) => dialect))).toEqual(new Set(['json', 'text', 'raw']));
	});
});

test('limits are named with the values that they have', () => {
	const named = [...document.matchAll(/`(\w+)`\s\(([\d,]+)/g)];
	expect(named.length).toBeGreaterThan(10);
	for (const [text, name, value] of named)
		expect(limits[name as LimitName], text).toBe(Number(value!.replaceAll(',', '')));
});

test('links lead to headings that are there', () => {
	const headings = new Set(
		[...document.matchAll(/^#+ (.*)$/gm)].map(
			([, heading]) => `#${heading!.toLowerCase().replaceAll(' ', '-')}`,
		),
	);
	const links = [...document.matchAll(/\]\((#[^)]*)\)/g)].map(([, link]) => link!);
	expect(links).not.toHaveLength(0);
	expect(links.filter(link => !headings.has(link))).toEqual([]);
});

describe('an example that is not true fails', () => {
	const falseOnes: ReadonlyArray<[string, string]> = [
		[
			'another value',
			'> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n> {"type":"ping","nonce":"x"}\n< {"type":"pong","nonce":"y"}',
		],
		[
			'a field too many',
			'> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n> {"type":"ping"}\n< {"type":"pong","nonce":"y"}',
		],
		[
			'a field too few',
			'> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n> {"type":"ping","nonce":"x"}\n< {"type":"pong"}',
		],
		['an answer too many', '> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n< {"type":"ping"}'],
		['an answer too few', '> {"type":"hello","v":1,"id":"A","rooms":[]}'],
		['an end that does not come', '> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n< end'],
		['nothing at all to leave out', '> {"type":"hello","v":1,"id":"A","rooms":[]}\n< …\n< …'],
		[
			'the head of a text',
			'> {"type":"x"}\n< {"type":"error","code":"BAD_REQUEST","text":"Nothing …"}\n< end',
		],
		[
			'another value under one name',
			'A> {"type":"hello","v":1,"id":"A"}\nA< {"type":"welcome","v":1,"id":"A","server":"…","journal":"…","token":"‹t›","time":…,"limits":…}\nA< …\nB> {"type":"hello","v":1,"id":"B"}\nB< {"type":"welcome","v":1,"id":"B","server":"…","journal":"…","token":"‹t›","time":…,"limits":…}\nB< …\nA< …',
		],
	];

	test.each(falseOnes)('%s', async (_, body) => {
		const [example] = examplesIn(`## X\n\n\`\`\`json-example\n${body}\n\`\`\`\n`);
		await using server = serve({});
		await expect(play(example!, server)).rejects.toThrow();
	});

	test('a line that nobody can play', () => {
		expect(() => examplesIn('```json-example\nhello\n```\n')).toThrow('nobody can play: hello');
	});
});
