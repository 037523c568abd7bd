import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../source/protocol/messages.ts';
import {attacks, startHostileServer} from '../fixtures/hostile-server.ts';
import {joinChat, startServer} from '../helpers/programs.ts';
import {type Terminal, untouched} from '../helpers/terminal.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {joinWire, openWire, type Wire} from '../helpers/wire.ts';

/** A conversation with what makes drawing hard: wraps, wide characters, emoji, long words. */
const fill = (wire: Wire): void => {
	for (let number = 0; number < 40; number++) {
		const text = [
			'short',
			'a message that is long enough to be wrapped on most screens, and then goes on for a while more',
			'漢字とかなが混ざった文章は列を二つずつ使います',
			`https://ci.example/${'path/'.repeat(20)}${number}`,
			'👩‍👩‍👧 family, 👍🏽 thumb, ❤️ heart, 🇵🇱 flag',
		][number % 5]!;
		wire.send({type: 'say', room: 'general', msg: `${text} ${number}`, nonce: `n${number}`});
	}
};

/** Waits until everything before is drawn: a letter typed now is drawn after it. */
const drawn = async (terminal: Terminal, letter: string): Promise<string[]> => {
	terminal.type(letter);
	return terminal.until(screen => screen.length === terminal.rows && screen.at(-1)!.endsWith(letter));
};

describe.each([
	[100, 24],
	[60, 20],
	[40, 10],
])('at %i x %i', (columns, rows) => {
	test('a storm of resizes ends in the screen that a fresh client draws', async () => {
		await using server = await startServer();
		await using bob = await joinWire(server.port, 'Bob');
		// Whoever is named hears a bell, which is no attack: so nothing rings here.
		const config = join(newFolder(), 'config.toml');
		writeFileSync(config, '[notify]\nquiet = true\n');
		await using alice = joinChat(server.port, 'Alice', {columns, rows, args: ['--config', config]});
		await alice.until(/● (127\.0\.0\.1:\d+ +)?Alice/);
		fill(bob);
		await alice.until(/39$/m);
		alice.type('a text that was half typed');
		const before = await alice.until('› a text that was half typed');
		let seed = columns;
		const random = (least: number, most: number): number => {
			seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
			return least + (seed % (most - least + 1));
		};
		for (let storm = 0; storm < 4; storm++) {
			for (let size = 0; size < 10; size++) {
				const [width, height] = size === 5 ? [20, 5] : [random(20, 160), random(5, 50)];
				alice.resize(width, height);
				// Some sizes are drawn, others pass before anybody could.
				if (size % 3 === 0 && width > 60 && height > 14)
					await alice.until(screen => screen[0]!.endsWith('Alice') && screen[0]!.length === width - 1);
			}
			alice.resize(columns, rows);
			await alice.until(screen => screen.join('\n') === before.join('\n'));
		}
		await using carol = joinChat(server.port, 'Carol', {columns, rows});
		const fresh = await carol.until(/39$/m);
		expect(messages(before)).toEqual(messages(fresh));
		expect(messages(fresh).length).toBeGreaterThan(2);
	});
});

/** The rows of a screen that are the same for everybody in a room. */
const messages = (screen: readonly string[]): string[] =>
	screen.map(row => row.replace(/^.*│/, '')).filter(row => /[漢👩👍]|path|message that/u.test(row));

test('too small a terminal says so, and the chat is back when it grows', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.type('kept');
	await alice.until('› kept');
	alice.resize(20, 5);
	await alice.until(/30/);
	alice.resize(80, 24);
	await alice.until('› kept');
	await alice.until('● Alice  you');
});

/** Every event that carries text of others, with that text in every place that takes one. */
const eventsWith = (text: string, seq: number): Event[] => [
	{type: 'message', room: 'general', seq, id: text, msg: text, ts: Date.now()},
	{type: 'message', room: 'general', seq: seq + 1, id: text, msg: text, ts: Date.now(), kind: 'me', to: text},
	{type: 'message', room: '@Alice', seq, id: text, msg: text, ts: Date.now()},
	{type: 'presence', room: 'general', ts: Date.now(), joined: [{id: text, away: text}], left: []},
	{type: 'presence', room: 'general', ts: Date.now(), joined: [], left: [{id: text, why: text}]},
	{type: 'topic', room: 'general', id: text, topic: text, ts: Date.now()},
	{type: 'status', id: text, away: text},
	{type: 'typing', room: 'general', id: text},
	{type: 'notice', id: text, msg: text, ts: Date.now()},
	{type: 'error', code: text, text},
	{type: 'room', room: text, topic: text, members: 1},
	{type: 'members', room: text, list: [{id: text, away: text}]},
	{type: 'live', room: text, seq: 0},
	{type: 'gone', room: text, why: 'kicked', text},
	{type: 'rooms', list: [{room: text, members: 1, topic: text}]},
	{type: 'who', room: text, list: [{id: text, away: text}]},
	{type: 'whois', id: text, since: 0, rooms: [text], away: text, address: text, client: text},
];

