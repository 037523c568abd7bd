/** Bans and mutes of the whole server, and what follows when somebody becomes something else. */
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer} from '../../helpers/peer.ts';

const refused = async (peer: Peer): Promise<string> => (await peer.next('error')).code;

describe('a ban', () => {
	test('of a name ends its connection, and holds for its keys by other names', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const mallory = await comeIn(server, 'Mallory', {key});
		const trudy = await comeIn(server, 'Trudy', {key});
		await ask(root, {type: 'ban', subject: 'mallory', reason: 'noise'});
		for (const peer of [mallory, trudy]) {
			expect(await peer.next('error')).toMatchObject({
				code: 'BANNED',
				text: 'You are banned from this server: noise',
			});
			await peer.closed;
		}
		for (const id of ['Mallory', 'Trudy', 'Eve'])
			expect(await refused(knock(server, id, {key}))).toBe('BANNED');
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'MALLORY'});
		expect(await refused(guest)).toBe('BANNED');
		await comeIn(server, 'Eve');
	});

	test('of a key, an address or a range ends all that come by it', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key, about: {ip: '192.0.2.1'}});
		const max = await comeIn(server, 'Max', {about: {ip: '192.0.2.2'}});
		const moe = await comeIn(server, 'Moe', {about: {ip: '192.0.3.2'}});
		await ask(root, {type: 'ban', subject: key.fingerprint});
		expect(await refused(mia)).toBe('BANNED');
		await ask(root, {type: 'ban', subject: '192.0.2.2/24'});
		expect(await refused(max)).toBe('BANNED');
		expect(await refused(knock(server, 'Max', {about: {ip: '::ffff:192.0.2.200'}}))).toBe('BANNED');
		await moe.say('general', 'still here');
		expect(await ask(root, {type: 'unban', subject: '192.0.2.0/24'})).toMatchObject({type: 'done'});
		await comeIn(server, 'Eve', {about: {ip: '192.0.2.2'}});
	});

	test('that is timed ends by itself', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		await ask(root, {type: 'ban', subject: 'Mallory', ms: 20_000});
		expect(await refused(knock(server, 'Mallory'))).toBe('BANNED');
		server.clock.advance(20_000);
		await comeIn(server, 'Mallory');
		expect(await ask(root, {type: 'bans'})).toMatchObject({list: []});
	});

	test('holds over a restart', async () => {
		const journal = new MemoryJournal();
		const server = startServer({journal});
		const root = await server.operator('Root');
		await ask(root, {type: 'ban', subject: 'Mallory', reason: 'noise'});
		await server[Symbol.asyncDispose]();
		await using again = startServer({journal});
		expect(await refused(knock(again, 'Mallory'))).toBe('BANNED');
	});

	test('of oneself is refused, be it by name, key or address', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const olga = await comeIn(server, 'Olga', {key, about: {ip: '198.51.100.7'}});
		await ask(root, {type: 'role', id: 'Olga', role: 'operator'});
		for (const subject of ['Olga', key.fingerprint, '198.51.100.0/24'])
			expect(await ask(olga, {type: 'ban', subject})).toMatchObject({code: 'NOT_ALLOWED'});
		await olga.say('general', 'still here');
	});

	test('that would hit an operator of the same address, or of the same key who is away, is refused', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const about = {ip: '198.51.100.7'};
		const olga = await comeIn(server, 'Olga');
		const key = makeKey();
		const oleg = await comeIn(server, 'Oleg', {key, about});
		await comeIn(server, 'Mallory', {key, about: {ip: '192.0.2.1'}});
		for (const id of ['Olga', 'Oleg']) await ask(root, {type: 'role', id, role: 'operator'});
		expect(await ask(olga, {type: 'ban', subject: about.ip})).toMatchObject({code: 'NOT_ALLOWED'});
		oleg.reset();
		await oleg.closed;
		expect(await ask(olga, {type: 'ban', subject: 'Mallory'})).toMatchObject({code: 'NOT_ALLOWED'});
		expect(await ask(olga, {type: 'ban', subject: key.fingerprint})).toMatchObject({code: 'NOT_ALLOWED'});
		expect(await ask(root, {type: 'ban', subject: 'Mallory'})).toMatchObject({type: 'done'});
	});

	test('holds also for those who waited for a place when it was made', async () => {
		await using server = startServer({maxClients: 1});
		const root = await server.operator('Root');
		const mia = await comeIn(server, 'Mia');
		const mallory = knock(server, 'Mallory');
		await mallory.next('waiting');
		await ask(root, {type: 'ban', subject: 'Mallory'});
		mia.reset();
		expect(await refused(mallory)).toBe('BANNED');
	});
});

