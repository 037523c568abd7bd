/** Older pages, visits and searches: what is asked for, and what the state makes of the answers. */
import {describe, expect, test} from 'vitest';
import {lineAt} from '../../source/client/log.ts';
import {numberOf, shownLog} from '../../source/client/select.ts';
import type {EntryEvent, Room} from '../../source/client/state.ts';
import type {Event, RequestOf} from '../../source/protocol/messages.ts';
import {ModelJournal} from './model-journal.ts';
import {Bench, type ScriptedPeer} from './scripted-server.ts';

const limit = 100;

/** A room of so many messages, of which a client holds the newest ones. */
class Library {
	readonly bench = new Bench();
	readonly journal = new ModelJournal();
	peer!: ScriptedPeer;

	/** @param count messages that there are @param held of them, at the client */
	static async open(count: number, held: number): Promise<Library> {
		const library = new Library();
		for (let number = 1; number <= count; number++) library.journal.say('Bob', `message ${number}`);
		const connected = library.bench.client.connect();
		const peer = await library.bench.peer();
		await peer.next('hello');
		peer.send(
			{
				type: 'welcome',
				v: 1,
				id: 'Alice',
				server: '',
				journal: 'j',
				token: 't',
				time: 0,
				limits: {},
			},
			{type: 'room', room: 'general', members: 1},
			...library.journal.after(count - held),
			{type: 'live', room: 'general', seq: count},
		);
		await connected;
		await library.bench.until(({rooms}) => rooms.get('general')!.live);
		library.peer = peer;
		return library;
	}

	get room(): Room {
		return this.bench.client.state.rooms.get('general')!;
	}

	/** What is held, by its texts. */
	get texts(): string[] {
		return this.room.log.chunks.flat().flatMap(line => (line.type === 'message' ? [line.msg] : []));
	}

	get visited(): string[] {
		return shownLog(this.room)
			.chunks.flat()
			.flatMap(line => (line.type === 'message' ? [line.msg] : []));
	}

	/** Answers the next history request as a server does, in two events. */
	async answer(): Promise<RequestOf<'history'>> {
		const request = await this.peer.next('history');
		const {nonce, before, after, around = 0} = request;
		const page =
			before !== undefined
				? this.journal.page({before}, limit)
				: after !== undefined
					? this.journal.page({after}, limit)
					: this.#around(around);
		const list = page.list as EntryEvent[];
		const half = Math.floor(list.length / 2);
		const flags = {
			...(page.first ? {first: true as const} : {}),
			...(page.last ? {last: true as const} : {}),
		};
		this.peer.send(
			{type: 'page', room: 'general', list: list.slice(0, half)},
			{type: 'page', room: 'general', list: list.slice(half), ...flags, nonce},
		);
		return request;
	}

	#around(place: number): ReturnType<ModelJournal['page']> {
		const older = this.journal.page({before: place + 1}, limit / 2);
		const newer = this.journal.page({after: place}, limit / 2);
		return {list: [...older.list, ...newer.list], first: older.first, last: newer.last};
	}

	tell(...events: readonly Event[]): void {
		this.peer.send(...events);
	}
}

const range = (from: number, to: number): string[] =>
	Array.from({length: to - from + 1}, (_, index) => `message ${from + index}`);

