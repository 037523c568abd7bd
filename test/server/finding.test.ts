/** Older messages page by page, and messages by their words. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Entry, Page} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {Event, EventOf} from '../../source/protocol/messages.ts';
import {type Peer, startServer, turns} from '../helpers/peer.ts';

let asked = 0;

type Answer = EventOf<'page'> | EventOf<'found'>;

/** All pieces of an answer as one. */
const ask = async <Type extends Answer['type']>(
	peer: Peer,
	type: Type,
	request: object,
): Promise<Extract<Answer, {type: Type}>> => {
	const nonce = `ask-${++asked}`;
	peer.send({...request, nonce});
	const list: Answer['list'] = [];
	for (;;) {
		const piece: Answer = await peer.next<Answer['type']>(type);
		list.push(...piece.list);
		if (piece.nonce === nonce) return {...piece, list} as Extract<Answer, {type: Type}>;
		expect(piece).not.toHaveProperty('first');
		expect(piece).not.toHaveProperty('more');
	}
};

const page = (peer: Peer, request: object, room = 'general'): Promise<EventOf<'page'>> =>
	ask(peer, 'page', {type: 'history', room, ...request});

const search = (peer: Peer, text: string, request: object = {}): Promise<EventOf<'found'>> =>
	ask(peer, 'found', {type: 'search', text, ...request});

const seqsOf = ({list}: {list: readonly {type: string}[]}): number[] =>
	list.map(event => (event as Event & {seq: number}).seq);

const textsOf = ({list}: {list: readonly {type: string}[]}): string[] =>
	list.map(event => (event as EventOf<'message'>).msg);

const range = (from: number, to: number): number[] =>
	Array.from({length: Math.max(0, to - from + 1)}, (_, index) => from + index);

const talk = async (peer: Peer, room: string, count: number, msg = 'x'): Promise<void> => {
	for (let n = 1; n <= count; n++)
		peer.send({type: 'say', room, msg: `${msg} ${n}`, nonce: `${room}-${++asked}`});
	await peer.next('ack', ({nonce}) => nonce === `${room}-${asked}`);
	await peer.sync();
};

