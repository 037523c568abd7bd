import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {limits} from '../../source/protocol/limits.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

test('a direct message reaches both, under the name that its receiver has', async () => {
	await using server = startServer();
	const [alice, dana, bob] = [
		await server.join('Alice'),
		await server.join('Dana'),
		await server.join('Bob'),
	];
	await Promise.all([alice.sync(), dana.sync(), bob.sync()]);
	alice.send({type: 'say', room: '@dANA', msg: 'psst', nonce: 'n'});
	const message = {
		type: 'message',
		room: '@Dana',
		seq: 1,
		id: 'Alice',
		msg: 'psst',
		ts: server.clock.now(),
		nonce: 'n',
	};
	expect(await alice.next('ack')).toMatchObject({nonce: 'n', room: '@Dana', seq: 1});
	expect(await alice.next('message')).toEqual(message);
	expect(await dana.next('message')).toEqual(message);
	dana.send({type: 'say', room: '@Alice', msg: 'what?', nonce: 'm'});
	expect(await alice.next('message')).toMatchObject({room: '@Alice', id: 'Dana', seq: 2});
	expect(await bob.sync()).toEqual([]);
});

test('without regard to rooms, and at netcat in words', async () => {
	await using server = startServer();
	const alice = await server.join('Alice', ['ops']);
	const netcat = server.bytes();
	netcat.write('Dana\n');
	await netcat.until(/You are in/);
	alice.send({type: 'say', room: '@Dana', msg: 'psst'});
	await netcat.until(/^\[Alice -> you\] psst$/m);
	netcat.write('/msg Alice yes?\n');
	await netcat.until(/^\[you -> Alice\] yes\?$/m);
	expect(await alice.next('message', ({id}) => id === 'Dana')).toMatchObject({room: '@Alice', msg: 'yes?'});
});

test('to oneself comes once', async () => {
	await using server = startServer();
	const alice = await server.join('Alice');
	await alice.say('@Alice', 'note');
	expect(await alice.next('message')).toMatchObject({room: '@Alice', msg: 'note'});
	expect(await alice.sync()).toEqual([]);
});

test('to nobody is an error', async () => {
	await using server = startServer();
	const alice = await server.join('Alice');
	alice.send({type: 'say', room: '@Eve', msg: 'x', nonce: 'n'});
	expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 'n', room: '@Eve'});
	alice.send({type: 'join', room: '@Eve', nonce: 'j'}, {type: 'typing', room: '@Eve', nonce: 't'});
	expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 'j'});
	expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 't'});
});

test('a join of one replays it and enters nothing; a leave is done', async () => {
	await using server = startServer();
	const [alice, dana] = [await server.join('Alice'), await server.join('Dana')];
	await alice.say('@Dana', 'one');
	await dana.say('@Alice', 'two');
	await alice.sync();
	alice.send({type: 'join', room: '@dana', after: 1, nonce: 'j'});
	expect(await alice.next('room')).toEqual({type: 'room', room: '@Dana', members: 2, nonce: 'j'});
	expect(await alice.next('members')).toEqual({
		type: 'members',
		room: '@Dana',
		list: [
			{id: 'Alice', guest: true},
			{id: 'Dana', guest: true},
		],
	});
	expect(await alice.next('message')).toMatchObject({seq: 2, msg: 'two'});
	expect(await alice.next('live')).toEqual({type: 'live', room: '@Dana', seq: 2});
	await dana.sync();
	alice.send({type: 'leave', room: '@dana', nonce: 'l'}, {type: 'whois', id: 'Alice'});
	expect(await alice.next('done')).toEqual({type: 'done', nonce: 'l'});
	expect((await alice.next('whois')).rooms).toEqual(['general']);
	expect(await dana.sync()).toEqual([]);
	await dana.say('@Alice', 'three');
	expect(await alice.next('message')).toMatchObject({seq: 3});
});

test.each(['Alice', 'Dana'])(
	'is not shown to the next one who is called %s: neither by joining nor by a page or a search',
	async id => {
		await using server = startServer();
		const peers = {Alice: await server.join('Alice'), Dana: await server.join('Dana')};
		const {seq} = await peers.Alice.say('@Dana', 'secret');
		peers[id as keyof typeof peers].reset();
		await turns();
		server.clock.advance(1);
		const next = await server.join(id);
		const other = id === 'Alice' ? '@Dana' : '@Alice';
		next.send({type: 'join', room: other});
		expect(await next.next('live')).toEqual({type: 'live', room: other, seq});
		next.send({type: 'history', room: other, before: 99}, {type: 'search', text: 'secret'});
		expect(await next.next('page')).toEqual({type: 'page', room: other, list: [], first: true, last: true});
		expect(await next.next('found')).toEqual({type: 'found', list: []});
		expect(next.text).not.toContain('secret');
		expect((await next.say(other, 'new')).seq).toBeGreaterThan(seq);
	},
);

test('is kept when somebody comes back with a token in the place of an older connection', async () => {
	await using server = startServer();
	const dana = await server.join('Dana');
	const old = server.peer();
	old.send({type: 'hello', v: 1, id: 'Alice'});
	const {token, journal} = await old.next('welcome');
	await old.next('live');
	await old.say('@Dana', 'one');
	await dana.say('@Alice', 'two');
	const next = server.peer();
	next.send({type: 'hello', v: 1, id: 'Alice', token, journal, rooms: [{room: '@Dana', after: 1}]});
	expect(await next.next('message')).toMatchObject({seq: 2, msg: 'two'});
	await next.next('live');
	await dana.say('@Alice', 'three');
	expect(await next.next('message')).toMatchObject({seq: 3});
});