describe('older pages', () => {
	test('stand in front of what is held, which keeps its numbers, to the first message ever', async () => {
		const library = await Library.open(330, 50);
		const {client} = library.bench;
		const number = numberOf(library.room, 300)!;
		for (const [before, oldest] of [
			[281, 181],
			[181, 81],
			[81, 1],
		]) {
			const older = client.older('general');
			expect(await library.answer()).toMatchObject({room: 'general', before});
			expect(await older).toBe(true);
			expect(library.texts).toEqual(range(oldest!, 330));
		}
		expect(lineAt(library.room.log, number)).toMatchObject({seq: 300});
		expect(library.room.complete).toBe(true);
		expect(await client.older('general')).toBe(false);
		expect(library.peer.unheard).toEqual([]);
	});

	test('are asked for once at a time, however often one scrolls', async () => {
		const library = await Library.open(330, 50);
		const {client} = library.bench;
		const both = [client.older('general'), client.older('general')];
		await library.answer();
		expect(await Promise.all(both)).toEqual([true, true]);
		expect(library.peer.unheard).toEqual([]);
		expect(library.texts).toEqual(range(181, 330));
	});

	test('are gone over when they only hold what happened to others', async () => {
		const library = await Library.open(10, 0);
		for (let number = 0; number < 250; number++) library.journal.react(10, 'Bob', '👍', number % 2 === 1);
		library.tell(...library.journal.after(10));
		await library.bench.until(({rooms}) => rooms.get('general')!.seq === 260);
		library.bench.client.store.dispatch({type: 'clear', target: 'general'});
		const older = library.bench.client.older('general');
		for (const before of [261, 161, 61]) expect((await library.answer()).before).toBe(before);
		expect(await older).toBe(true);
		expect(library.texts).toEqual(range(1, 10));
	});

	test('of a conversation that was just opened begin with the newest one', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		bench.client.store.dispatch({type: 'open', target: '@Dana'});
		const older = bench.client.older('@Dana');
		const {nonce, room} = await peer.next('history');
		const said = {type: 'message', room: '@Alice', id: 'Dana', ts: 1} as const;
		// Something new comes while the page is on its way.
		peer.send(
			{...said, seq: 8, msg: 'new'},
			{type: 'page', room, list: [6, 7].map(seq => ({...said, seq, msg: 'old'})), last: true, nonce},
		);
		expect(await older).toBe(true);
		const {log, seq, oldest, complete} = bench.client.state.rooms.get('@dana')!;
		expect(log.chunks.flat().map(line => line.type === 'message' && line.seq)).toEqual([6, 7, 8]);
		expect({seq, oldest, complete}).toEqual({seq: 8, oldest: 6, complete: false});
	});

	test('that come late for a window that was emptied meanwhile are left out', async () => {
		const library = await Library.open(330, 50);
		const older = library.bench.client.older('general');
		library.bench.client.store.dispatch({type: 'clear', target: 'general'});
		await library.answer();
		expect(await older).toBe(false);
		expect(library.texts).toEqual([]);
	});

	test('that cannot be read are said so once, and asked for again later', async () => {
		const library = await Library.open(330, 50);
		const {client, clock} = library.bench;
		const older = client.older('general');
		const {nonce} = await library.peer.next('history');
		library.tell({type: 'error', code: 'HISTORY_LOST', text: 'The disk is gone.', nonce});
		expect(await older).toBe(false);
		expect(library.room.log.chunks.flat().at(-1)).toMatchObject({type: 'note', text: 'The disk is gone.'});
		expect(await client.older('general')).toBe(false);
		expect(library.peer.unheard).toEqual([]);
		clock.advance(5_000);
		const again = client.older('general');
		await library.answer();
		expect(await again).toBe(true);
	});

	test('that are empty although there is more are a failure, and not asked for again at once', async () => {
		const library = await Library.open(330, 50);
		const older = library.bench.client.older('general');
		const {nonce} = await library.peer.next('history');
		library.tell({type: 'page', room: 'general', list: [], nonce});
		expect(await older).toBe(false);
		expect(await library.bench.client.older('general')).toBe(false);
		expect(library.peer.unheard).toEqual([]);
		expect(library.room.log.chunks.flat().at(-1)).toMatchObject({type: 'note', tone: 'error'});
	});

	test('end with the link, without a word of their own', async () => {
		const library = await Library.open(330, 50);
		const older = library.bench.client.older('general');
		await library.peer.next('history');
		library.peer.reset();
		expect(await older).toBe(false);
		expect(await library.bench.client.older('general')).toBe(false);
		expect(library.texts).toEqual(range(281, 330));
		expect(library.room.log.chunks.flat().some(({type}) => type === 'note')).toBe(false);
	});

	test('tell where the unread messages begin, when those were more than were held', async () => {
		const library = await Library.open(330, 50);
		library.bench.client.unreadFrom('general', 290);
		expect(library.room.marker).toBe(numberOf(library.room, 290));
		library.bench.client.unreadFrom('general', 200);
		expect(library.room.read).toBe(library.room.log.start);
		const loading = library.bench.client.older('general');
		await library.answer();
		await loading;
		expect(library.room.read).toBe(numberOf(library.room, 200));
	});
});