describe('history', () => {
	test.each([
		[{before: 41, limit: 10}, range(31, 40), {last: true}],
		[{before: 31, limit: 10}, range(21, 30), {}],
		[{before: 5, limit: 10}, range(1, 4), {first: true}],
		[{before: 1}, [], {first: true}],
		[{before: 1000, limit: 3}, [38, 39, 40], {last: true}],
		[{after: 0, limit: 10}, range(1, 10), {first: true}],
		[{after: 10, limit: 10}, range(11, 20), {}],
		[{after: 35, limit: 10}, range(36, 40), {last: true}],
		[{after: 40}, [], {last: true}],
		[{around: 20, limit: 5}, range(18, 22), {}],
		[{around: 1, limit: 4}, range(1, 3), {first: true}],
		[{around: 40, limit: 4}, [39, 40], {last: true}],
		[{before: 41, limit: 0}, [40], {last: true}],
		[{after: 0, limit: 100_000}, range(1, 40), {first: true, last: true}],
	])('%o gives %j', async (where, seqs, ends) => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 40);
		const answer = await page(alice, where);
		expect(seqsOf(answer)).toEqual(seqs);
		expect({...(answer.first ? {first: true} : {}), ...(answer.last ? {last: true} : {})}).toEqual(ends);
	});

	test('a page is at most 100, however much is asked for', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 150);
		expect(seqsOf(await page(alice, {before: 200, limit: 1000}))).toEqual(range(51, 150));
	});

	test('brings what was done later to messages in it', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 3);
		alice.send(
			{type: 'edit', room: 'general', ref: 2, msg: 'new'},
			{type: 'react', room: 'general', ref: 1, emoji: '🎉'},
		);
		await alice.next('react');
		const answer = await page(alice, {before: 3});
		expect(answer.list).toMatchObject([
			{type: 'message', seq: 1},
			{type: 'message', seq: 2, msg: 'new'},
			{type: 'edit', seq: 4, ref: 2},
			{type: 'react', seq: 5, ref: 1},
		]);
		const around = await page(alice, {around: 2, limit: 2});
		expect(seqsOf(around)).toEqual([2, 3, 4]);
	});

	test('that starts where older messages were pruned says that there are none', async () => {
		const journal = new MemoryJournal({keep: 10});
		await using server = startServer({rate: false, journal});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 100);
		const {first} = journal.conversation('general')!;
		expect(first).toBeGreaterThan(80);
		const answer = await page(alice, {before: 95});
		expect(seqsOf(answer)).toEqual(range(first, 94));
		expect(answer.first).toBe(true);
	});

	test('is for rooms that one is in, and conversations that there are', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const refused = async (request: object): Promise<string> => {
			alice.send({type: 'history', nonce: 'h', ...request});
			return (await alice.next('error', ({nonce}) => nonce === 'h')).code;
		};
		expect(await refused({room: 'ops', before: 1})).toBe('NOT_IN_ROOM');
		expect(await refused({room: 'log', before: 1})).toBe('NOT_IN_ROOM');
		expect(await refused({room: '@Eve', before: 1})).toBe('NO_SUCH_ID');
		expect(await refused({room: 'general'})).toBe('BAD_REQUEST');
		expect(await refused({room: 'general', before: 1, after: 1})).toBe('BAD_REQUEST');
	});

	test('of the log is for operators', async () => {
		await using server = startServer();
		const root = await server.operator('Root', ['log']);
		await server.join('Alice');
		const answer = await page(root, {before: 1000}, 'log');
		expect(answer.first).toBe(true);
		expect(textsOf(answer).at(-1)).toBe('Client connected: Alice from memory, json');
	});

	test('at a help desk a guest is not told that there is no more because others talked', async () => {
		await using server = startServer({desk: 'help', rate: false});
		const alice = await server.join('Alice', ['help']);
		const bob = await server.join('Bob', ['help']);
		await alice.say('help', 'first of all');
		await talk(bob, 'help', 350);
		await alice.say('help', 'last of all');
		const newest = await page(alice, {before: 1000}, 'help');
		expect(textsOf(newest)).toEqual(['last of all']);
		expect(newest.first).toBeUndefined();
		const older = await page(alice, {before: 352}, 'help');
		expect(textsOf(older)).toEqual(['first of all']);
		expect(older.first).toBe(true);
		expect(textsOf(await page(alice, {after: 1}, 'help'))).toEqual(['last of all']);
	});

	test('is read only as fast as its reader reads: what comes in between is not held up by 1.6 MB', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		const msg = 'x'.repeat(16_000);
		for (let n = 1; n <= 100; n++) {
			alice.send({type: 'say', room: 'general', msg});
			await alice.next('message', ({seq}) => seq === n);
		}
		const bob = await server.join('Bob', []);
		bob.send({type: 'join', room: 'general', history: 0});
		await bob.next('live');
		bob.duplex.pause();
		for (let n = 0; n < 10; n++) bob.send({type: 'history', room: 'general', before: 101, nonce: `h${n}`});
		await turns(50);
		await alice.say('general', 'meanwhile');
		for (let second = 0; second < 60; second++) {
			bob.duplex.resume();
			await turns(2);
			bob.duplex.pause();
			server.clock.advance(1000);
			await turns(1);
		}
		bob.duplex.resume();
		await bob.next('page', ({nonce}) => nonce === 'h9');
		const rest = await bob.sync();
		expect(rest.filter(({type}) => type === 'error')).toEqual([]);
		for (const line of bob.text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThan(limits.eventBytes);
	});

	test('that cannot be read is an error with the nonce; the chat goes on', async () => {
		const journal = new MemoryJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'x');
		const lost = (): Promise<never> => Promise.reject(new ChatError('HISTORY_LOST'));
		journal.page = lost;
		journal.search = lost;
		alice.send(
			{type: 'history', room: 'general', before: 2, nonce: 'h'},
			{type: 'search', text: 'x', nonce: 's'},
		);
		expect(await alice.next('error')).toMatchObject({code: 'HISTORY_LOST', nonce: 'h', room: 'general'});
		expect(await alice.next('error')).toMatchObject({code: 'HISTORY_LOST', nonce: 's'});
		await alice.say('general', 'y');
	});

	test('is found one request after another, also for somebody who has sent all and hangs up', async () => {
		const journal = new MemoryJournal();
		let running = 0;
		const {page: read} = journal;
		journal.page = async (...what): Promise<Page> => {
			expect(++running).toBe(1);
			await turns(3);
			running--;
			return read.apply(journal, what);
		};
		await using server = startServer({journal, rate: false});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 5);
		for (let n = 0; n < 50; n++) alice.send({type: 'history', room: 'general', before: 3, nonce: `h${n}`});
		alice.end();
		await alice.closed;
		expect(alice.text.match(/"nonce":"h\d+"/g)).toEqual(range(0, 49).map(n => `"nonce":"h${n}"`));
	});
});

