import {PassThrough, Writable} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {hinted} from '../source/pipe/hints.ts';
import {type PipeOptions, pipe} from '../source/pipe.ts';
import {ChatError} from '../source/protocol/errors.ts';
import type {Event} from '../source/protocol/messages.ts';
import {Bench, type ScriptedPeer} from './client/scripted-server.ts';

/** An output that a test reads, as slowly as it likes. */
class Sink extends Writable {
	text = '';
	#held: (() => void) | undefined;
	#slow = false;
	#waiting: (() => void) | undefined;

	constructor() {
		super({highWaterMark: 64});
	}

	stall(): void {
		this.#slow = true;
	}

	flow(): void {
		this.#slow = false;
		this.#held?.();
	}

	async until(text: string): Promise<void> {
		while (!this.text.includes(text))
			await new Promise<void>(resolve => {
				this.#waiting = resolve;
			});
	}

	override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
		this.text += String(chunk);
		this.#waiting?.();
		if (this.#slow) this.#held = done;
		else done();
	}
}

class PipeBench extends Bench {
	readonly input = new PassThrough();
	readonly output = new Sink();
	readonly errors = new Sink();
	readonly stop = new AbortController();
	readonly #room: string;

	constructor(room = 'ops') {
		super({id: 'ci', rooms: [room], history: 0});
		this.#room = room;
	}

	run(more: Partial<PipeOptions> = {}): Promise<number> {
		const {client, clock, input, output, errors, stop} = this;
		return pipe({client, room: this.#room, input, output, errors, stop: stop.signal, clock, ...more});
	}

	/** A pipe that runs, and its server's end. */
	async start(more?: Partial<PipeOptions>): Promise<{peer: ScriptedPeer; code: Promise<number>}> {
		const code = this.run(more);
		const peer = await this.peer();
		await peer.welcome();
		await this.linked('online');
		return {peer, code};
	}
}

/** Acknowledges what is said and sends it to everybody, as ci's own. */
const accept = async (peer: ScriptedPeer, seq: number): Promise<string> => {
	const {msg, nonce, room} = await peer.next('say');
	peer.send(
		{type: 'ack', nonce: nonce!, room, seq, ts: seq},
		{type: 'message', room, seq, id: 'ci', msg, ts: seq, nonce: nonce!},
	);
	return msg;
};

const message = (seq: number, more: Partial<Extract<Event, {type: 'message'}>> = {}): Event => ({
	type: 'message',
	room: 'ops',
	seq,
	id: 'Alice',
	msg: `message ${seq}`,
	ts: seq,
	...more,
});

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Lets everything happen that can happen by itself. */
const settle = async (measure: () => number): Promise<number> => {
	let before = -1;
	while (before !== measure()) {
		before = measure();
		for (let turns = 0; turns < 5; turns++) await turn();
	}
	return before;
};

describe('lines in', () => {
	test('are messages, and the end of the input ends it once all are acknowledged', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.end('first\n\n  \nsecond\nno newline');
		expect(await accept(peer, 1)).toBe('first');
		expect(await accept(peer, 2)).toBe('second');
		expect(await accept(peer, 3)).toBe('no newline');
		expect((await peer.next('quit')).type).toBe('quit');
		expect(await code).toBe(0);
		expect(bench.errors.text).toBe('');
		expect(bench.output.text).toBe('[ci] first\n[ci] second\n[ci] no newline\n');
		expect(bench.clock.timers).toBe(0);
	});

	test.each([
		['a path is no command', '/usr/bin/make: done\n', ['/usr/bin/make: done']],
		['colours go', '\u001b[31mred\u001b[0m\n', ['red']],
		['control characters become signs', 'a\u0007b\n', ['a␇b']],
		['Windows’ line ends go', 'one\r\ntwo\r\n', ['one', 'two']],
		['a progress bar is what is left of it', '10 %\r50 %\r100 %\n', ['100 %']],
		['a byte order mark goes', '\ufefftext\n', ['text']],
		['indentation stays', '    at main.ts:1\n', ['    at main.ts:1']],
	])('%s', async (_, typed, expected) => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.end(typed);
		for (const [index, msg] of expected.entries()) expect(await accept(peer, index + 1)).toBe(msg);
		expect(await code).toBe(0);
	});

	test('may be cut anywhere on their way here', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		for (const byte of Buffer.from('Zośka\n李雷\n')) bench.input.write(Uint8Array.of(byte));
		bench.input.end();
		expect(await accept(peer, 1)).toBe('Zośka');
		expect(await accept(peer, 2)).toBe('李雷');
		expect(await code).toBe(0);
	});