describe('a visit', () => {
	test('shows the part around a message, and grows on both sides until it is the room again', async () => {
		const library = await Library.open(1_000, 50);
		const {client} = library.bench;
		const visit = client.visit('general', 400);
		expect(await library.answer()).toMatchObject({around: 400});
		expect(await visit).toBe(true);
		expect(library.visited).toEqual(range(351, 450));
		expect(library.room.visit).toMatchObject({seq: 400, complete: false, current: false});
		const older = client.older('general');
		expect(await library.answer()).toMatchObject({before: 351});
		expect(await older).toBe(true);
		expect(library.visited).toEqual(range(251, 450));
		for (const after of [450, 550, 650, 750, 850]) {
			const newer = client.newer('general');
			expect(await library.answer()).toMatchObject({after});
			expect(await newer).toBe(true);
		}
		// From here on the room holds it all.
		expect(await client.newer('general')).toBe(true);
		expect(library.peer.unheard).toEqual([]);
		expect(library.visited).toEqual(range(251, 1_000));
		expect(library.room.visit?.current).toBe(true);
		expect(await client.newer('general')).toBe(false);
		expect(library.texts).toEqual(range(951, 1_000));
		client.endVisit('general');
		expect(library.room.visit).toBeUndefined();
	});

	test('goes on with what is said while one is at its end', async () => {
		const library = await Library.open(200, 50);
		const {client} = library.bench;
		const visit = client.visit('general', 140);
		await library.answer();
		await visit;
		expect(await client.newer('general')).toBe(true);
		library.tell(library.journal.say('Bob', 'message 201'));
		await library.bench.until(({rooms}) => rooms.get('general')!.seq === 201);
		expect(library.visited.at(-1)).toBe('message 200');
		expect(await client.newer('general')).toBe(true);
		expect(library.visited.at(-1)).toBe('message 201');
	});

	test('to a message that is held needs none', async () => {
		const library = await Library.open(330, 50);
		expect(await library.bench.client.visit('general', 300)).toBe(true);
		expect(library.room.visit).toBeUndefined();
		expect(library.peer.unheard).toEqual([]);
	});

	test('that is asked for later makes an earlier one void', async () => {
		const library = await Library.open(1_000, 50);
		const {client} = library.bench;
		const visits = [client.visit('general', 100), client.visit('general', 500)];
		await library.answer();
		await library.answer();
		expect(await Promise.all(visits)).toEqual([false, true]);
		expect(library.room.visit?.seq).toBe(500);
		const gone = client.visit('general', 100);
		client.endVisit('general');
		await library.answer();
		expect(await gone).toBe(false);
		expect(library.room.visit).toBeUndefined();
	});

	test('shows what happens to its messages', async () => {
		const library = await Library.open(1_000, 50);
		const visit = library.bench.client.visit('general', 400);
		const edited = library.journal.edit(400, 'better');
		library.tell(edited);
		await library.answer();
		await visit;
		library.tell(library.journal.remove(401, 'Root'), library.journal.react(402, 'Carol', '👍', false));
		await library.bench.until(({rooms}) => rooms.get('general')!.seq === 1_003);
		const line = (seq: number) =>
			library.room.visit!.log.chunks.flat().find(one => one.type === 'message' && one.seq === seq);
		expect(line(400)).toMatchObject({msg: 'better', edited: {seq: 1_001}});
		expect(line(401)).toMatchObject({msg: '', deleted: {id: 'Root'}});
		expect(line(402)).toMatchObject({msg: 'message 402'});
	});
});

describe('a program', () => {
	test('reads pages and finds messages, and the state stays as it is', async () => {
		const library = await Library.open(330, 50);
		const {client} = library.bench;
		const {state} = client;
		const page = client.history('general', {after: 3, limit: 2});
		expect(await library.answer()).toMatchObject({after: 3, limit: 2});
		expect((await page).list[0]).toMatchObject({seq: 4});
		const found = client.search({text: 'mess', room: 'general', more: undefined});
		const request = await library.peer.next('search');
		expect(request).toEqual({type: 'search', text: 'mess', room: 'general', nonce: request.nonce});
		const message = library.journal.page({after: 0}, 1).list[0]!;
		library.tell(
			{type: 'found', list: [message, {type: 'later version'}]},
			{type: 'found', list: [message], more: 'further', nonce: request.nonce},
		);
		expect(await found).toEqual({messages: [message, message], more: 'further'});
		expect(client.state).toBe(state);
	});

	test('is told why nothing can be found', async () => {
		const library = await Library.open(1, 1);
		const found = library.bench.client.search({text: 'x'});
		const {nonce} = await library.peer.next('search');
		library.tell({type: 'error', code: 'HISTORY_LOST', text: 'Gone.', nonce});
		await expect(found).rejects.toMatchObject({code: 'HISTORY_LOST'});
	});

	test('replies, edits, deletes and reacts, and is told the place of each', async () => {
		const library = await Library.open(1, 1);
		const {client} = library.bench;
		const done = Promise.all([
			client.say('general', 'yes', {ref: 1}),
			client.edit('general', 1, 'better'),
			client.react('general', 1, '👍'),
			client.react('general', 1, '👍', {off: true}),
			client.remove('general', 1),
		]);
		const requests = [
			await library.peer.next('say'),
			await library.peer.next('edit'),
			await library.peer.next('react'),
			await library.peer.next('react'),
			await library.peer.next('delete'),
		];
		expect(requests).toMatchObject([
			{msg: 'yes', ref: 1},
			{msg: 'better', ref: 1},
			{emoji: '👍', ref: 1},
			{emoji: '👍', off: true},
			{ref: 1},
		]);
		expect(library.room.pending.map(({change}) => change)).toEqual([
			undefined,
			'edit',
			'react',
			'react',
			'delete',
		]);
		library.tell(
			...requests.map(
				({nonce}, index): Event => ({type: 'ack', nonce: nonce!, room: 'general', seq: index + 2, ts: 5}),
			),
		);
		expect((await done).map(({seq}) => seq)).toEqual([2, 3, 4, 5, 6]);
	});
});
