import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {type Peer, startServer, turns} from '../helpers/peer.ts';

const range = (count: number): number[] => Array.from({length: count}, (_, n) => n);

describe('say', () => {
	test('reaches everybody in the room, the sender too, with its nonce; the sender has an acknowledgement', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.sync();
		alice.send({type: 'say', room: 'GENERAL', msg: 'waves', kind: 'me', nonce: 'n'});
		const message = {
			type: 'message',
			room: 'general',
			seq: 1,
			id: 'Alice',
			msg: 'waves',
			ts: server.clock.now(),
			kind: 'me',
			nonce: 'n',
		};
		expect(await alice.next('ack')).toEqual({
			type: 'ack',
			nonce: 'n',
			room: 'general',
			seq: 1,
			ts: message.ts,
		});
		expect(await alice.next('message')).toEqual(message);
		expect(await bob.next('message')).toEqual(message);
	});

	test('again with a nonce that is known: the first acknowledgement, and nobody hears it twice', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		const say = {type: 'say', room: 'general', msg: 'once', nonce: 'n'};
		alice.send(say);
		const first = await alice.next('ack');
		server.clock.advance(10);
		alice.send(say, say);
		expect(await alice.next('ack')).toEqual(first);
		expect(await alice.next('ack')).toEqual(first);
		expect((await bob.sync()).filter(({type}) => type === 'message')).toHaveLength(1);
	});

	test('needs membership', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await server.join('Bob', ['ops']);
		for (const room of ['ops', 'nowhere']) {
			alice.send({type: 'say', room, msg: 'x', nonce: 'n'});
			expect(await alice.next('error')).toMatchObject({code: 'NOT_IN_ROOM', room, nonce: 'n'});
		}
	});

	test('of one turn reaches each member in one write, acknowledgements included', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.sync();
		const [before, before2] = [alice.reads.length, bob.reads.length];
		alice.send(
			...Array.from({length: 50}, (_, n) => ({type: 'say', room: 'general', msg: 'x', nonce: `n${n}`})),
		);
		await alice.next('message', ({seq}) => seq === 50);
		await bob.next('message', ({seq}) => seq === 50);
		expect(alice.reads.length - before).toBe(1);
		expect(bob.reads.length - before2).toBe(1);
		expect(alice.reads.at(-1)!.match(/"type":"ack"/g)).toHaveLength(50);
	});

	test('does not come back to somebody who has left before it was stored, but is acknowledged', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		alice.send({type: 'say', room: 'general', msg: 'x', nonce: 'n'}, {type: 'leave', room: 'general'});
		await alice.next('ack');
		expect(await bob.next('message')).toMatchObject({msg: 'x'});
		expect((await alice.sync()).map(({type}) => type)).not.toContain('message');
	});
});

