import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import {parseInvitation} from '../../../source/protocol/invitation.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {usualBounds} from '../../../source/server/bounds.ts';
import {Entry} from '../../../source/server/moderation/entry.ts';
import {Invitations} from '../../../source/server/moderation/invitations.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer} from '../../helpers/peer.ts';

const tokenIn = (link: string | undefined): string => {
	const {token} = parseInvitation(link!);
	expect(token).toBeDefined();
	return token!;
};

/** An owner who came by the link that the server printed. */
const makeOwner = async (server: TestServer, id = 'Olive', key = makeKey()): Promise<Peer> =>
	await comeIn(server, id, {key, invite: tokenIn(server.links().owner)});

const refused = async (peer: Peer): Promise<string> => (await peer.next('error')).code;

const madeBy = async (peer: Peer, id: string): Promise<unknown[]> => {
	const {list} = await ask<EventOf<'invites'>>(peer, {type: 'invites'});
	return list.filter(({by}) => by === id);
};

describe('a closed server', () => {
	const closed = {closed: true, entry: 'open sesame'};

	test.each([
		['nothing', {}, 'INVITE_NEEDED'],
		['an invitation that is none', {invite: 'x'.repeat(22)}, 'INVITE_BAD'],
		['the wrong join password', {entry: 'open barley'}, 'ENTRY_WRONG'],
		['the password in another form', {entry: 'Open sesame'}, 'ENTRY_WRONG'],
	])('lets nobody in by %s', async (_, hello, code) => {
		await using server = startServer(closed);
		expect(await refused(knock(server, 'Eve', hello))).toBe(code);
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Gus', ...hello});
		expect(await refused(guest)).toBe(code);
	});

	test('that has no join password takes none', async () => {
		await using server = startServer({closed: true});
		expect(await refused(knock(server, 'Eve', {entry: 'x'}))).toBe('ENTRY_WRONG');
	});

	test('lets in by the join password, and again by the account', async () => {
		await using server = startServer(closed);
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key, entry: 'open sesame'});
		mia.reset();
		await mia.closed;
		await comeIn(server, 'Mia', {key});
		expect(await refused(knock(server, 'Mia', {}))).toBe('ID_USED');
	});

	test('keeps netcat out', async () => {
		await using server = startServer(closed);
		const netcat = server.bytes();
		netcat.write('Carol\n');
		await netcat.until(/closed/);
		await netcat.closed;
	});

	test('lets a guest back in who was there, as long as it runs', async () => {
		await using server = startServer(closed);
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Gus', entry: 'open sesame'});
		const {token} = await guest.next('welcome');
		guest.reset();
		await guest.closed;
		const back = server.peer();
		back.send({type: 'hello', v: 1, id: 'Gus', token});
		await back.next('welcome');
		const other = server.peer();
		other.send({type: 'hello', v: 1, id: 'Gil', token});
		expect(await refused(other)).toBe('INVITE_NEEDED');
	});

	test('prints a link that lets in; those of earlier starts hold as well', async () => {
		const journal = new MemoryJournal();
		const server = startServer({closed: true, journal});
		const {join} = server.links();
		await server[Symbol.asyncDispose]();
		await using again = startServer({closed: true, journal});
		await comeIn(again, 'Mia', {invite: tokenIn(join)});
		await comeIn(again, 'Max', {invite: tokenIn(again.links().join)});
	});

	test('an invitation opens it so often, and for so long', async () => {
		await using server = startServer({closed: true});
		const olive = await makeOwner(server);
		const twice = await ask(olive, {type: 'invite', uses: 2, ms: 60_000});
		const token = String(twice.token);
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key, invite: token});
		expect(await madeBy(olive, 'Olive')).toMatchObject([{invite: twice.invite, uses: 1}]);
		mia.reset();
		await mia.closed;
		// Whoever is known comes in by what they are, and takes no use.
		await comeIn(server, 'Mia', {key, invite: token});
		await comeIn(server, 'Max', {invite: token});
		expect(await refused(knock(server, 'Eve', {invite: token}))).toBe('INVITE_BAD');
		const hour = await ask(olive, {type: 'invite', ms: 20_000});
		server.clock.advance(20_000);
		expect(await refused(knock(server, 'Eve', {invite: String(hour.token)}))).toBe('INVITE_BAD');
	});

	test('a use is taken by whoever comes in, and by nobody who is refused', async () => {
		await using server = startServer({closed: true});
		const olive = await makeOwner(server);
		const token = String((await ask(olive, {type: 'invite', uses: 1})).token);
		expect(await refused(knock(server, 'Olive', {invite: token}))).toBe('ID_USED');
		await ask(olive, {type: 'ban', subject: 'Mallory'});
		expect(await refused(knock(server, 'Mallory', {invite: token}))).toBe('BANNED');
		await comeIn(server, 'Mia', {invite: token});
	});

	test('two who race for the last use: one is in', async () => {
		await using server = startServer({closed: true});
		const olive = await makeOwner(server);
		const token = String((await ask(olive, {type: 'invite', uses: 1})).token);
		const racers = ['Mia', 'Max', 'Moe'].map(id => knock(server, id, {invite: token}));
		const ends = await Promise.all(
			racers.map(one =>
				Promise.race([
					one.next('welcome').catch(() => ({type: 'none'})),
					one.next('error').catch(() => ({type: 'none'})),
				]),
			),
		);
		expect(ends.filter(({type}) => type === 'welcome')).toHaveLength(1);
		expect(await madeBy(olive, 'Olive')).toEqual([]);
	});

	test('one that is taken back opens nothing', async () => {
		await using server = startServer({closed: true});
		const olive = await makeOwner(server);
		const {token, invite} = await ask(olive, {type: 'invite'});
		expect(await ask(olive, {type: 'uninvite', invite})).toMatchObject({type: 'done'});
		expect(await refused(knock(server, 'Mia', {invite: String(token)}))).toBe('INVITE_BAD');
		expect(await ask(olive, {type: 'uninvite', invite})).toMatchObject({code: 'NO_SUCH_ENTRY'});
	});

	test('holds over a restart, with what is left of it', async () => {
		const journal = new MemoryJournal();
		const server = startServer({closed: true, journal});
		const olive = await makeOwner(server);
		const token = String((await ask(olive, {type: 'invite', uses: 2})).token);
		await comeIn(server, 'Mia', {invite: token});
		await server[Symbol.asyncDispose]();
		await using again = startServer({closed: true, journal});
		await comeIn(again, 'Max', {invite: token});
		expect(await refused(knock(again, 'Eve', {invite: token}))).toBe('INVITE_BAD');
	});

	test('nothing of a secret is in the journal', async () => {
		const journal = new MemoryJournal();
		await using server = startServer({closed: true, journal, entry: 'open sesame'});
		const olive = await makeOwner(server);
		const {token, invite} = await ask(olive, {type: 'invite'});
		const kept = JSON.stringify([
			...journal.records('invite'),
			await journal.audit({limit: 100}),
			server.log,
		]);
		expect(kept).toContain(String(invite));
		expect(kept).not.toContain(String(token));
		expect(kept).not.toContain(tokenIn(server.links().join));
		expect(kept).not.toContain('sesame');
	});
});

