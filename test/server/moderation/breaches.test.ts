/** What somebody tried who took the server apart: names, rooms and accounts cost nothing, and must not buy anything. */
import {expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import {parseInvitation} from '../../../source/protocol/invitation.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {usualBounds} from '../../../source/server/bounds.ts';
import {ask, comeIn, knock, makeKey, type TestKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../../helpers/peer.ts';

const tokenIn = (link: unknown): string => parseInvitation(String(link)).token!;

/** Comes again, by another connection. */
const comeAgain = async (
	server: TestServer,
	peer: Peer,
	id: string,
	hello: {key: TestKey; invite: string},
) => {
	peer.reset();
	await peer.closed;
	const again = knock(server, id, hello);
	return {again, welcome: await again.next('welcome')};
};

const heardIn = async (peer: Peer): Promise<unknown[]> =>
	(await peer.sync()).filter(({type}) => type === 'message').map(event => (event as EventOf<'message'>).msg);

/** What is answered to each of many. */
const askMany = async (peer: Peer, many: number, make: (n: number) => object): Promise<string[]> => {
	const types: string[] = [];
	for (let n = 0; n < many; n++) types.push((await ask(peer, make(n))).type);
	return types;
};

const doneIn = (types: readonly string[]): number => types.filter(type => type === 'done').length;

test('the owners of rooms leave operators half of all bans, and other rooms some', async () => {
	await using server = startServer({bounds: {bans: 100}, rate: false});
	const root = await server.operator('Root');
	const mallory = await comeIn(server, 'Mallory', {rooms: ['den']});
	const ban = (room: string) => (n: number) => ({type: 'ban', subject: `x${n}`, room});
	expect(doneIn(await askMany(mallory, 20, ban('den')))).toBe(5);
	for (let room = 0; room < 20; room++) {
		await ask(mallory, {type: 'join', room: `den${room}`});
		await askMany(mallory, 6, ban(`den${room}`));
	}
	const {list} = await ask<EventOf<'bans'>>(root, {type: 'bans'});
	expect(list).toHaveLength(50);
	await comeIn(server, 'Eve');
	expect(doneIn(await askMany(root, 60, n => ({type: 'ban', subject: `y${n}`})))).toBe(50);
});

test('members leave operators some of the invitations', async () => {
	const bounds = {invites: 20, invitesPerPerson: 10};
	await using server = startServer({closed: true, entry: 'open sesame', bounds, rate: false});
	const root = await server.operator('Root');
	for (const id of ['Ann', 'Bob', 'Cleo'])
		await askMany(await comeIn(server, id, {entry: 'open sesame'}), 10, () => ({type: 'invite'}));
	expect(await ask(root, {type: 'invite'})).toMatchObject({type: 'invite'});
});

test('nobody pushes what operators did out of the audit trail', async () => {
	await using server = startServer({bounds: {audit: 150}, rate: false});
	const root = await server.operator('Root');
	await ask(root, {type: 'ban', subject: 'Eve', reason: 'spam'});
	const mallory = await comeIn(server, 'Mallory', {rooms: ['den']});
	const modes = ['open', 'read-only'];
	await askMany(mallory, 2100, n => ({type: 'lock', room: 'den', mode: modes[(n + 1) % 2]}));
	const actions: string[] = [];
	for (let more: string | undefined, isFirst = true; isFirst || more !== undefined; isFirst = false) {
		const page = await ask<EventOf<'audit'>>(root, {type: 'audit', more});
		actions.push(...page.list.map(({action}) => action));
		more = page.more;
	}
	expect(actions).toContain('ban');
	expect(actions.filter(action => action === 'lock').length).toBeLessThan(100);
});

test('locked rooms in which nothing was said do not pile up', async () => {
	await using server = startServer({rate: false});
	const mallory = await comeIn(server, 'Mallory');
	let locked = 0;
	for (let n = 0; n < 60; n++) {
		const room = `r${n}`;
		await ask(mallory, {type: 'join', room});
		locked += doneIn([(await ask(mallory, {type: 'lock', room, mode: 'invited'})).type]);
		await ask(mallory, {type: 'leave', room});
	}
	expect(locked).toBe(20);
	// One in which something is said is another matter.
	await ask(mallory, {type: 'join', room: 'talk'});
	await mallory.say('talk', 'hi');
	expect(await ask(mallory, {type: 'lock', room: 'talk', mode: 'invited'})).toMatchObject({type: 'done'});
});

test('an invitation counts each guest, also one who shows the token of another', async () => {
	await using server = startServer({closed: true});
	const root = await server.operator('Root');
	const invite = tokenIn((await ask(root, {type: 'invite', uses: 2})).link);
	const bob = server.peer({secure: true});
	bob.send({type: 'hello', v: 1, id: 'Bob', invite});
	const {token} = await bob.next('welcome');
	const outcomes: string[] = [];
	for (const id of ['Carol', 'Dave', 'Erin']) {
		const peer = server.peer({secure: true});
		peer.send({type: 'hello', v: 1, id, invite, token, nonce: 'n'});
		outcomes.push((await peer.answer('n')).type);
	}
	expect(outcomes).toEqual(['welcome', 'error', 'error']);
});

test('whoever is no operator any more is out of the rooms that they are not invited to', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const olga = await comeIn(server, 'Olga');
	await ask(root, {type: 'role', id: 'Olga', role: 'operator'});
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
	await ask(olga, {type: 'join', room: 'den'});
	await ask(root, {type: 'role', id: 'Olga', role: 'member'});
	await rita.say('den', 'secret');
	expect(await heardIn(olga)).toEqual([]);
	expect(await ask(olga, {type: 'history', room: 'den', before: 2})).toMatchObject({code: 'NOT_IN_ROOM'});
});

test('and so is whoever was operator of that room alone', async () => {
	await using server = startServer();
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
	const otto = await comeIn(server, 'Otto');
	await ask(rita, {type: 'role', id: 'Otto', role: 'operator', room: 'den'});
	await ask(otto, {type: 'join', room: 'den'});
	await ask(rita, {type: 'role', id: 'Otto', role: 'member', room: 'den'});
	await rita.say('den', 'secret');
	expect(await heardIn(otto)).toEqual([]);
});

test('nobody is made operator twice by one invitation', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const invite = tokenIn((await ask(root, {type: 'invite', role: 'operator'})).link);
	const key = makeKey();
	const mallory = await comeIn(server, 'Mallory', {key, invite});
	await ask(root, {type: 'role', id: 'Mallory', role: 'member'});
	const {welcome} = await comeAgain(server, mallory, 'Mallory', {key, invite});
	expect(welcome.role).toBe('member');
	const other = knock(server, 'Olga', {invite});
	expect((await other.next('welcome')).role).toBe('operator');
});