describe('join and leave', () => {
	test('a room appears when somebody joins; when it is empty its topic and its history stay', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		alice.send({type: 'join', room: 'ops', nonce: 'j'});
		expect(await alice.next('room')).toEqual({type: 'room', room: 'ops', members: 1, nonce: 'j'});
		expect(await alice.next('members')).toMatchObject({room: 'ops', list: [{id: 'Alice'}]});
		expect(await alice.next('live')).toEqual({type: 'live', room: 'ops', seq: 0});
		const {seq} = await alice.say('ops', 'secret');
		alice.send({type: 'topic', room: 'ops', topic: 'plan', nonce: 't'});
		await alice.next('done');
		alice.send({type: 'leave', room: 'ops', nonce: 'l'});
		expect(await alice.next('gone')).toEqual({type: 'gone', room: 'ops', why: 'left'});
		expect(await alice.next('done')).toEqual({type: 'done', nonce: 'l'});
		alice.send({type: 'rooms'});
		expect((await alice.next('rooms')).list).toEqual([{room: 'general', members: 1}]);
		await alice.sync();
		alice.send({type: 'join', room: 'ops'});
		expect((await alice.next('room')).topic).toBe('plan');
		expect(await alice.next('live')).toMatchObject({seq});
		expect(await alice.next('message')).toMatchObject({seq, msg: 'secret'});
		expect((await alice.say('ops', 'new')).seq).toBe(seq + 1);
	});

	test('general stays, also empty, with what was said there', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'kept');
		alice.send({type: 'leave', room: 'general'});
		await alice.next('gone');
		const bob = await server.join('Bob');
		expect(bob.text).toContain('kept');
	});

	test('the name of a room is as its first member wrote it', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const bob = await server.join('Bob');
		alice.send({type: 'join', room: 'Ops'});
		await alice.next('live');
		bob.send({type: 'join', room: 'oPS'});
		expect(await bob.next('room')).toMatchObject({room: 'Ops', members: 2});
	});

	test('joining twice shows the room again, and changes nothing for the others', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.say('general', 'one');
		await bob.sync();
		await alice.sync();
		alice.send({type: 'join', room: 'general', nonce: 'j'});
		expect(await alice.next('room')).toMatchObject({members: 2, nonce: 'j'});
		await alice.next('live');
		expect(await alice.next('message')).toMatchObject({msg: 'one'});
		expect(await bob.sync()).toEqual([]);
		await bob.say('general', 'two');
		expect(await alice.next('message')).toMatchObject({msg: 'two'});
	});

	test('a client may be in 64 rooms', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		const others = Array.from({length: limits.roomsPerClient}, (_, n) => `room${n}`);
		alice.send(...others.map(room => ({type: 'join', room})));
		expect(await alice.next('error')).toMatchObject({code: 'ROOMS_FULL', room: others.at(-1)});
		alice.send({type: 'join', room: 'general', nonce: 'again'});
		await alice.next('room', ({nonce}) => nonce === 'again');
		alice.send({type: 'rooms'});
		expect((await alice.next('rooms')).list).toHaveLength(limits.roomsPerClient);
	});

	test('leaving a room that one is not in is an error', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		alice.send({type: 'leave', room: 'ops', nonce: 'l'});
		expect(await alice.next('error')).toMatchObject({code: 'NOT_IN_ROOM', nonce: 'l', room: 'ops'});
	});
});