describe('invitations', () => {
	test('on an open server are where to come, with no secret', async () => {
		await using server = startServer();
		const gus = await server.join('Gus', ['ops']);
		const answer = await ask(gus, {type: 'invite', room: 'OPS'});
		expect(answer.token).toBeUndefined();
		expect(parseInvitation(String(answer.link))).toMatchObject({room: 'ops'});
		expect(await ask(gus, {type: 'invite', uses: 1})).toMatchObject({code: 'BAD_REQUEST'});
	});

	test('with a secret are made by those who own their names', async () => {
		await using server = startServer({closed: true, entry: 'sesame'});
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Gus', entry: 'sesame'});
		await guest.next('welcome');
		expect(await ask(guest, {type: 'invite'})).toMatchObject({code: 'NO_ACCOUNT'});
		expect(await ask(guest, {type: 'invites'})).toMatchObject({code: 'NO_ACCOUNT'});
	});

	test('with a secret do not go over a link that others can read', async () => {
		await using server = startServer({closed: true});
		const olive = await makeOwner(server);
		expect((await ask(olive, {type: 'invite'})).type).toBe('invite');
		const root = await server.join('Root', ['general'], {operator: true, secure: false});
		expect(await ask(root, {type: 'invite'})).toMatchObject({code: 'NOT_SECURE'});
	});

	test('lead into a room that one has to be invited to', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
		const {token, link} = await ask(rita, {type: 'invite', room: 'den', uses: 1});
		expect(parseInvitation(String(link))).toMatchObject({room: 'den', token});
		const max = knock(server, 'Max', {invite: String(token)});
		expect(await max.next('room', ({room}) => room === 'den')).toMatchObject({mode: 'invited'});
		await max.next('room', ({room}) => room === 'general');
		const eve = knock(server, 'Eve', {invite: String(token)});
		expect(await refused(eve)).toBe('INVITE_BAD');
	});

	test('let no guest into such a room', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
		const {token} = await ask(rita, {type: 'invite', room: 'den', uses: 1});
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Gus', invite: token});
		expect(await guest.next('error')).toMatchObject({code: 'ROOM_INVITED', room: 'den'});
		await guest.next('room', ({room}) => room === 'general');
		await comeIn(server, 'Max', {invite: String(token), rooms: ['den']});
	});

	test('of whoever may not enter the room any more lead nowhere', async () => {
		await using server = startServer();
		const rita = await comeIn(server, 'Rita', {rooms: ['den']});
		const mia = await comeIn(server, 'Mia', {rooms: ['den']});
		await ask(rita, {type: 'lock', room: 'den', mode: 'invited'});
		const {token} = await ask(mia, {type: 'invite', room: 'den'});
		await ask(rita, {type: 'kick', id: 'Mia', room: 'den'});
		const max = knock(server, 'Max', {invite: String(token), rooms: ['den']});
		expect(await max.next('error')).toMatchObject({code: 'ROOM_INVITED'});
	});

	test('make operators, by who is more', async () => {
		await using server = startServer();
		const olive = await makeOwner(server);
		const {token} = await ask(olive, {type: 'invite', role: 'operator', uses: 1});
		const otto = knock(server, 'Otto', {invite: String(token)});
		expect(await otto.next('welcome')).toMatchObject({role: 'operator', operator: true, owned: true});
		expect(await ask(otto, {type: 'invite', role: 'operator'})).toMatchObject({code: 'NOT_ALLOWED'});
		expect(await ask(otto, {type: 'invite', role: 'owner'})).toMatchObject({code: 'NOT_ALLOWED'});
		const root = await server.operator('Root');
		const other = await ask(root, {type: 'invite', role: 'operator', uses: 1});
		const oda = knock(server, 'Oda', {invite: String(other.token)});
		expect(await oda.next('welcome')).toMatchObject({role: 'operator'});
	});

	test('are listed to whoever made them, to operators all; taken back by both', async () => {
		await using server = startServer({closed: true, entry: 'sesame'});
		const root = await server.operator('Root');
		const mia = await comeIn(server, 'Mia', {entry: 'sesame'});
		const max = await comeIn(server, 'Max', {entry: 'sesame'});
		const one = await ask(mia, {type: 'invite', uses: 3});
		const two = await ask(max, {type: 'invite'});
		const three = await ask(root, {type: 'invite', role: 'operator'});
		expect(await ask(mia, {type: 'invites'})).toMatchObject({
			list: [{invite: one.invite, by: 'Mia', uses: 3}],
		});
		expect((await ask(root, {type: 'invites'})).list).toHaveLength(3);
		expect(await ask(mia, {type: 'uninvite', invite: two.invite})).toMatchObject({code: 'NO_SUCH_ENTRY'});
		expect(await ask(root, {type: 'uninvite', invite: two.invite})).toMatchObject({type: 'done'});
		await ask(root, {type: 'role', id: 'Max', role: 'operator'});
		expect(await ask(max, {type: 'uninvite', invite: three.invite})).toMatchObject({code: 'NOT_ALLOWED'});
	});

	test('of whoever is banned are void', async () => {
		await using server = startServer({closed: true, entry: 'sesame'});
		const root = await server.operator('Root');
		const mia = await comeIn(server, 'Mia', {entry: 'sesame'});
		const {token} = await ask(mia, {type: 'invite'});
		await ask(root, {type: 'ban', subject: 'Mia'});
		expect(await refused(knock(server, 'Eve', {invite: String(token)}))).toBe('INVITE_BAD');
	});

	test('are as many as there may be, of one person and of all', async () => {
		await using server = startServer({
			closed: true,
			entry: 'sesame',
			bounds: {invitesPerPerson: 2, invites: 3},
		});
		const mia = await comeIn(server, 'Mia', {entry: 'sesame'});
		const max = await comeIn(server, 'Max', {entry: 'sesame'});
		const made = [await ask(mia, {type: 'invite'}), await ask(mia, {type: 'invite'})];
		expect(await ask(mia, {type: 'invite'})).toMatchObject({code: 'SERVER_FULL_OF'});
		await ask(max, {type: 'invite'});
		expect(await ask(max, {type: 'invite'})).toMatchObject({code: 'SERVER_FULL_OF'});
		await ask(mia, {type: 'uninvite', invite: made[0]!.invite});
		expect(await ask(max, {type: 'invite'})).toMatchObject({type: 'invite'});
	});
});

