/** What a client keeps on disk, and how the next run of it goes on there. */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {ClientOptions} from '../../source/client/client.ts';
import {unread} from '../../source/client/select.ts';
import type {Pending, Room} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {message} from './said.ts';
import {Bench} from './scripted-server.ts';

let folder: string;
beforeEach(() => {
	folder = newFolder();
});

/** One run of a program that keeps its things in the folder. */
const run = (more: Partial<ClientOptions> = {}): Bench => {
	let nonces = 0;
	const run = new Bench({
		state: folder,
		server: 'home',
		nonce: () => `${process.hrtime.bigint()}.${++nonces}`,
		...more,
	});
	onTestFinished(() => void run.client.quit());
	return run;
};

/** Ends as a killed process does, as far as one process can play that: without a word to anybody. */
const kill = async (bench: Bench): Promise<void> => {
	bench.link?.destroy();
	await bench.client.quit();
};

const pending = (bench: Bench, key = 'general'): Pending[] => [
	...(bench.client.state.rooms.get(key)?.pending ?? []),
];

const welcome: Event = {
	type: 'welcome',
	v: 1,
	id: 'Alice',
	server: 'scripted',
	journal: 'first',
	token: 'token',
	time: 0,
	limits: {},
};

const room = (bench: Bench, key = 'general'): Room => bench.client.state.rooms.get(key)!;

const stored = (): string =>
	readdirSync(folder)
		.map(name => readFileSync(join(folder, name), 'utf8'))
		.join('');