test('leaves nothing in the log but that it was', async () => {
	await using server = startServer();
	const root = await server.operator('Root', ['log']);
	const [alice] = [await server.join('Alice'), await server.join('Dana')];
	await alice.say('@Dana', 'psst');
	await root.next('message', ({msg}) => msg === 'Received from Alice: (direct to Dana)');
	expect(JSON.stringify(server.log)).not.toContain('psst');
	expect(root.text).not.toContain('psst');
});

test('a raw client hears it as any other message', async () => {
	await using server = startServer();
	const alice = await server.join('Alice');
	const raw = server.bytes();
	raw.write('Bob');
	await turns();
	server.clock.advance(limits.quietMs);
	await alice.next('presence');
	await alice.say('@Bob', 'psst');
	await raw.until(/^\{"id": "Alice", "msg": "psst"\}$/);
});

describe('while somebody is away', () => {
	const welcomed = async (server: TestServer, id: string, hello: object = {}): Promise<[Peer, string]> => {
		const peer = server.peer();
		peer.send({type: 'hello', v: 1, id, rooms: [], ...hello});
		return [peer, (await peer.next('welcome')).token];
	};

	test('what they are told waits, also through a restart; resume opens it', async () => {
		const journal = new MemoryJournal();
		let token: string;
		{
			await using server = startServer({journal});
			const [dana, given] = await welcomed(server, 'Dana');
			token = given;
			dana.reset();
			await turns();
			server.clock.advance(1000);
			const alice = await server.join('Alice');
			expect(await alice.say('@dana', 'call me')).toMatchObject({room: '@Dana', seq: 1});
			expect(await alice.next('message')).toMatchObject({room: '@Dana', msg: 'call me'});
			alice.send({type: 'join', room: '@Dana', nonce: 'j'});
			expect(await alice.next('room')).toEqual({type: 'room', room: '@Dana', members: 1, nonce: 'j'});
			expect((await alice.next('members')).list).toEqual([{id: 'Alice', guest: true}]);
			alice.send({type: 'typing', room: '@Dana', nonce: 't'});
			expect(await alice.next('done')).toEqual({type: 'done', nonce: 't'});
		}
		await using server = startServer({journal});
		server.clock.advance(10_000);
		const [dana] = await welcomed(server, 'Dana', {token, resume: true});
		expect(await dana.next('room')).toMatchObject({room: '@Alice', members: 1});
		expect(await dana.next('message')).toMatchObject({room: '@Dana', id: 'Alice', msg: 'call me'});
		expect(await dana.next('live')).toEqual({type: 'live', room: '@Alice', seq: 1});
		const alice = await server.join('Alice');
		await dana.say('@Alice', 'here I am');
		expect(await alice.next('message')).toMatchObject({id: 'Dana', seq: 2});
	});

	test('only what was said since they were known can be theirs', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const [first, token] = await welcomed(server, 'Dana');
		await alice.say('@Dana', 'for the first');
		first.reset();
		await turns();
		server.clock.advance(1);
		const [second, other] = await welcomed(server, 'Dana', {resume: true});
		expect(await second.sync()).toEqual([]);
		second.reset();
		await turns();
		server.clock.advance(1);
		await alice.say('@Dana', 'for whoever comes');
		const [again] = await welcomed(server, 'Dana', {token: other, resume: true});
		await again.next('live');
		expect(again.text).toContain('for whoever comes');
		expect(again.text).not.toContain('for the first');
		again.reset();
		await turns();
		const [back] = await welcomed(server, 'Dana', {token, resume: true});
		await back.next('live');
		expect(back.text.match(/for the first|for whoever comes/g)).toEqual([
			'for the first',
			'for whoever comes',
		]);
	});

	test('one that was closed is not opened again before something new is said in it', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const [dana, token] = await welcomed(server, 'Dana');
		await alice.say('@Dana', 'one');
		dana.send({type: 'leave', room: '@Alice', nonce: 'l'});
		await dana.next('done');
		dana.reset();
		await turns();
		const [second] = await welcomed(server, 'Dana', {token, resume: true});
		expect(await second.sync()).toEqual([]);
		second.reset();
		await turns();
		await alice.say('@Dana', 'two');
		const [third] = await welcomed(server, 'Dana', {token, resume: true});
		await third.next('live');
		expect((await third.sync()).map(({type}) => type)).toEqual(['room', 'members', 'message', 'message']);
	});

	test('somebody who was only ever at netcat is not known when gone', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const netcat = server.bytes();
		netcat.write('Carol\n');
		await netcat.until(/You are in/);
		await alice.say('@Carol', 'hello');
		netcat.write('exit\n');
		await netcat.closed;
		await turns();
		alice.send({type: 'say', room: '@Carol', msg: 'still there?', nonce: 'n'});
		expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 'n'});
		alice.send({type: 'join', room: '@carol'});
		expect(await alice.next('live')).toMatchObject({seq: 1});
		alice.send({type: 'delete', room: '@carol', ref: 1, nonce: 'd'});
		expect(await alice.next('ack', ({nonce}) => nonce === 'd')).toMatchObject({seq: 2});
	});

	test('what is stored only after the author went reaches who is there by then', async () => {
		const journal = new MemoryJournal();
		await using server = startServer({journal});
		const [alice, dana] = [await server.join('Alice'), await server.join('Dana')];
		alice.send({type: 'say', room: '@Dana', msg: 'bye'}, {type: 'quit'});
		expect(await dana.next('message')).toMatchObject({msg: 'bye'});
	});
});