describe('the owner’s link', () => {
	test('makes whoever uses it first the owner, and nobody after them', async () => {
		const journal = new MemoryJournal();
		const server = startServer({journal});
		const invite = tokenIn(server.links().owner);
		const key = makeKey();
		const olive = knock(server, 'Olive', {key, invite});
		expect(await olive.next('welcome')).toMatchObject({role: 'owner', operator: true, owned: true});
		expect(await refused(knock(server, 'Mallory', {invite}))).toBe('INVITE_BAD');
		expect(server.links().owner).toBeUndefined();
		await server[Symbol.asyncDispose]();
		await using again = startServer({journal});
		expect(again.links().owner).toBeUndefined();
		expect(await knock(again, 'Olive', {key}).next('welcome')).toMatchObject({role: 'owner'});
		expect(await refused(knock(again, 'Mallory', {invite}))).toBe('INVITE_BAD');
	});

	test('makes the owner of somebody who was a member before', async () => {
		await using server = startServer();
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key});
		mia.reset();
		await mia.closed;
		const back = knock(server, 'Mia', {key, invite: tokenIn(server.links().owner)});
		expect(await back.next('welcome')).toMatchObject({role: 'owner'});
	});

	test('of an earlier start opens nothing', async () => {
		await using server = startServer();
		const first = tokenIn(server.links().owner);
		const second = tokenIn(server.links().owner);
		expect(await refused(knock(server, 'Mallory', {invite: first}))).toBe('INVITE_BAD');
		expect(await knock(server, 'Olive', {invite: second}).next('welcome')).toMatchObject({role: 'owner'});
	});

	test('makes no guest an owner, and is not used up by one', async () => {
		await using server = startServer();
		const invite = tokenIn(server.links().owner);
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Gus', invite});
		expect((await guest.next('welcome')).operator).toBeUndefined();
		expect(await knock(server, 'Olive', {invite}).next('welcome')).toMatchObject({role: 'owner'});
	});
});