/** What may never reach the terminal, wherever it came from. Ink and we ourselves write none of it. */
const forbidden: readonly RegExp[] = [
	/\u001b\]52/,
	/\u001b\]0;/,
	/\u001b\][^\u0007]*owned/,
	/\u001b\[(?:\d+;)*[34]1m/,
	/\u001b\[\?1003h/,
	/\u001b\[9999/,
	/\u001bc/,
	/\u001bP/,
	/\u001b\]8;(?!;\u0007|;\u001b\\|id=[\da-z]+;https?:\/\/)/,
	/[\u0080-\u009f]/,
	/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u00ad\u2028\u2029]/,
	/[\u{e0041}\u{e0042}]/u,
	/[\u0008\u000b\u000c\u000e]/,
];

const expectUnharmed = (terminal: Terminal): void => {
	expect(terminal.modes).toEqual({
		...untouched,
		alternateScreen: true,
		autowrap: false,
		bracketedPaste: true,
		focusReports: true,
		mouse: 'vt200',
		mouseDigits: true,
		schemeReports: true,
	});
	expect(terminal.bells).toBe(0);
	expect(terminal.title).not.toContain('owned');
	const output = terminal.output.toString('utf8');
	for (const pattern of forbidden) expect(output).not.toMatch(pattern);
	// We ask where the cursor stands before the first frame, and never again.
	expect(output.slice(output.indexOf('\u001b[1m#general'))).not.toContain('\u001b[6n');
};

describe('text of others cannot touch the terminal', () => {
	test.each([
		[100, 24],
		[40, 10],
	])('from a hostile server, at %i x %i', async (columns, rows) => {
		await using server = await startHostileServer();
		// Whoever is named hears a bell, which is no attack: so nothing rings here.
		const config = join(newFolder(), 'config.toml');
		writeFileSync(config, '[notify]\nquiet = true\n');
		const args = ['--plaintext', '--config', config];
		await using alice = joinChat(server.port, 'Alice', {columns, rows, args});
		await alice.until(/● (127\.0\.0\.1:\d+ +)?Alice/);
		let seq = 1;
		for (const {bytes, drawn: sign} of attacks) {
			server.send(...eventsWith(bytes, seq), ...eventsWith(`a ${bytes} b`, seq + 2));
			seq += 5;
			server.send({
				type: 'message',
				room: 'general',
				seq: seq - 1,
				id: 'Bob',
				msg: `‣${bytes}‣`,
				ts: Date.now(),
			});
			// Each is looked at in the frame that shows it.
			await alice.until(screen =>
				screen
					.map(row => row.trim())
					.join('')
					.includes(`‣${sign}‣`),
			);
		}
		expectUnharmed(alice);
		// Room by room, everything stays in its place.
		for (let room = 0; room < 5; room++) {
			alice.press('ctrl+n');
			const screen = await drawn(alice, 'y');
			expect(screen[0]).toMatch(/●/);
			expect(screen.at(-1)).toMatch(/^ › y+$/);
		}
		expectUnharmed(alice);
		alice.press('ctrl+u');
		alice.type('/quit\r');
		expect(await alice.exit).toMatchObject({code: 0});
		expect(alice.modes).toEqual(untouched);
	});

	test('through our own server, from a peer that sends whatever it likes', async () => {
		await using server = await startServer();
		await using alice = joinChat(server.port, 'Alice', {columns: 100});
		await alice.until('● Alice  you');
		await using mallory = await joinWire(server.port, 'Mallory');
		for (const [index, {bytes}] of attacks.entries())
			mallory.send({type: 'say', room: 'general', msg: `${index}: ${bytes}`, nonce: `n${index}`});
		await using netcat = openWire(server.port);
		netcat.write('Trent\n');
		await netcat.until(/Welcome/);
		netcat.write(`${attacks.map(({bytes}) => bytes.replaceAll('\r', '')).join(' ')}\n`);
		mallory.send({type: 'say', room: 'general', msg: 'the end', nonce: 'end'});
		await alice.until('the end');
		// What only deceives is allowed to be said, and is shown for what it is.
		await alice.until('‹202E›gnp.exe‹202C›');
		expectUnharmed(alice);
	});
});