test('nobody comes back by an invitation into a room that they were put out of', async () => {
	await using server = startServer();
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
	const invite = tokenIn((await ask(rita, {type: 'invite', room: 'den'})).link);
	const key = makeKey();
	const mallory = await comeIn(server, 'Mallory', {key, invite, rooms: ['den']});
	await ask(rita, {type: 'kick', id: 'Mallory', room: 'den'});
	const {again} = await comeAgain(server, mallory, 'Mallory', {key, invite});
	await rita.say('den', 'secret');
	expect(await heardIn(again)).toEqual([]);
});

test('a ban by key takes the invitations back of whoever has it', async () => {
	await using server = startServer({closed: true, entry: 'open sesame'});
	const root = await server.operator('Root');
	const key = makeKey();
	const mallory = await comeIn(server, 'Mallory', {key, entry: 'open sesame'});
	const invite = tokenIn((await ask(mallory, {type: 'invite'})).link);
	expect(await ask(root, {type: 'ban', subject: key.fingerprint})).toMatchObject({type: 'done'});
	const eve = knock(server, 'Eve', {invite, nonce: 'n'});
	expect(await eve.answer('n')).toMatchObject({code: 'INVITE_BAD'});
});

test.each([
	['topics', (n: number) => ({type: 'topic', room: 'general', topic: `t${n}`})],
	['absences', (n: number) => ({type: 'away', text: `t${n}`})],
	['invitations', () => ({type: 'invite', id: 'Eve', room: 'general'})],
])('%s are told no faster than messages', async (_, make) => {
	const {messagesBurst} = usualBounds;
	await using server = startServer({bounds: {messagesBurst}});
	const eve = await server.join('Eve');
	const gus = await server.join('Gus');
	await eve.sync();
	gus.send(...Array.from({length: 50}, (__, n) => make(n)));
	await turns();
	const told = (await eve.sync()).filter(({type}) => ['topic', 'status', 'invited'].includes(type));
	expect(told).toHaveLength(messagesBurst);
});