describe('what was not acknowledged', () => {
	test('is shown by the next run, and sent in order under its old nonces', async () => {
		const first = run();
		const peer = await first.online();
		for (const word of ['one', 'two']) void first.client.say('general', word).catch(() => {});
		const one = await peer.next('say');
		const two = await peer.next('say');
		void first.client.edit('general', 7, 'better').catch(() => {});
		await kill(first);

		const second = run();
		expect(pending(second).map(({change, msg, ref}) => [change, msg, ref])).toEqual([
			[undefined, 'one', undefined],
			[undefined, 'two', undefined],
			['edit', 'better', 7],
		]);
		expect(second.client.unacknowledged).toBe(3);
		const again = await second.online();
		expect((await again.next('say')).nonce).toBe(one.nonce);
		expect((await again.next('say')).nonce).toBe(two.nonce);
		const edit = await again.next('edit');
		// The first run got through with it after all: it is acknowledged as it was, and told in the history.
		again.send(
			message(8, {id: 'Alice', msg: 'one', nonce: one.nonce}),
			{type: 'ack', nonce: one.nonce!, room: 'general', seq: 8, ts: 8},
			{type: 'ack', nonce: two.nonce!, room: 'general', seq: 9, ts: 9},
			message(9, {id: 'Alice', msg: 'two', nonce: two.nonce}),
			{type: 'ack', nonce: edit.nonce!, room: 'general', seq: 10, ts: 10},
			{type: 'edit', room: 'general', seq: 10, ref: 7, id: 'Alice', ts: 10, msg: 'better'},
		);
		await second.until(() => pending(second).length === 0);
		expect(second.client.unacknowledged).toBe(0);
		await kill(second);
		expect(pending(run())).toEqual([]);
	});

	test('and was refused is shown as failed, with why, and sent again only when asked', async () => {
		const first = run();
		const peer = await first.online();
		void first.client.say('general', 'too much').catch(() => {});
		const {nonce} = await peer.next('say');
		peer.send({type: 'error', code: 'NOT_STORED', text: 'The disk is full.', nonce, room: 'general'});
		await first.until(() => pending(first)[0]?.error !== undefined);
		await kill(first);

		const second = run();
		expect(pending(second)).toMatchObject([{msg: 'too much', error: {code: 'NOT_STORED'}}]);
		const again = await second.online();
		expect(again.unheard).toEqual([]);
		expect(second.client.resend(nonce!)).toBe(true);
		expect(await again.next('say')).toMatchObject({msg: 'too much', nonce});
		second.client.drop(nonce!);
		await kill(second);
		expect(pending(run())).toEqual([]);
	});

	test('is on disk before it is on its way', async () => {
		const bench = run();
		const peer = await bench.online();
		void bench.client.say('general', 'written down').catch(() => {});
		expect(stored()).toContain('written down');
		await peer.next('say');
	});

	test('in another room or conversation opens that, so that it can be said there', async () => {
		const first = run({rooms: ['general', 'ops']});
		await first.online();
		void first.client.say('ops', 'deploying').catch(() => {});
		void first.client.say('@Dana', 'psst').catch(() => {});
		await kill(first);
		const second = run();
		expect(pending(second, 'ops')).toMatchObject([{msg: 'deploying'}]);
		expect(pending(second, '@dana')).toMatchObject([{msg: 'psst'}]);
		const connected = second.client.connect();
		const hello = await (await second.peer()).welcome();
		expect(hello.rooms?.map(({room}) => room)).toEqual(['general', 'ops', '@Dana']);
		await connected;
	});

	test('goes along to another name', async () => {
		const first = run();
		void first.client.connect().catch(() => {});
		void first.client.say('general', 'who am I?').catch(() => {});
		(await first.peer()).send({type: 'error', code: 'ID_USED', text: 'Taken.'});
		await first.linked('refused');
		first.client.rename('Alice2');
		await kill(first);
		expect(pending(run())).toEqual([]);
		expect(pending(run({id: 'Alice2'}))).toMatchObject([{msg: 'who am I?'}]);
	});

	test('of a room that one leaves is given up with it', async () => {
		const first = run({rooms: ['general', 'ops']});
		const peer = await first.online();
		void first.client.say('ops', 'x').catch(() => {});
		const {nonce} = await peer.next('say');
		peer.send({type: 'error', code: 'NOT_STORED', text: 'No.', nonce, room: 'ops'});
		await first.until(() => pending(first, 'ops')[0]?.error !== undefined);
		peer.send({type: 'gone', room: 'ops', why: 'left'});
		await first.until(({rooms}) => !rooms.has('ops'));
		await kill(first);
		expect(run().client.state.rooms.has('ops')).toBe(false);
	});

	test('stays with this process alone where there is no folder', async () => {
		const bench = run({state: undefined});
		await bench.online();
		void bench.client.say('general', 'x').catch(() => {});
		expect(readdirSync(folder)).toEqual([]);
	});

	test('is said to be another window’s where a name is taken by one', async () => {
		const first = run();
		await first.online();
		await kill(first);
		const [file] = readdirSync(folder).filter(name => name.endsWith('.jsonl'));
		// Whoever started this process runs, and is another one.
		writeFileSync(join(folder, `${file}.lock`), String(process.ppid));
		const second = run();
		const connected = second.client.connect();
		connected.catch(() => {});
		(await second.peer()).send({type: 'error', code: 'ID_USED', text: 'Taken.'});
		const {error} = await second.linked('refused');
		expect(error).toMatchObject({
			code: 'ID_USED',
			message: expect.stringContaining('Another window of yours'),
		});
		await expect(connected).rejects.toBe(error);
	});

	test('of a second client with the same name is not kept, which is said once', async () => {
		const first = run();
		const said: string[] = [];
		const second = run({report: sentence => said.push(sentence)});
		await second.online();
		expect(said).toHaveLength(1);
		void second.client.say('general', 'x').catch(() => {});
		await kill(first);
		await kill(second);
		expect(said).toHaveLength(1);
		expect(pending(run())).toEqual([]);
	});
});