describe('presence', () => {
	test('those who come in one turn are one event for the others, and one list for themselves', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const peers = ['Bob', 'Carol', 'Dana'].map(id => {
			const peer = server.peer();
			peer.send({type: 'hello', v: 1, id});
			return peer;
		});
		expect(await alice.next('presence')).toMatchObject({
			joined: [{id: 'Bob'}, {id: 'Carol'}, {id: 'Dana'}],
			left: [],
		});
		for (const peer of peers) {
			expect((await peer.next('members')).list.map(({id}) => id)).toEqual(['Alice', 'Bob', 'Carol', 'Dana']);
			await peer.next('live');
			expect((await peer.sync()).map(({type}) => type)).not.toContain('presence');
		}
	});

	test('who comes and goes in one turn has come and gone, in that order', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob', ['ops'])];
		const [join, leave] = [
			{type: 'join', room: 'general'},
			{type: 'leave', room: 'general'},
		];
		bob.send(join, leave, join);
		await bob.next('live', ({room}) => room === 'general');
		const changes = (await alice.sync()).map(event =>
			event.type === 'presence' ? [event.joined.map(({id}) => id), event.left.map(({id}) => id)] : event,
		);
		expect(changes).toEqual([
			[['Bob'], []],
			[[], ['Bob']],
			[['Bob'], []],
		]);
	});

	test('in a crowd those who come and go are told of together, to each what is new to them', async () => {
		await using server = startServer();
		const enter = (id: string): Promise<Peer> => server.join(id);
		const changesOf = async (peer: Peer): Promise<string[]> =>
			(await peer.sync()).flatMap(event =>
				event.type === 'presence'
					? [...event.left.map(({id}) => `-${id}`), ...event.joined.map(({id}) => `+${id}`)]
					: [],
			);
		const first = await enter('first');
		await Promise.all(range(100).map(n => enter(`p${n}`)));
		server.clock.advance(1000);
		await turns();
		await first.sync();
		server.clock.advance(1000);
		// The first change after a pause is told at once.
		const at = await enter('at-once');
		expect(await changesOf(first)).toEqual(['+at-once']);
		const [one, two] = [await enter('one'), await enter('two')];
		at.reset();
		await turns();
		const three = await enter('three');
		for (const peer of [first, one, two, three]) expect(await changesOf(peer)).toEqual([]);
		server.clock.advance(1000);
		await turns();
		expect(await changesOf(first)).toEqual(['-at-once', '+one', '+two', '+three']);
		expect(await changesOf(one)).toEqual(['-at-once', '+two', '+three']);
		expect(await changesOf(two)).toEqual(['-at-once', '+three']);
		expect(await changesOf(three)).toEqual([]);
		// Who comes and goes again has come before it went, for those who saw it too.
		const four = await enter('four');
		const five = await enter('five');
		four.send({type: 'leave', room: 'general'});
		await four.next('gone');
		server.clock.advance(1000);
		await turns();
		expect(await changesOf(first)).toEqual(['+four', '+five', '-four']);
		expect(await changesOf(five)).toEqual(['-four']);
	});

	test('a room of many is told in pieces that fit a line', async () => {
		await using server = startServer();
		const count = limits.membersPerEvent + 50;
		const alice = await server.join('Alice');
		const peers = Array.from({length: count}, (_, n) => {
			const peer = server.peer();
			peer.send(
				{type: 'hello', v: 1, id: `peer-${n}`},
				{type: 'away', text: '李'.repeat(limits.topicCharacters)},
			);
			return peer;
		});
		await Promise.all(peers.map(peer => peer.next('live')));
		server.clock.advance(1000);
		await turns();
		const joined = (await alice.sync()).flatMap(event => (event.type === 'presence' ? event.joined : []));
		expect(joined).toHaveLength(count);

		const late = await server.join('Late');
		late.send({type: 'who', room: 'general', nonce: 'w'});
		const last = await late.next('who', ({nonce}) => nonce === 'w');
		const earlier = (await late.sync()).filter(event => event.type === 'who');
		expect(earlier.length).toBeGreaterThan(0);
		expect([...earlier, last].flatMap(({list}) => list)).toHaveLength(count + 2);
		const lines = late.text.trim().split('\n');
		const members = lines.map(line => JSON.parse(line)).filter(({type}) => type === 'members');
		expect(members.length).toBeGreaterThan(1);
		expect(members.flatMap(({list}) => list)).toHaveLength(count + 2);
		for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(limits.eventBytes);
		for (const {list} of members) expect(list.length).toBeLessThanOrEqual(limits.membersPerEvent);
	});
});

