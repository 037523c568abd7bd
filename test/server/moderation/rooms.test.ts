import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {ask, comeIn, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer} from '../../helpers/peer.ts';

const join = async (peer: Peer, room: string): Promise<{type: string; code?: unknown}> =>
	await ask(peer, {type: 'join', room});

const roomsOf = async (peer: Peer): Promise<string[]> => {
	const {list} = await ask<EventOf<'rooms'>>(peer, {type: 'rooms'});
	return list.map(({room, mode = 'open'}) => (mode === 'open' ? room : `${room} (${mode})`)).sort();
};

const found = async (peer: Peer, text: string, room?: string): Promise<unknown> => {
	const answer = await ask(peer, {type: 'search', text, room});
	return answer.type === 'error' ? answer.code : (answer.list as Array<{msg: string}>).map(({msg}) => msg);
};

type Den = {server: TestServer; rita: Peer; mia: Peer; max: Peer; gus: Peer; root: Peer};

/** Rita's room den, to which Mia and one has to be invited. Max and the guest Gus are elsewhere. */
const makeDen = async (): Promise<Den> => {
	const server = startServer();
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	const mia = await comeIn(server, 'Mia', {rooms: ['den', 'general']});
	const max = await comeIn(server, 'Max');
	const gus = await server.join('Gus');
	const root = await server.operator('Root');
	await rita.say('den', 'the secret word');
	await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
	for (const peer of [rita, mia, max, gus, root]) await peer.sync();
	return {server, rita, mia, max, gus, root};
};

describe('a new room', () => {
	test('is its maker’s, if they own their name', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita');
		rita.send({type: 'join', room: 'ops'});
		expect(await rita.next('room', ({room}) => room === 'ops')).toMatchObject({rank: 'owner'});
		expect((await rita.next('members', ({room}) => room === 'ops')).list).toEqual([
			{id: 'Rita', rank: 'owner'},
		]);
		const gus = await server.join('Gus', ['den']);
		const max = await comeIn(server, 'Max', {rooms: ['den']});
		for (const peer of [gus, max])
			expect(await ask(peer, {type: 'lock', room: 'den', mode: 'read-only'})).toMatchObject({
				code: 'OPERATORS_ONLY',
			});
	});

	test('that nobody spoke in goes when it is empty, and so does its owner', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['ops']});
		await ask(rita, {type: 'leave', room: 'ops'});
		const max = await comeIn(server, 'Max', {rooms: ['ops']});
		expect(await ask(max, {type: 'lock', room: 'ops', mode: 'read-only'})).toMatchObject({type: 'done'});
	});

	test.each(['say', 'topic'])('stays its owner’s after a %s, also over a restart', async how => {
		const journal = new MemoryJournal();
		const key = makeKey();
		const server = startServer({journal});
		const rita = await comeIn(server, 'Rita', {key, rooms: ['ops']});
		if (how === 'say') await rita.say('ops', 'hello');
		else await ask(rita, {type: 'topic', room: 'ops', topic: 'x'});
		await ask(rita, {type: 'leave', room: 'ops'});
		await server[Symbol.asyncDispose]();
		await using again = startServer({journal});
		const max = await comeIn(again, 'Max', {rooms: ['ops']});
		expect(await ask(max, {type: 'lock', room: 'ops', mode: 'read-only'})).toMatchObject({
			code: 'OPERATORS_ONLY',
		});
		const back = await comeIn(again, 'Rita', {key, rooms: ['ops']});
		expect(await ask(back, {type: 'lock', room: 'ops', mode: 'read-only'})).toMatchObject({type: 'done'});
	});

	test('of which there is history, and no owner, becomes nobody’s', async () => {
		await using server = startServer();
		const gus = await server.join('Gus', ['ops']);
		await gus.say('ops', 'mine');
		await ask(gus, {type: 'leave', room: 'ops'});
		const max = await comeIn(server, 'Max', {rooms: ['ops']});
		expect(await ask(max, {type: 'lock', room: 'ops', mode: 'read-only'})).toMatchObject({
			code: 'OPERATORS_ONLY',
		});
	});

	test('is refused when there are as many as there may be', async () => {
		await using server = startServer({bounds: {rooms: 2}});
		const max = await comeIn(server, 'Max');
		expect(await join(max, 'one')).toMatchObject({type: 'room'});
		expect(await join(max, 'two')).toMatchObject({code: 'SERVER_FULL_OF'});
		expect(await join(max, 'ONE')).toMatchObject({type: 'room'});
	});
});