test('setting passwords again and again takes nobody’s place who comes by one', async () => {
	await using server = startServer({bounds: {loginsPerAddress: 3, loginWindowMs: 1000}});
	const mia = await comeIn(server, 'Mia');
	const answers = await askMany(mia, 5, n => ({type: 'register', password: `correct horse ${n}`}));
	expect(answers).toEqual(['done', 'done', 'done', 'error', 'error']);
	server.clock.advance(1000);
	expect(await ask(mia, {type: 'register', password: 'correct horse'})).toMatchObject({type: 'done'});
});

test('a long queue of people who were banned meanwhile is turned away, and the next one comes in', async () => {
	await using server = startServer({maxClients: 1, bounds: {queue: 3000}});
	const root = await server.operator('Root');
	const first = await server.join('First');
	const waiting = Array.from({length: 2500}, (_, n) => {
		const peer = server.peer({ip: '192.0.2.7', secure: true});
		peer.send({type: 'hello', v: 1, id: `w${n}`});
		return peer;
	});
	const last = server.peer();
	last.send({type: 'hello', v: 1, id: 'Last'});
	expect((await last.next('waiting')).place).toBe(2501);
	await ask(root, {type: 'ban', subject: '192.0.2.7'});
	first.reset();
	await last.next('welcome');
	for (const peer of waiting) expect((await peer.next('error')).code).toBe('BANNED');
});

test('guests cannot use up the rooms of a server', async () => {
	await using server = startServer({bounds: {rooms: 40}, rate: false});
	const gus = await server.join('Gus');
	const mia = await comeIn(server, 'Mia');
	const root = await server.operator('Root');
	const makeRooms = async (peer: Peer, name: string): Promise<string[]> => {
		const types: string[] = [];
		for (let n = 0; n < 30; n++) {
			const room = `${name}${n}`;
			const {type} = await ask(peer, {type: 'join', room});
			types.push(type);
			if (type !== 'room') continue;
			await peer.say(room, 'mine');
			await ask(peer, {type: 'leave', room});
		}
		return types;
	};
	// There is #general.
	expect((await makeRooms(gus, 'g')).filter(type => type === 'room')).toHaveLength(19);
	expect((await makeRooms(mia, 'm')).filter(type => type === 'room')).toHaveLength(16);
	expect((await makeRooms(root, 'r')).filter(type => type === 'room')).toHaveLength(4);
});

test('nobody comes out of the queue looking like somebody who owns that name by now', async () => {
	await using server = startServer({maxClients: 1});
	const first = await server.join('First');
	const waiting = server.peer();
	waiting.send({type: 'hello', v: 1, id: 'paypa1'});
	await waiting.next('waiting');
	await server.operator('paypal');
	first.reset();
	expect((await waiting.next('error')).code).toBe('ID_USED');
});

test('an access token of an owner makes nobody operator', async () => {
	await using server = startServer();
	const key = makeKey();
	const olive = await comeIn(server, 'Olive', {key, invite: tokenIn(server.links().owner)});
	await comeIn(server, 'Mallory');
	const {token} = await ask(olive, {type: 'token', label: 'bot'});
	const thief = server.peer({secure: true});
	thief.send({type: 'hello', v: 1, id: 'Olive', access: token, takeover: true});
	expect((await thief.next('welcome')).role).toBe('owner');
	for (const request of [
		{type: 'role', id: 'Mallory', role: 'operator'},
		{type: 'role', id: 'Mallory', role: 'operator', room: 'general'},
		{type: 'invite', role: 'operator'},
		{type: 'token', label: 'another'},
	])
		expect(await ask(thief, request)).toMatchObject({code: 'NOT_ALLOWED'});
	expect(await ask(thief, {type: 'invite'})).toMatchObject({type: 'invite'});
});