describe('a mute', () => {
	const words = [
		{type: 'say', room: 'general', msg: 'x'},
		{type: 'say', room: 'general', msg: 'x', kind: 'me'},
		{type: 'say', room: '@Max', msg: 'x'},
		{type: 'edit', room: 'general', ref: 1, msg: 'x'},
		{type: 'react', room: 'general', ref: 1, emoji: '👍'},
		{type: 'topic', room: 'general', topic: 'x'},
		{type: 'typing', room: 'general'},
		{type: 'typing', room: '@Max'},
		{type: 'away', text: 'x'},
		{type: 'invite', id: 'Max', room: 'general'},
	];

	test.each(words)('keeps one from %o', async request => {
		await using server = startServer();
		const root = await server.operator('Root');
		const mia = await comeIn(server, 'Mia');
		await comeIn(server, 'Max');
		await mia.say('general', 'before');
		await ask(root, {type: 'mute', subject: 'Mia', ms: 3_600_000, reason: 'noise'});
		expect(await ask(mia, request)).toMatchObject({
			code: 'MUTED',
			text: 'You are muted in all of this server until 2026-11-21 15:00 UTC: noise',
		});
	});

	test('is told, also on coming in, and so is its end', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key});
		await ask(root, {type: 'mute', subject: 'Mia', ms: 20_000, reason: 'noise'});
		const until = server.clock.now() + 20_000;
		const told = {type: 'muted', until, text: 'noise'};
		expect(await mia.next('muted')).toEqual(told);
		mia.reset();
		await mia.closed;
		const back = await knock(server, 'Mia', {key});
		expect(await back.next('muted')).toEqual(told);
		server.clock.advance(20_000);
		expect(await back.next('muted')).toEqual({type: 'muted', off: true});
		await back.say('general', 'again');
	});

	test('of a room holds there alone, and is told after the room', async () => {
		await using server = startServer();
		const root = await server.operator('Root', ['general', 'ops']);
		const mia = await comeIn(server, 'Mia', {rooms: ['general']});
		await ask(root, {type: 'mute', subject: 'Mia', room: 'ops'});
		expect(await mia.next('muted')).toEqual({type: 'muted', room: 'ops'});
		mia.send({type: 'join', room: 'ops', nonce: 'j'});
		await mia.next('live', ({room}) => room === 'ops');
		const order = (await mia.sync())
			.map(({type}) => type)
			.filter(type => type === 'room' || type === 'muted');
		expect(order).toEqual(['room', 'muted']);
		expect(await ask(mia, {type: 'say', room: 'ops', msg: 'x'})).toMatchObject({
			code: 'MUTED',
			text: 'You are muted in #ops.',
		});
		await mia.say('general', 'here I may');
		await ask(root, {type: 'unmute', subject: 'Mia', room: 'ops'});
		expect(await mia.next('muted')).toEqual({type: 'muted', room: 'ops', off: true});
		await mia.say('ops', 'again');
	});

	test('that is one of two is not the end of the other', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key});
		await ask(root, {type: 'mute', subject: 'Mia'});
		await ask(root, {type: 'mute', subject: key.fingerprint, reason: 'still'});
		await mia.sync();
		await ask(root, {type: 'unmute', subject: 'Mia'});
		expect(await mia.next('muted')).toEqual({type: 'muted', text: 'still'});
		await ask(root, {type: 'unmute', subject: key.fingerprint});
		expect(await mia.next('muted')).toEqual({type: 'muted', off: true});
	});

	test('leaves reading, deleting one’s own and leaving, without a word', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const mia = await comeIn(server, 'Mia');
		await mia.say('general', 'sorry');
		await ask(root, {type: 'mute', subject: 'Mia'});
		await root.say('general', 'quiet now');
		await mia.next('message', ({msg}) => msg === 'quiet now');
		expect(await ask(mia, {type: 'delete', room: 'general', ref: 1})).toMatchObject({type: 'ack'});
		await root.sync();
		mia.send({type: 'quit', text: 'down with operators'});
		expect((await root.next('presence', ({left}) => left.length > 0)).left).toEqual([{id: 'Mia'}]);
	});
});

