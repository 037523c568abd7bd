/**
 * Control bytes that are not ours on the way to a screen, full or linear: there are none, whatever a server tells.
 * What is ours, moves and colours and links, is known by its form. `npm run fuzz -- --terminal` runs more of them.
 */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Event} from '../../source/protocol/messages.ts';
import {movingPen} from '../../source/ui/linear/input-line.ts';
import {Printer} from '../../source/ui/linear/printer.ts';
import {Reader} from '../../source/ui/linear/reader.ts';
import {checkHarmless} from '../screens/checks.ts';
import {Stage} from '../screens/stage.tsx';
import {Listener} from '../ui/linear/listener.ts';
import {hostileEvents, hostileText} from './hostile.ts';
import {controlBytes, reordering} from './sinks.ts';

/** The full screen takes a tenth of a second for all that one of them may be told in. */
const onScreen = Math.ceil(Number(process.env.TUI_CHAT_HOSTILE ?? 1500) / 50);
const inLines = Math.ceil(Number(process.env.TUI_CHAT_HOSTILE ?? 1500) / 10);
const seed = Date.now() % 1_000_000_000;

/** Each is let in by a server of its own: nobody opens a thousand rooms in a life. */
const batch = 20;

const ts = Date.UTC(2026, 10, 21, 14);

/** Nothing that ends the link, and each in the order of its room. */
const eventsWith = (text: string, seq: number): Event[] =>
	hostileEvents.flatMap(([type, fill], index): Event[] => {
		if (type === 'waiting' || type === 'bye' || type === 'welcome') return [];
		const event = fill(text) as Event & Record<string, unknown>;
		const place = seq * hostileEvents.length + index + 1;
		const own = {...event, ...('seq' in event ? {seq: place} : {}), ...('ts' in event ? {ts} : {})};
		return [own as Event, {...own, ...('room' in own ? {room: 'general'} : {})} as Event];
	});

const show = async (stage: Stage, text: string, seq: number): Promise<void> => {
	await stage.hear(...eventsWith(text, seq), {
		type: 'message',
		room: 'general',
		seq: (seq + 1) * hostileEvents.length,
		id: 'Bob',
		msg: `${text} [${text}](https://a.example/${text})`,
		ts,
	});
	await stage.settle();
};

const batchesOf = (count: number): string[][] => {
	const texts = fc.sample(hostileText, {numRuns: count, seed});
	return Array.from({length: Math.ceil(count / batch)}, (_, index) =>
		texts.slice(index * batch, (index + 1) * batch),
	);
};

test(`the full screen, seed ${seed}`, async () => {
	let shown = 0;
	for (const texts of batchesOf(onScreen)) {
		await using stage = await Stage.open({columns: 120, rows: 50, preferences: {'notify.quiet': true}});
		for (const [seq, text] of texts.entries()) {
			await show(stage, text, seq);
			checkHarmless(stage.terminal.written);
			shown += stage.terminal.written.length > 0 ? 1 : 0;
			stage.terminal.written.length = 0;
		}
		// What was told is in the panes, the list of people and the lists of rooms too.
		await stage.press('ctrl+n', 'f1', 'escape');
		checkHarmless(stage.terminal.written);
	}
	expect(shown).toBe(onScreen);
});

/** Erasing the line that is written, and moving in it. */
const ours = /\u001b\[\d*[ABCDJK]|\r/g;

test(`line by line, for a screen reader, seed ${seed}`, async () => {
	let bytes = 0;
	for (const texts of batchesOf(inLines)) {
		const listener = new Listener();
		const written: string[] = [];
		const printer = new Printer({write: text => written.push(text), pen: movingPen, columns: () => 80});
		const {shell} = listener;
		const {clock} = listener.bench;
		const reader = new Reader({shell, address: 'chat.example', printer, clock, mostRows: 6});
		await listener.connect();
		for (const [seq, text] of texts.entries()) await listener.receive(...eventsWith(text, seq));
		reader.close();
		const said = written.join('').replaceAll(ours, '');
		bytes += said.length;
		const at = Math.max(said.search(controlBytes), said.search(reordering));
		if (at !== -1) expect.fail(JSON.stringify(said.slice(Math.max(0, at - 80), at + 20)));
	}
	expect(bytes).toBeGreaterThan(inLines * 500);
});