test('property: pages put together are all there is, whatever their size and direction', async () => {
	const journal = new MemoryJournal();
	await using server = startServer({rate: false, journal});
	const alice = await server.join('Alice');
	await talk(alice, 'general', 30);
	for (const ref of [3, 9, 30, 3]) alice.send({type: 'edit', room: 'general', ref, msg: `new ${ref}`});
	for (const ref of [1, 2, 30]) alice.send({type: 'react', room: 'general', ref, emoji: '🎉'});
	await talk(alice, 'general', 10);
	const all = (await journal.after('general', 0, 1000)).map(({seq}: Entry) => seq);
	await fc.assert(
		fc.asyncProperty(fc.integer({min: 1, max: 20}), fc.boolean(), async (limit, isBack) => {
			const found: number[] = [];
			for (let place = isBack ? 1000 : 0, isOver = false; !isOver; ) {
				const answer = await page(alice, isBack ? {before: place, limit} : {after: place, limit});
				// What is about a message of the page, and from after it, stands behind it.
				const own = seqsOf(answer).slice(0, limit);
				if (isBack) found.unshift(...own);
				else found.push(...own);
				place = isBack ? own[0]! : own.at(-1)!;
				isOver = (isBack ? answer.first : answer.last) === true;
			}
			expect(new Set(found)).toEqual(new Set(all));
		}),
		{numRuns: 20},
	);
});