describe('the next run', () => {
	test('shows the token of the last one', async () => {
		const first = run();
		await first.online({token: 'secret'});
		await kill(first);
		const second = run();
		const connected = second.client.connect();
		expect(await (await second.peer()).welcome()).toMatchObject({token: 'secret'});
		await connected;
	});

	test('tries again when its first link is cut in the middle of the welcome, as it knows the server', async () => {
		const first = run();
		await first.online();
		await kill(first);
		const second = run();
		const connected = second.client.connect();
		const said = second.client.say('general', 'hello');
		const peer = await second.peer();
		await peer.next('hello');
		peer.stream.end('{"type":"welc');
		await second.linked('offline');
		second.client.reconnect();
		const again = await second.peer();
		await again.welcome();
		await connected;
		await again.accept(1);
		expect(await said).toMatchObject({seq: 1});
	});

	test('names no room where none is wished for, and shows the ones that the server knows', async () => {
		const bench = run({resume: true});
		expect(room(bench)).toMatchObject({assumed: true});
		const connected = bench.client.connect();
		const peer = await bench.peer();
		const hello = await peer.welcome();
		expect(hello.resume).toBe(true);
		expect(hello).not.toHaveProperty('rooms');
		peer.send(
			{type: 'room', room: 'ops', members: 1},
			{type: 'live', room: 'ops', seq: 0},
			{type: 'room', room: '@Dana', members: 1},
			{type: 'live', room: '@Dana', seq: 0},
		);
		await connected;
		peer.send({type: 'pong', nonce: (await peer.next('ping')).nonce});
		await bench.until(({rooms}) => !rooms.has('general'));
		expect([...bench.client.state.rooms.keys()]).toEqual(['ops', '@dana']);
		expect(bench.client.state.current).toBe('ops');
	});

	test.each([
		['the room that was on the screen last', ['@Dana', 'general', 'ops'], 'ops'],
		['general, where one is not in that any more', ['@Dana', 'dev', 'general'], 'general'],
		['the first room where one is not in general either', ['@Dana', 'dev', 'lab'], 'dev'],
		['a conversation where there is nothing else', ['@Dana', '@Bob'], '@bob'],
	])('shows %s', async (_, rooms, shown) => {
		const first = run({resume: true, rooms: ['general', 'ops']});
		await first.online();
		first.client.store.dispatch({type: 'open', target: 'ops'});
		await kill(first);
		const second = run({resume: true});
		expect(second.client.state.current).toBe('ops');
		const connected = second.client.connect();
		const peer = await second.peer();
		await peer.next('hello');
		peer.send(
			{...welcome, motd: 'Hello!'},
			...rooms.flatMap((room): Event[] => [
				{type: 'room', room, members: 1},
				{type: 'live', room, seq: 0},
			]),
		);
		await connected;
		peer.send({type: 'pong', nonce: (await peer.next('ping')).nonce});
		await second.until(state => [...state.rooms.values()].every(({live}) => live));
		expect(second.client.state.current).toBe(shown);
		expect(second.client.state.rooms.size).toBe(rooms.length);
	});

	test('finds as unread what came after the place where one stopped', async () => {
		const bench = run({resume: true, rooms: ['general', 'ops']});
		const connected = bench.client.connect();
		const peer = await bench.peer();
		await peer.next('hello');
		peer.send(
			welcome,
			{type: 'room', room: 'general', members: 1},
			{type: 'live', room: 'general', seq: 0},
			{type: 'room', room: 'ops', members: 1, read: 4},
			...[3, 4, 5, 6].map(seq => message(seq, {room: 'ops', msg: seq === 6 ? 'Alice!' : 'x'})),
			{type: 'delete', room: 'ops', seq: 7, ref: 5, id: 'Bob', ts: 7},
			{type: 'live', room: 'ops', seq: 7},
			{type: 'room', room: '@Dana', members: 1},
			message(90, {room: '@Alice', id: 'Dana'}),
			{type: 'live', room: '@Dana', seq: 90},
		);
		await connected;
		await bench.until(({rooms}) => rooms.get('@dana')?.live === true);
		expect(unread(room(bench, 'ops'))).toEqual({count: 1, mentions: 1, atLeast: false});
		// Nobody read anything of it, and what is above is not held.
		expect(unread(room(bench, '@dana'))).toEqual({count: 1, mentions: 1, atLeast: true});
		bench.client.store.dispatch({type: 'open', target: 'ops'});
		expect(room(bench, 'ops').marker).toBe(2);
		expect(unread(room(bench, 'ops')).count).toBe(0);
	});

	test('is told how far one has read, once a second at most, and before the end', async () => {
		const bench = run({resume: true, rooms: ['general', 'ops']});
		const peer = await bench.online();
		peer.send(message(1), message(2), message(3, {room: 'ops'}));
		await bench.until(({rooms}) => rooms.get('ops')?.seq === 3);
		expect(peer.unheard).toEqual([]);
		bench.clock.advance(1_000);
		expect(await peer.next('read')).toMatchObject({room: 'general', seq: 2});
		peer.send(message(3));
		await bench.until(({rooms}) => rooms.get('general')?.seq === 3);
		bench.client.store.dispatch({type: 'open', target: 'ops'});
		void bench.client.quit();
		expect(await peer.next('read')).toMatchObject({room: 'general', seq: 3});
		expect(await peer.next('read')).toMatchObject({room: 'ops', seq: 3});
		await peer.next('quit');
		peer.stream.end();
	});
});