describe('what the server prints at each start', () => {
	const day = 24 * 60 * 60 * 1000;
	const open = async (journal: MemoryJournal, clock: FakeClock): Promise<Invitations> => {
		await journal.note({type: 'record', kind: 'barrier', key: '', value: null});
		let drawn = clock.now();
		return new Invitations({
			journal,
			note: fact => journal.note(fact),
			clock,
			bounds: () => ({...usualBounds, invitesPerPerson: 3}),
			random: bytes => createHash('sha256').update(String(drawn++)).digest().subarray(0, bytes),
		});
	};

	test('goes after a week in which nobody came by it, and there are so many', async () => {
		const [journal, clock] = [new MemoryJournal(), new FakeClock()];
		const first = (await open(journal, clock)).createForStart('general');
		(await open(journal, clock)).redeem(first);
		clock.advance(8 * day);
		const second = (await open(journal, clock)).createForStart('general');
		clock.advance(8 * day);
		const third = (await open(journal, clock)).createForStart('general');
		const then = await open(journal, clock);
		expect([first, second, third].map(token => then.peek(token) !== undefined)).toEqual([true, false, true]);
		for (let start = 0; start < 5; start++) {
			clock.advance(1000);
			(await open(journal, clock)).createForStart('general');
		}
		expect((await open(journal, clock)).list()).toHaveLength(3);
	});
});

test('the join password is compared in one form, and may be changed while the server runs', () => {
	const entry = new Entry({peek: () => undefined} as unknown as Invitations, {
		closed: true,
		password: 'Cafe\u0301',
	});
	const admit = (password: string): unknown => entry.admit({isKnown: false, entry: password});
	expect(admit('Café')).toBeUndefined();
	entry.configure({closed: true, password: 'tea'});
	expect(() => admit('Café')).toThrow(expect.objectContaining({code: 'ENTRY_WRONG'}));
	expect(admit('tea')).toBeUndefined();
	entry.configure({closed: false, password: undefined});
	expect(entry.admit({isKnown: false})).toBeUndefined();
});