test.each(['name', 'key'])('a ban by %s holds for all that its key owns, also without that key', async by => {
	await using server = startServer();
	const root = await server.operator('Root');
	const key = makeKey();
	const password = 'correct horse battery';
	const mallory = await comeIn(server, 'Mallory', {key});
	const other = await comeIn(server, 'Other', {key});
	await ask(other, {type: 'register', password});
	const {token} = await ask(mallory, {type: 'token', label: 'bot'});
	await ask(root, {type: 'ban', subject: by === 'name' ? 'Mallory' : key.fingerprint});
	await Promise.all([mallory.closed, other.closed]);
	for (const hello of [
		{id: 'Other', password},
		{id: 'Mallory', access: token},
	]) {
		const peer = server.peer({secure: true});
		peer.send({type: 'hello', v: 1, ...hello, nonce: 'n'});
		expect(await peer.answer('n')).toMatchObject({code: 'BANNED'});
	}
	await ask(root, {type: 'unban', subject: by === 'name' ? 'Mallory' : key.fingerprint});
	const back = server.peer({secure: true});
	back.send({type: 'hello', v: 1, id: 'Mallory', access: token, nonce: 'n'});
	expect((await back.answer('n')).type).toBe('welcome');
});

test.each([
	['backwards', {before: 4001}],
	['forwards', {after: 0}],
])('a page of a help desk costs few reads, however much of it is for others: %s', async (_, where) => {
	const journal = new MemoryJournal({keep: 10_000});
	let reads = 0;
	for (const name of ['page', 'after'] as const) {
		const read = journal[name].bind(journal) as (...given: unknown[]) => Promise<never>;
		journal[name] = (...given: unknown[]) => {
			reads++;
			return read(...given);
		};
	}
	await using server = startServer({desk: 'desk', rate: false, journal});
	const eve = await server.join('Eve', ['desk']);
	for (let n = 0; n < 3; n++) await eve.say('desk', `mine ${n}`);
	const gus = await server.join('Gus', ['desk']);
	gus.send(...Array.from({length: 4000}, (__, n) => ({type: 'say', room: 'desk', msg: 'x', nonce: `n${n}`})));
	await gus.next('ack', ack => ack.nonce === 'n3999');
	await eve.say('desk', 'mine 3');
	const ask1 = async (place: object): Promise<EventOf<'page'>> =>
		await ask<EventOf<'page'>>(eve, {type: 'history', room: 'desk', limit: 1, ...place});
	reads = 0;
	const page = await ask1('before' in where ? {before: 4004} : {after: 3});
	const shown = page.list.map(one => ('msg' in one ? one.msg : ''));
	expect(shown).toEqual([('before' in where && 'mine 2') || 'mine 3']);
	expect(reads).toBeLessThan(20);
	expect(await ask1('before' in where ? {before: 1} : {after: 4004})).toMatchObject({list: []});
});

test('operators of a room do not see the addresses that are banned from it', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	await ask(rita, {type: 'ban', subject: 'Eve', room: 'den'});
	await ask(root, {type: 'ban', subject: '192.0.2.9', room: 'den'});
	const seenBy = async (peer: Peer): Promise<string[]> =>
		(await ask<EventOf<'bans'>>(peer, {type: 'bans', room: 'den'})).list.map(one => one.subject);
	expect(await seenBy(rita)).toEqual(['Eve']);
	expect(await seenBy(root)).toEqual(['Eve', '192.0.2.9']);
});

test('a link into a room opens nothing once its maker is banned from there', async () => {
	await using server = startServer();
	const rita = await comeIn(server, 'Rita', {rooms: ['den']});
	const max = await comeIn(server, 'Max', {rooms: ['den']});
	await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
	const invite = tokenIn((await ask(max, {type: 'invite', room: 'den'})).link);
	await ask(rita, {type: 'ban', subject: 'Max', room: 'den'});
	const eve = knock(server, 'Eve', {invite});
	await eve.next('welcome');
	await rita.say('den', 'secret');
	expect(await heardIn(eve)).toEqual([]);
});