describe('a room to which one has to be invited', () => {
	test('keeps those who were in it, and puts guests out', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key, rooms: ['den']});
		const gus = await server.join('Gus', ['den']);
		await rita.say('den', 'x');
		expect(await ask(rita, {type: 'lock', room: 'den', mode: 'invited'})).toMatchObject({type: 'done'});
		expect(await mia.next('mode')).toMatchObject({room: 'den', id: 'Rita', mode: 'invited'});
		expect(await gus.next('gone')).toMatchObject({room: 'den', why: 'kicked'});
		expect(await join(gus, 'den')).toMatchObject({code: 'ROOM_INVITED'});
		mia.reset();
		await mia.closed;
		const back = await comeIn(server, 'Mia', {key, rooms: ['den']});
		expect(await back.say('den', 'still here')).toMatchObject({room: 'den'});
	});

	test('keeps also those who are away', async () => {
		await using server = startServer();
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key, rooms: ['den']});
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		const root = await server.operator('Root');
		await rita.say('den', 'x');
		mia.reset();
		await mia.closed;
		await rita.sync();
		expect(await ask(root, {type: 'lock', room: 'den', mode: 'invited'})).toMatchObject({type: 'done'});
		const back = await comeIn(server, 'Mia', {key});
		expect(await join(back, 'den')).toMatchObject({type: 'room', mode: 'invited'});
	});

	test('is there for its members and operators only: not on lists, not in searches, not to be read', async () => {
		const {server, mia, max, gus, root} = await makeDen();
		await using _ = server;
		for (const peer of [max, gus]) {
			expect(await join(peer, 'den')).toMatchObject({code: 'ROOM_INVITED'});
			expect(await roomsOf(peer)).toEqual(['general']);
			expect(await found(peer, 'secret')).toEqual([]);
			expect(await found(peer, 'secret', 'DEN')).toBe('ROOM_INVITED');
			expect(await ask(peer, {type: 'history', room: 'den', after: 0})).toMatchObject({code: 'NOT_IN_ROOM'});
			expect(await ask(peer, {type: 'who', room: 'den'})).toMatchObject({list: []});
			expect(await ask(peer, {type: 'whois', id: 'Mia'})).toMatchObject({rooms: ['general']});
		}
		for (const peer of [mia, root]) {
			expect(await roomsOf(peer)).toEqual(expect.arrayContaining(['den (invited)', 'general']));
			expect(await found(peer, 'secret')).toEqual(['the secret word']);
			expect(await found(peer, 'secret', 'den')).toEqual(['the secret word']);
		}
		expect(await join(root, 'den')).toMatchObject({type: 'room'});
	});

	test('stays so when nobody is in it, and over a restart', async () => {
		const journal = new MemoryJournal();
		const server = startServer({journal});
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
		await ask(rita, {type: 'leave', room: 'den'});
		const max = await comeIn(server, 'Max');
		expect(await join(max, 'den')).toMatchObject({code: 'ROOM_INVITED'});
		await server[Symbol.asyncDispose]();
		await using again = startServer({journal});
		const gus = await again.join('Gus');
		expect(await join(gus, 'den')).toMatchObject({code: 'ROOM_INVITED'});
		expect(await found(gus, 'x', 'den')).toBe('ROOM_INVITED');
	});

	test('is opened to somebody by anybody in it, who is told', async () => {
		const {server, mia, max} = await makeDen();
		await using _ = server;
		expect(await ask(mia, {type: 'invite', id: 'max', room: 'DEN'})).toMatchObject({type: 'done'});
		expect(await max.next('invited')).toEqual({
			type: 'invited',
			room: 'den',
			id: 'Mia',
			ts: server.clock.now(),
		});
		expect(await join(max, 'den')).toMatchObject({type: 'room'});
		await max.next('message', ({msg}) => msg === 'the secret word');
	});

	test('is not opened by those outside, nor to guests', async () => {
		const {server, mia, max} = await makeDen();
		await using _ = server;
		expect(await ask(max, {type: 'invite', id: 'Max', room: 'den'})).toMatchObject({code: 'NOT_IN_ROOM'});
		expect(await ask(max, {type: 'invite', room: 'den'})).toMatchObject({code: 'ROOM_INVITED'});
		expect(await ask(mia, {type: 'invite', id: 'Gus', room: 'den'})).toMatchObject({code: 'NO_SUCH_ACCOUNT'});
		expect(await ask(mia, {type: 'invite', id: 'Eve', room: 'den'})).toMatchObject({code: 'NO_SUCH_ACCOUNT'});
	});

	test('lets nobody back in who was put out', async () => {
		const {server, rita, mia} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'kick', id: 'Mia', room: 'den', reason: 'noise'});
		expect(await mia.next('gone')).toEqual({type: 'gone', room: 'den', why: 'kicked', text: 'noise'});
		expect(await join(mia, 'den')).toMatchObject({code: 'ROOM_INVITED'});
	});

	test('takes as many as there may be', async () => {
		await using server = startServer({bounds: {roomInvited: 1}});
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		await comeIn(server, 'Max');
		await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
		expect(await ask(rita, {type: 'invite', id: 'Max', room: 'den'})).toMatchObject({code: 'SERVER_FULL_OF'});
	});

	test('is for everybody again once it is open', async () => {
		const {server, rita, gus} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'lock', room: 'den', mode: 'open'});
		expect(await join(gus, 'den')).toMatchObject({type: 'room'});
		expect(await found(gus, 'secret')).toEqual(['the secret word']);
	});
});