	test('that are too long are said in parts', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		const line = 'żółw '.repeat(10_000).trim();
		bench.input.end(`${line}\n`);
		const parts: string[] = [];
		while (parts.join('').length < line.length) parts.push(await accept(peer, parts.length + 1));
		expect(parts.join('')).toBe(line);
		expect(parts.length).toBeGreaterThan(3);
		expect(await code).toBe(0);
	});

	test('that do not end are said in parts as they come', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.write('x'.repeat(40_000));
		let length = 0;
		let seq = 0;
		while (length < 40_000) length += (await accept(peer, ++seq)).length;
		bench.input.end(Buffer.from([0x61, 0xc5]));
		expect(await accept(peer, ++seq)).toBe('a\ufffd');
		expect(await code).toBe(0);
	});

	test('wait while many are unacknowledged, so that memory stays small', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		let written = 0;
		const write = async (): Promise<void> => {
			while (written < 2_000) {
				if (!bench.input.write(`line ${++written} ${'x'.repeat(1_000)}\n`))
					await new Promise(resolve => bench.input.once('drain', resolve));
			}
			bench.input.end();
		};
		const writing = write();
		expect(await settle(() => written)).toBeLessThan(200);
		expect(peer.unheard.length).toBe(64);
		for (let seq = 1; seq <= 2_000; seq++) expect(await accept(peer, seq)).toMatch(`line ${seq} `);
		await writing;
		expect(await code).toBe(0);
	});

	test('that are refused are told, and counted in the exit code', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.end('one\ntwo\n');
		for (let said = 0; said < 2; said++) {
			const {nonce} = await peer.next('say');
			peer.send({type: 'error', code: 'READ_ONLY', text: 'That room is read-only.', nonce: nonce!});
		}
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe(
			'tui-chat: That room is read-only.\ntui-chat: 2 of 2 messages were not acknowledged.\n',
		);
	});

	test('survive the loss of the server, each said once', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.write('one\ntwo\n');
		await accept(peer, 1);
		const lost = await peer.next('say');
		peer.reset();
		await bench.linked('offline');
		bench.input.end('three\n');
		bench.clock.advance(500);
		const second = await bench.peer();
		expect((await second.welcome()).rooms).toEqual([{room: 'ops', after: 1}]);
		const again = await second.next('say');
		expect(again).toEqual(lost);
		second.send({type: 'ack', nonce: again.nonce!, room: 'ops', seq: 2, ts: 2});
		expect(await accept(second, 3)).toBe('three');
		expect(await code).toBe(0);
		expect(bench.errors.text).toBe(
			'tui-chat: The connection was lost (ECONNRESET). Connecting again until it works.\ntui-chat: Connected again.\n',
		);
	});

	test('that cannot be read end it', async () => {
		const bench = new PipeBench();
		const {code} = await bench.start();
		bench.input.destroy(new Error('read EIO'));
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe('tui-chat: The input cannot be read: read EIO\n');
	});
});