describe('search', () => {
	test('finds in all open rooms, newest first, with everything that a message has', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice', ['general', 'ops']), await server.join('Bob')];
		await alice.say('general', 'The Café is open');
		await alice.say('ops', 'cafeteria');
		await bob.say('general', 'nothing');
		bob.send({type: 'say', room: 'general', msg: 'the CAFE again', ref: 1, kind: 'me'});
		await bob.next('message', ({seq}) => seq === 3);
		const {list} = await search(bob, 'cafe');
		expect(list).toMatchObject([
			{type: 'message', room: 'general', seq: 3, id: 'Bob', kind: 'me', ref: 1, quote: {id: 'Alice'}},
			{room: 'ops', seq: 1, msg: 'cafeteria'},
			{room: 'general', seq: 1, msg: 'The Café is open'},
		]);
		expect(textsOf(await search(bob, 'cafe', {room: 'OPS'}))).toEqual(['cafeteria']);
		expect(textsOf(await search(bob, 'cafe', {from: 'bob'}))).toEqual(['the CAFE again']);
		expect(textsOf(await search(bob, 'cafe', {before: server.clock.now()}))).toEqual([]);
		expect(textsOf(await search(bob, 'cafe', {room: 'nowhere'}))).toEqual([]);
	});

	test('goes on behind an earlier answer', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		await talk(alice, 'general', 120, 'word');
		const seqs: number[] = [];
		let more: string | undefined;
		do {
			const answer = await search(alice, 'word', more === undefined ? {} : {more});
			expect(answer.list.length).toBeLessThanOrEqual(limits.foundMessages);
			seqs.push(...seqsOf(answer));
			({more} = answer);
		} while (more !== undefined);
		expect(seqs).toEqual(range(1, 120).reverse());
	});

	test('shows nobody what is between others', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help', 'log']);
		const [alice, dana] = [await server.join('Alice', ['help']), await server.join('Dana', ['help'])];
		const bob = await server.join('Bob', ['general']);
		await alice.say('@Dana', 'secret one');
		await alice.say('help', 'secret two');
		await root.say('help', '@Dana: secret three');
		await root.say('help', 'no secret');
		const found = async (peer: Peer, request?: object): Promise<string[]> =>
			textsOf(await search(peer, 'secret', request));
		expect(await found(alice)).toEqual(['no secret', 'secret two', 'secret one']);
		expect(await found(dana)).toEqual(['no secret', '@Dana: secret three', 'secret one']);
		expect(await found(dana, {room: 'help'})).toEqual(['no secret', '@Dana: secret three']);
		expect(await found(dana, {room: '@alice'})).toEqual(['secret one']);
		expect(await found(root)).toEqual(['no secret', '@Dana: secret three', 'secret two']);
		expect(await found(bob)).toEqual(['no secret']);
		for (const [room, code] of [
			['help', 'NOT_IN_ROOM'],
			['log', 'NOT_IN_ROOM'],
			['@Eve', 'NO_SUCH_ID'],
		]) {
			bob.send({type: 'search', text: 'secret', room, nonce: 's'});
			expect(await bob.next('error')).toMatchObject({code, nonce: 's'});
		}
	});

	test('is not at its end because what was found is not for the searcher', async () => {
		await using server = startServer({desk: 'help', rate: false});
		const alice = await server.join('Alice', ['help']);
		const bob = await server.join('Bob', ['help']);
		await alice.say('help', 'word of alice');
		await talk(bob, 'help', 120, 'word');
		const answer = await search(alice, 'word');
		expect(textsOf(answer)).toEqual(['word of alice']);
	});

	describe('what is not for the searcher does not show', () => {
		/** What Alice is told of her own words, whatever Bob has said between them. */
		const foundBetween = async (secret: string, request: object): Promise<EventOf<'found'>> => {
			await using server = startServer({desk: 'help', rate: false});
			const alice = await server.join('Alice', ['help']);
			const bob = await server.join('Bob', ['help']);
			await bob.say('help', secret);
			await alice.say('help', 'pass one');
			await talk(bob, 'help', 60, secret);
			await alice.say('help', 'pass two');
			await bob.say('help', secret);
			const {nonce: _, ...answer} = await search(alice, 'pass', request);
			return answer as EventOf<'found'>;
		};

		test.each([{limit: 1}, {limit: 2}, {limit: 3}, {}])('in an answer to %o', async request => {
			const answer = await foundBetween('password', request);
			expect(textsOf(answer)).toEqual(['pass two', 'pass one'].slice(0, request.limit));
			expect('more' in answer).toBe(request.limit === 1);
			expect(seqsOf(answer)).toEqual(seqsOf(await foundBetween('something else', request)));
		});

		test('when somebody takes the name of one who was there before', async () => {
			await using server = startServer();
			const dana = await server.join('Dana');
			const alice = await server.join('Alice');
			await alice.say('@Dana', 'password');
			alice.reset();
			await dana.next('presence', ({left}) => left.length > 0);
			server.clock.advance(1);
			const mallory = await server.join('Alice');
			await mallory.say('@Dana', 'pass');
			for (const limit of [1, 2]) {
				const answer = await search(mallory, 'pass', {room: '@Dana', limit});
				expect(textsOf(answer)).toEqual(['pass']);
				expect(answer).not.toHaveProperty('more');
			}
		});

		test('and an answer goes on behind the last one that was told', async () => {
			await using server = startServer({desk: 'help', rate: false});
			const alice = await server.join('Alice', ['help']);
			const bob = await server.join('Bob', ['help']);
			for (let n = 1; n <= 5; n++) {
				await talk(bob, 'help', 30, 'word of bob');
				await alice.say('help', `word ${n}`);
			}
			const texts: string[] = [];
			for (let more: string | undefined = ''; more !== undefined; ) {
				const answer = await search(alice, 'word', {limit: 2, ...(more === '' ? {} : {more})});
				texts.push(...textsOf(answer));
				({more} = answer);
			}
			expect(texts).toEqual(
				range(1, 5)
					.reverse()
					.map(n => `word ${n}`),
			);
		});
	});

	test.each(['"', '*', '()', 'NEAR/2', 'a OR', '\u{1f3c4}', '-', '^x:y'])('%o is only words', async text => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'something else');
		expect((await search(alice, text)).list).toEqual([]);
	});

	test('finds no text that was taken back', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'tpyo');
		await alice.say('general', 'oops');
		alice.send(
			{type: 'edit', room: 'general', ref: 1, msg: 'typo'},
			{type: 'delete', room: 'general', ref: 2},
		);
		await alice.next('delete');
		expect((await search(alice, 'tpyo')).list).toEqual([]);
		expect((await search(alice, 'oops')).list).toEqual([]);
		expect(seqsOf(await search(alice, 'typo'))).toEqual([1]);
	});
});