describe('whoever becomes an operator', () => {
	test('is told, and so are those who share a room; they read the log, and the desk anew', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['general', 'help']);
		const mia = await comeIn(server, 'Mia', {rooms: ['general', 'help']});
		const gus = await server.join('Gus', ['help']);
		await gus.say('help', 'I am lost');
		for (const peer of [root, mia, gus]) await peer.sync();
		await ask(root, {type: 'role', id: 'Mia', role: 'operator'});
		const role = {type: 'role', id: 'Mia', role: 'operator', by: 'Root', ts: server.clock.now()};
		for (const peer of [root, mia, gus]) expect(await peer.next('role')).toEqual(role);
		expect((await gus.next('presence')).joined).toMatchObject([{id: 'Mia', operator: true}]);
		const seen = (await mia.next('members', ({room}) => room === 'help')).list.map(({id}) => id);
		expect(seen.sort()).toEqual(['Gus', 'Mia', 'Root']);
		expect(await ask(mia, {type: 'history', room: 'help', after: 0})).toMatchObject({
			list: [{msg: 'I am lost'}],
		});
		expect(await ask(mia, {type: 'join', room: 'log'})).toMatchObject({type: 'room'});
	});

	test('and is none any more leaves the log, and sees the desk as others do', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		const mia = await comeIn(server, 'Mia', {rooms: ['general', 'help']});
		const gus = await server.join('Gus', ['help']);
		await ask(root, {type: 'role', id: 'Mia', role: 'operator'});
		await ask(mia, {type: 'join', room: 'log'});
		for (const peer of [root, mia, gus]) await peer.sync();
		await ask(root, {type: 'role', id: 'Mia', role: 'member'});
		expect(await mia.next('gone')).toMatchObject({room: 'log', why: 'kicked'});
		expect((await gus.next('presence')).left).toEqual([{id: 'Mia'}]);
		const seen = (await mia.next('members', ({room}) => room === 'help')).list.map(({id}) => id);
		expect(seen.sort()).toEqual(['Mia', 'Root']);
		await mia.sync();
		await gus.say('help', 'for operators');
		expect((await mia.sync()).filter(({type}) => type === 'message')).toEqual([]);
		expect(await ask(mia, {type: 'join', room: 'log'})).toMatchObject({code: 'OPERATORS_ONLY'});
		expect(await ask(mia, {type: 'audit'})).toMatchObject({code: 'OPERATORS_ONLY'});
	});

	test('counts no more among those of whom there may be so many, and the other way round', async () => {
		await using server = startServer({maxClients: 1});
		const root = await server.operator('Root');
		await comeIn(server, 'Mia');
		const max = knock(server, 'Max');
		await max.next('waiting');
		await ask(root, {type: 'role', id: 'Mia', role: 'operator'});
		await max.next('welcome');
		await ask(root, {type: 'role', id: 'Mia', role: 'member'});
		const eve = knock(server, 'Eve');
		await eve.next('waiting');
	});

	test('stays one over a restart, and by another device', async () => {
		const journal = new MemoryJournal();
		const key = makeKey();
		const server = startServer({journal});
		const root = await server.operator('Root');
		await comeIn(server, 'Mia', {key});
		await ask(root, {type: 'role', id: 'Mia', role: 'operator'});
		await server[Symbol.asyncDispose]();
		await using again = startServer({journal});
		expect(await knock(again, 'Mia', {key}).next('welcome')).toMatchObject({role: 'operator'});
	});

	test('at the console only has nothing of it from elsewhere', async () => {
		await using server = startServer();
		const key = makeKey();
		const first = await comeIn(server, 'Dana', {key});
		first.reset();
		await first.closed;
		await server.operator('Dana', ['general', 'log']);
		const dana = knock(server, 'Dana', {key, takeover: true});
		expect(await dana.next('welcome')).toMatchObject({role: 'member'});
		const told = await dana.sync();
		await server.join('Eve');
		const later = [...told, ...(await dana.sync())];
		expect(later.flatMap(event => ('room' in event ? event.room : []))).not.toContain('log');
		expect(await ask(dana, {type: 'whois', id: 'Dana'})).toMatchObject({rooms: ['general']});
		expect(await ask(dana, {type: 'history', room: 'log', after: 0})).toMatchObject({code: 'NOT_IN_ROOM'});
	});

	test('while away is it on coming in', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const key = makeKey();
		const mia = await comeIn(server, 'Mia', {key});
		mia.reset();
		await mia.closed;
		await ask(root, {type: 'role', id: 'mia', role: 'operator'});
		expect(await root.next('role')).toMatchObject({id: 'Mia'});
		expect(await knock(server, 'Mia', {key}).next('welcome')).toMatchObject({role: 'operator'});
	});
});