describe('events out', () => {
	test('are lines that say who said what where', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		peer.send(
			message(1),
			message(2, {kind: 'me', msg: 'waves'}),
			message(3, {msg: 'a trace:\n\tat main.ts:1'}),
			message(1, {room: '@ci', msg: 'psst'}),
			{type: 'presence', room: 'ops', ts: 1, joined: [{id: 'Bob'}], left: []},
			{type: 'notice', id: 'Root', msg: 'Back at five.', ts: 1},
		);
		await bench.output.until('five');
		bench.input.end();
		expect(await code).toBe(0);
		expect(bench.output.text.split('\n')).toEqual([
			'[Alice] message 1',
			'* Alice waves',
			'[Alice] a trace:',
			'  \tat main.ts:1',
			'[Alice -> you] psst',
			'[Root to all] Back at five.',
			'',
		]);
	});

	test('are JSON lines when asked for', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start({json: true});
		peer.send(
			message(1),
			{type: 'typing', room: 'ops', id: 'Alice'},
			{type: 'status', id: 'Alice', away: 'lunch'},
		);
		await bench.output.until('lunch');
		bench.input.end();
		expect(await code).toBe(0);
		const events = bench.output.text
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Event);
		expect(events.map(({type}) => type)).toEqual(['room', 'members', 'live', 'message', 'status']);
		expect(events[3]).toEqual(message(1));
	});

	test('that nobody reads hold the server back, and none is lost', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.output.stall();
		const count = 5_000;
		let sent = 0;
		const send = async (): Promise<void> => {
			while (sent < count) {
				peer.send(message(++sent));
				if (peer.stream.writableNeedDrain) await new Promise(resolve => peer.stream.once('drain', resolve));
			}
		};
		const sending = send();
		expect(await settle(() => sent)).toBeLessThan(2_000);
		bench.output.flow();
		await sending;
		await bench.output.until(`message ${count}\n`);
		bench.input.end();
		expect(await code).toBe(0);
		expect(bench.output.text.trim().split('\n')).toEqual(
			Array.from({length: count}, (_, index) => `[Alice] message ${index + 1}`),
		);
		// It has printed them, and keeps only the newest ones.
		const {log} = bench.client.state.rooms.get('ops')!;
		expect(log.end - log.start).toBeLessThan(2_000);
	});

	test('whose reader has gone end it quietly', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.output.destroy(Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}));
		peer.send(message(1));
		await peer.next('quit');
		expect(await code).toBe(0);
		expect(bench.errors.text).toBe('');
		expect(bench.input.destroyed).toBe(true);
	});
});

describe('the end', () => {
	test('is an error when nobody listens there', async () => {
		const bench = new PipeBench();
		bench.failures.push(Object.assign(new Error('no'), {code: 'ECONNREFUSED'}));
		await expect(bench.run()).rejects.toMatchObject({code: 'REFUSED'});
	});

	test('comes when the server does not want us any more', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		peer.send({type: 'error', code: 'KICKED', text: 'An operator removed you.'});
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe('tui-chat: An operator removed you.\n');
	});

	test.each<[string, Event]>([
		['No.', {type: 'error', code: 'OPERATORS_ONLY', text: 'No.', room: 'ops'}],
		['You were put out of #ops: noise', {type: 'gone', room: 'ops', why: 'kicked', text: 'noise'}],
	])('comes when the room is not ours: %s', async (sentence, event) => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		peer.send(event);
		await peer.next('quit');
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe(`tui-chat: ${sentence}\n`);
	});

	test('is graceful when somebody asks for it', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.write('one\n');
		const {nonce} = await peer.next('say');
		bench.stop.abort();
		await turn();
		expect(peer.unheard).toEqual([]);
		peer.send({type: 'ack', nonce: nonce!, room: 'ops', seq: 1, ts: 1});
		await peer.next('quit');
		expect(await code).toBe(0);
		expect(bench.clock.timers).toBe(0);
	});

	test('does not wait for ever for what is not acknowledged', async () => {
		const bench = new PipeBench();
		const {peer, code} = await bench.start();
		bench.input.write('one\n');
		await peer.next('say');
		bench.stop.abort();
		await turn();
		bench.clock.advance(5_000);
		await peer.next('quit');
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe('tui-chat: 1 of 1 messages were not acknowledged.\n');
	});

	test('comes also while it connects', async () => {
		const bench = new PipeBench();
		const code = bench.run();
		const peer = await bench.peer();
		peer.send({type: 'waiting', place: 2});
		await bench.linked('waiting');
		bench.stop.abort();
		expect(await code).toBe(1);
		expect(bench.errors.text).toBe('tui-chat: The server is full; this is number 2 in its queue.\n');
	});
});

describe('a program that is not let in', () => {
	test.each([
		[new ChatError('INVITE_NEEDED'), '--password-file'],
		[new ChatError('ENTRY_WRONG'), 'TUI_CHAT_ENTRY'],
		[new ChatError('ID_USED', undefined, {owned: true}), '--access-file'],
		[new ChatError('ID_USED', undefined, {here: true}), 'one of its own'],
	])('is told what to start with: %s', (error, what) => {
		const told = hinted(error) as ChatError;
		expect(told.code).toBe(error.code);
		expect(told.message.startsWith(error.message)).toBe(true);
		expect(told.message).toContain(what);
	});

	test('is told no more where nothing of it helps', () => {
		const used = new ChatError('ID_USED');
		expect(hinted(used)).toBe(used);
		const fault = new TypeError('a fault of ours');
		expect(hinted(fault)).toBe(fault);
	});
});