describe('a room to read', () => {
	const makeNews = async (): Promise<Den> => {
		const server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['news']});
		const mia = await comeIn(server, 'Mia', {rooms: ['news']});
		const max = await comeIn(server, 'Max', {rooms: ['news']});
		const gus = await server.join('Gus', ['news']);
		const root = await server.operator('Root', ['news']);
		await mia.say('news', 'before');
		await ask(rita, {type: 'lock', room: 'news', mode: 'read-only'});
		return {server, rita, mia, max, gus, root};
	};

	test('has its operators speak, and nobody else', async () => {
		const {server, rita, mia, gus, root} = await makeNews();
		await using _ = server;
		expect(await rita.next('mode')).toEqual({
			type: 'mode',
			room: 'news',
			id: 'Rita',
			mode: 'read-only',
			ts: server.clock.now(),
		});
		expect(await gus.next('mode')).toMatchObject({readOnly: true});
		for (const request of [
			{type: 'say', room: 'news', msg: 'x'},
			{type: 'edit', room: 'news', ref: 1, msg: 'x'},
			{type: 'react', room: 'news', ref: 1, emoji: '👍'},
			{type: 'topic', room: 'news', topic: 'x'},
			{type: 'typing', room: 'news'},
		])
			expect(await ask(mia, request)).toMatchObject({code: 'ROOM_QUIET'});
		for (const peer of [rita, root]) await peer.say('news', 'heard');
		await gus.next('message', ({msg}) => msg === 'heard');
	});

	test('lets one take back what one said', async () => {
		const {server, mia} = await makeNews();
		await using _ = server;
		expect(await ask(mia, {type: 'delete', room: 'news', ref: 1})).toMatchObject({type: 'ack'});
	});

	test('tells newcomers so, and whoever may speak from now on', async () => {
		const {server, rita, mia} = await makeNews();
		await using _ = server;
		const eve = await server.join('Eve', []);
		eve.send({type: 'join', room: 'news'});
		expect(await eve.next('room')).toMatchObject({mode: 'read-only', readOnly: true});
		await mia.sync();
		await ask(rita, {type: 'role', id: 'Mia', role: 'operator', room: 'news'});
		expect(await mia.next('role')).toMatchObject({id: 'Mia', role: 'operator', room: 'news', by: 'Rita'});
		expect((await mia.next('mode')).readOnly).toBeUndefined();
		await mia.say('news', 'now I may');
	});
});