describe('asking and telling', () => {
	test('away and back: everybody who shares a room hears it once', async () => {
		await using server = startServer();
		const alice = await server.join('Alice', ['general', 'ops']);
		const bob = await server.join('Bob', ['general', 'ops']);
		const carol = await server.join('Carol', ['dev']);
		await alice.sync();
		alice.send({type: 'away', text: 'lunch', nonce: 'a'});
		expect(await alice.next('done')).toEqual({type: 'done', nonce: 'a'});
		expect(await alice.sync()).toEqual([{type: 'status', id: 'Alice', away: 'lunch'}]);
		expect(await bob.sync()).toEqual([{type: 'status', id: 'Alice', away: 'lunch'}]);
		expect(await carol.sync()).toEqual([]);
		bob.send({type: 'who', room: 'ops'});
		expect((await bob.next('who')).list).toContainEqual({id: 'Alice', away: 'lunch', guest: true});
		alice.send({type: 'back'}, {type: 'back'});
		await alice.sync();
		expect(await bob.sync()).toEqual([{type: 'status', id: 'Alice'}]);
	});

	test('typing is told to the others in the room, and kept nowhere', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.sync();
		alice.send(...['general', '@bob', '@alice'].map(room => ({type: 'typing', room, nonce: room})));
		await alice.next('done', ({nonce}) => nonce === '@alice');
		await alice.next('done');
		await alice.next('done');
		expect(await alice.sync()).toEqual([]);
		expect(await bob.sync()).toEqual([
			{type: 'typing', room: 'general', id: 'Alice'},
			{type: 'typing', room: '@Bob', id: 'Alice'},
		]);
		alice.send({type: 'typing', room: 'ops', nonce: 'x'});
		expect(await alice.next('error')).toMatchObject({code: 'NOT_IN_ROOM'});
	});

	test('in a large room nobody is told who is typing', async () => {
		await using server = startServer();
		const peers = Array.from({length: limits.typingMembers + 1}, (_, n) => {
			const peer = server.peer();
			peer.send({type: 'hello', v: 1, id: `p${n}`});
			return peer;
		});
		await Promise.all(peers.map(peer => peer.next('live')));
		const [alice, bob] = [peers[0]!, peers[1]!];
		await bob.sync();
		alice.send({type: 'typing', room: 'general'});
		await alice.sync();
		expect(await bob.sync()).toEqual([]);
		peers[2]!.send({type: 'leave', room: 'general'});
		await bob.next('presence');
		alice.send({type: 'typing', room: 'general'});
		await alice.sync();
		await bob.next('typing');
	});

	test('a topic is told to the room and to whoever comes later', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		alice.send({type: 'topic', room: 'general', topic: 'Release\nplanning'});
		const topic = {
			type: 'topic',
			room: 'general',
			id: 'Alice',
			topic: 'Release planning',
			ts: server.clock.now(),
		};
		expect(await bob.next('topic')).toEqual(topic);
		expect(await alice.next('topic')).toEqual(topic);
		const carol = server.peer();
		carol.send({type: 'hello', v: 1, id: 'Carol'});
		expect(await carol.next('room')).toMatchObject({topic: 'Release planning'});
		carol.send({type: 'rooms', nonce: 'r'});
		expect(await carol.next('rooms')).toEqual({
			type: 'rooms',
			list: [{room: 'general', members: 3, topic: 'Release planning'}],
			nonce: 'r',
		});
		carol.send({type: 'topic', room: 'ops', topic: 'x'});
		expect(await carol.next('error')).toMatchObject({code: 'NOT_IN_ROOM'});
	});

	test('who of a room that there is not is nobody', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		alice.send({type: 'who', room: 'ops', nonce: 'w'});
		expect(await alice.next('who')).toEqual({type: 'who', room: 'ops', list: [], nonce: 'w'});
	});

	test('whois tells of somebody, the address to operators only', async () => {
		await using server = startServer();
		const alice = await server.join('Alice', ['general', 'ops'], {address: '192.0.2.7:5000'});
		const root = await server.operator('Root', ['general', 'log']);
		const since = server.clock.now();
		alice.send(
			{type: 'whois', id: 'aLICE', nonce: 'w'},
			{type: 'whois', id: 'Root'},
			{type: 'whois', id: 'Eve'},
		);
		const shown = {type: 'whois', id: 'Alice', since, rooms: ['general', 'ops'], role: 'guest'};
		expect(await alice.next('whois')).toEqual({...shown, nonce: 'w'});
		expect(await alice.next('whois')).toEqual({
			type: 'whois',
			id: 'Root',
			operator: true,
			since,
			rooms: ['general'],
			role: 'owner',
		});
		expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_ID'});
		root.send({type: 'whois', id: 'Alice'});
		expect(await root.next('whois')).toEqual({...shown, address: '192.0.2.7:5000'});
	});

	test('ping is answered with its nonce, a pong with nothing', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		alice.send({type: 'pong', nonce: 'x'}, {type: 'ping'}, {type: 'ping', nonce: 'p'});
		await alice.next('pong', ({nonce}) => nonce === undefined);
		await alice.next('pong', ({nonce}) => nonce === 'p');
		expect(await alice.sync()).toEqual([]);
	});
});