test('whoever sits at the console is above owners, and makes them', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const boss = await server.operator('Boss');
	const [olive, other] = [await comeIn(server, 'Olive'), await comeIn(server, 'Oscar')];
	for (const id of ['Olive', 'Oscar'])
		expect(await ask(root, {type: 'role', id, role: 'owner'})).toMatchObject({type: 'done'});
	expect(await ask(olive, {type: 'role', id: 'Oscar', role: 'member'})).toMatchObject({code: 'NOT_ALLOWED'});
	expect(await ask(olive, {type: 'role', id: 'Root', role: 'member'})).toMatchObject({code: 'NOT_ALLOWED'});
	expect(await ask(olive, {type: 'ban', subject: 'Boss'})).toMatchObject({code: 'NOT_ALLOWED'});
	expect(await ask(root, {type: 'kick', id: 'Boss'})).toMatchObject({code: 'NOT_ALLOWED'});
	expect(await ask(boss, {type: 'role', id: 'Oscar', role: 'member'})).toMatchObject({type: 'done'});
	expect(await ask(other, {type: 'audit'})).toMatchObject({code: 'OPERATORS_ONLY'});
});

test('operators are told the address and the key of a person, others not', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const key = makeKey();
	const mia = await comeIn(server, 'Mia', {key, about: {address: '192.0.2.1:4711', ip: '192.0.2.1'}});
	expect(await ask(root, {type: 'whois', id: 'Mia'})).toMatchObject({
		role: 'member',
		key: key.fingerprint,
		address: '192.0.2.1:4711',
	});
	const shown = await ask<EventOf<'whois'>>(mia, {type: 'whois', id: 'Mia'});
	expect([shown.role, shown.key, shown.address]).toEqual(['member', undefined, undefined]);
});

test('an owner who wants another one is told where owners are made', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const [olga, mia] = [await comeIn(server, 'Olga'), await comeIn(server, 'Mia')];
	await ask(root, {type: 'role', id: 'Olga', role: 'owner'});
	const request = {type: 'role', id: 'Mia', role: 'owner'};
	expect(await ask(olga, request)).toMatchObject({
		code: 'NOT_ALLOWED',
		text: expect.stringContaining('--serve --id Console'),
	});
	expect(await ask(mia, request)).toMatchObject({code: 'OPERATORS_ONLY'});
});