describe('operators of a room', () => {
	test('are shown as such there, and nowhere else', async () => {
		const {server, rita, mia} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'role', id: 'Mia', role: 'operator', room: 'den'});
		expect(await ask(rita, {type: 'who', room: 'den'})).toMatchObject({
			list: [
				{id: 'Mia', rank: 'operator'},
				{id: 'Rita', rank: 'owner'},
			],
		});
		expect(await ask(mia, {type: 'who', room: 'general'})).toMatchObject({
			list: expect.arrayContaining([{id: 'Mia'}]),
		});
		expect(await ask(mia, {type: 'whois', id: 'Mia'})).toMatchObject({role: 'member'});
	});

	test('delete what others said there', async () => {
		const {server, rita, mia} = await makeDen();
		await using _ = server;
		await mia.say('den', 'rude');
		expect(await ask(rita, {type: 'delete', room: 'den', ref: 2})).toMatchObject({type: 'ack'});
		await mia.say('general', 'fine');
		await join(rita, 'general');
		expect(await ask(rita, {type: 'delete', room: 'general', ref: 1})).toMatchObject({code: 'NOT_YOURS'});
	});

	test('ban from it, by name, for a time; the banned one reads nothing of it', async () => {
		const {server, rita, max} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'lock', room: 'den', mode: 'open'});
		await join(max, 'den');
		await max.next('live', ({room}) => room === 'den');
		expect(
			await ask(rita, {type: 'ban', subject: 'max', room: 'den', ms: 20_000, reason: 'rude'}),
		).toMatchObject({type: 'done'});
		expect(await max.next('gone')).toEqual({type: 'gone', room: 'den', why: 'banned', text: 'rude'});
		expect(await join(max, 'den')).toMatchObject({
			code: 'ROOM_BANNED',
			text: 'You are banned from #den until 2026-11-21 14:01 UTC: rude',
		});
		expect(await found(max, 'secret')).toEqual([]);
		expect(await found(max, 'secret', 'den')).toBe('ROOM_BANNED');
		await max.say('general', 'here still');
		server.clock.advance(20_000);
		expect(await join(max, 'den')).toMatchObject({type: 'room'});
	});

	test('ban no addresses: they do not see them', async () => {
		const {server, rita} = await makeDen();
		await using _ = server;
		expect(await ask(rita, {type: 'ban', subject: '192.0.2.1', room: 'den'})).toMatchObject({
			code: 'OPERATORS_ONLY',
		});
	});

	test('list the bans of it, and of nothing else', async () => {
		const {server, rita, root} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'mute', subject: 'Trudy', room: 'den'});
		await ask(root, {type: 'ban', subject: 'Mallory'});
		expect(await ask(rita, {type: 'bans', room: 'den'})).toMatchObject({
			list: [{effect: 'mute', subject: 'Trudy', by: 'Rita', room: 'den'}],
		});
		expect(await ask(rita, {type: 'bans'})).toMatchObject({code: 'OPERATORS_ONLY'});
		expect((await ask(root, {type: 'bans'})).list).toHaveLength(2);
	});

	test('lift what they made, and not what was made above them', async () => {
		const {server, rita, mia, root} = await makeDen();
		await using _ = server;
		await ask(rita, {type: 'role', id: 'Mia', role: 'operator', room: 'den'});
		await ask(root, {type: 'ban', subject: 'Trudy', room: 'den'});
		await ask(mia, {type: 'ban', subject: 'Eve', room: 'den'});
		expect(await ask(rita, {type: 'unban', subject: 'Trudy', room: 'den'})).toMatchObject({
			code: 'NOT_ALLOWED',
		});
		expect(await ask(rita, {type: 'ban', subject: 'Trudy', room: 'den', ms: 1000})).toMatchObject({
			code: 'NOT_ALLOWED',
		});
		expect(await ask(rita, {type: 'unban', subject: 'EVE', room: 'den'})).toMatchObject({type: 'done'});
		expect(await ask(rita, {type: 'unban', subject: 'Eve', room: 'den'})).toMatchObject({
			code: 'NO_SUCH_ENTRY',
		});
	});
});

test.each([
	[{type: 'lock', room: 'general', mode: 'invited'}, 'NOT_ALLOWED'],
	[{type: 'lock', room: 'log', mode: 'open'}, 'READ_ONLY'],
	[{type: 'lock', room: 'help', mode: 'invited'}, 'NOT_ALLOWED'],
	[{type: 'lock', room: 'nowhere', mode: 'invited'}, 'NOT_IN_ROOM'],
	[{type: 'ban', subject: 'Eve', room: 'nowhere'}, 'NOT_IN_ROOM'],
	[{type: 'role', id: 'Eve', role: 'operator'}, 'NO_SUCH_ACCOUNT'],
	[{type: 'role', id: 'Max', role: 'guest'}, 'BAD_REQUEST'],
	[{type: 'invite', id: 'Max'}, 'BAD_REQUEST'],
	[{type: 'invite', id: 'Eve', room: 'general'}, 'NO_SUCH_ID'],
])('%o is refused also to the owner: %s', async (request, code) => {
	await using server = startServer({desk: 'help'});
	await comeIn(server, 'Max');
	const root = await server.operator('Root', ['general', 'help', 'log']);
	expect(await ask(root, request)).toMatchObject({code});
});