describe('a reader', () => {
	/** Takes so many messages, and asks for no more. */
	const take = async (bench: Bench, count: number): Promise<number[]> => {
		const seqs: number[] = [];
		for await (const event of bench.client) {
			if (event.type === 'message') seqs.push(event.seq);
			if (seqs.length === count) break;
		}
		return seqs;
	};

	test('is told each message once over all runs, and the last one again that it was not done with', async () => {
		const options = {resume: true, rooms: ['general'], history: 0};
		const first = run(options);
		const read = take(first, 3);
		const peer = await first.online();
		peer.send(message(1), message(2), message(3));
		expect(await read).toEqual([1, 2, 3]);
		await kill(first);

		const second = run(options);
		const more = take(second, 2);
		const connected = second.client.connect();
		const again = await second.peer();
		expect(await again.welcome()).toMatchObject({
			journal: 'first',
			rooms: [{room: 'general', after: 2}],
			resume: true,
		});
		await connected;
		again.send(message(3), message(4));
		expect(await more).toEqual([3, 4]);
	});

	test('that died before it took anything is told in the next run what came', async () => {
		const options = {resume: true, rooms: ['general'], history: 0};
		const first = run(options);
		const reader = first.client[Symbol.asyncIterator]();
		const peer = await first.online();
		peer.send(message(1));
		await first.until(({rooms}) => rooms.get('general')?.seq === 1);
		await kill(first);
		await reader.return?.();
		const second = run(options);
		const more = take(second, 1);
		const connected = second.client.connect();
		const again = await second.peer();
		expect(await again.welcome()).toMatchObject({
			rooms: [{room: 'general', after: 0}],
			// All of it: the limit was for the first time.
			history: Number.MAX_SAFE_INTEGER,
		});
		await connected;
		again.send(message(1));
		expect(await more).toEqual([1]);
	});

	test('that takes what waits after the end is not told it again', async () => {
		const options = {resume: true, rooms: ['general'], history: 0};
		const first = run(options);
		const reader = first.client[Symbol.asyncIterator]();
		const peer = await first.online();
		peer.send(message(1), message(2));
		await first.until(({rooms}) => rooms.get('general')?.seq === 2);
		await kill(first);
		const taken: string[] = [];
		for await (const event of reader) taken.push(event.type);
		expect(taken.filter(type => type === 'message')).toHaveLength(2);
		const second = run(options);
		const connected = second.client.connect();
		expect((await (await second.peer()).welcome()).rooms).toEqual([{room: 'general', after: 2}]);
		await connected;
	});

	test('begins anew with another journal', async () => {
		const options = {resume: true, rooms: ['general']};
		const first = run(options);
		const read = take(first, 2);
		(await first.online()).send(message(1), message(2));
		await read;
		await kill(first);
		const second = run(options);
		const more = take(second, 1);
		const connected = second.client.connect();
		const again = await second.peer();
		expect(await again.next('hello')).toMatchObject({journal: 'first', rooms: [{after: 1}]});
		again.send({...welcome, journal: 'another'}, {type: 'room', room: 'general', members: 1}, message(1), {
			type: 'live',
			room: 'general',
			seq: 1,
		});
		await connected;
		expect(await more).toEqual([1]);
	});

	test('of a room that is new among known ones has no more of its history than it wants', async () => {
		const first = run({resume: true, rooms: ['general'], history: 0});
		const read = take(first, 2);
		(await first.online()).send(message(1), message(2));
		await read;
		await kill(first);
		const second = run({resume: true, rooms: ['ops'], history: 0});
		const connected = second.client.connect();
		const peer = await second.peer();
		const hello = await peer.welcome();
		expect(hello.rooms).toEqual([{room: 'general', after: 1}]);
		expect(hello).not.toHaveProperty('history');
		expect(await peer.next('join')).toEqual({type: 'join', room: 'ops', history: 0});
		await connected;
	});
});
