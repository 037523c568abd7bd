import {describe, expect, test} from 'vitest';
import type {Peer, TestServer} from '../helpers/peer.ts';
import {startServer, turns} from '../helpers/peer.ts';

type Office = {server: TestServer; root: Peer; rita: Peer; alice: Peer; bob: Peer};

const openOffice = async (desk = 'help'): Promise<Office> => {
	const server = startServer({desk});
	const root = await server.operator('Root', [desk]);
	const rita = await server.operator('Rita', [desk]);
	const alice = await server.join('Alice', [desk]);
	const bob = await server.join('Bob', [desk]);
	for (const peer of [root, rita, alice, bob]) await peer.sync();
	return {server, root, rita, alice, bob};
};

const messagesOf = async (peer: Peer): Promise<string[]> =>
	(await peer.sync()).flatMap(event =>
		event.type === 'message' ? [`${event.to ?? 'all'}: ${event.msg}`] : [],
	);

describe.each(['help', 'general'])('in #%s', desk => {
	test("a guest's message goes to itself and the operators", async () => {
		const {server, root, rita, alice, bob} = await openOffice(desk);
		await using _ = server;
		await alice.say(desk, 'my password is lost');
		for (const peer of [alice, root, rita])
			expect(await messagesOf(peer)).toEqual(['Alice: my password is lost']);
		expect(await messagesOf(bob)).toEqual([]);
	});

	test.each(['@Alice done', '@alice: done', '@ALICE, done', '@Alice. Done', '@Alice'])(
		'an operator’s "%s" goes to Alice and the operators',
		async msg => {
			const {server, root, rita, alice, bob} = await openOffice(desk);
			await using _ = server;
			await root.say(desk, msg);
			for (const peer of [alice, root, rita]) expect(await messagesOf(peer)).toEqual([`Alice: ${msg}`]);
			expect(await messagesOf(bob)).toEqual([]);
		},
	);

	test('any other message of an operator goes to everybody', async () => {
		const {server, root, rita, alice, bob} = await openOffice(desk);
		await using _ = server;
		await root.say(desk, 'closing at six, @Alice');
		for (const peer of [alice, root, rita, bob])
			expect(await messagesOf(peer)).toEqual(['all: closing at six, @Alice']);
	});

	test('an answer to a name that is not there goes to nobody', async () => {
		const {server, root, rita, alice, bob} = await openOffice(desk);
		await using _ = server;
		root.send({type: 'say', room: desk, msg: '@Alcie your password is 1234', nonce: 'n'});
		expect(await root.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 'n', room: desk});
		for (const peer of [alice, rita, bob]) expect(await messagesOf(peer)).toEqual([]);
	});

	test('a guest who addresses somebody is still heard by the operators alone', async () => {
		const {server, root, alice, bob} = await openOffice(desk);
		await using _ = server;
		await alice.say(desk, '@Bob hello?');
		expect(await messagesOf(root)).toEqual(['Alice: @Bob hello?']);
		expect(await messagesOf(bob)).toEqual([]);
	});
});

test('history shows to each what they could have heard', async () => {
	const {server, root, alice, bob} = await openOffice();
	await using _ = server;
	await alice.say('help', 'from alice');
	await bob.say('help', 'from bob');
	await root.say('help', '@Alice for alice');
	await root.say('help', 'for all');
	for (const peer of [root, alice, bob]) await peer.sync();
	const again = async (peer: Peer): Promise<string[]> => {
		peer.send({type: 'join', room: 'help'});
		await peer.next('live');
		return messagesOf(peer);
	};
	expect(await again(alice)).toEqual(['Alice: from alice', 'Alice: @Alice for alice', 'all: for all']);
	expect(await again(bob)).toEqual(['Bob: from bob', 'all: for all']);
	expect(await again(root)).toHaveLength(4);
});

test('the next holder of a name does not read what was for the last one; whoever proves to be the same does', async () => {
	const {server, alice} = await openOffice();
	await using _ = server;
	const impostor = server.peer();
	server.clock.advance(1);
	await alice.say('help', 'secret');
	alice.reset();
	await turns();
	server.clock.advance(1);
	impostor.send({type: 'hello', v: 1, id: 'Alice', rooms: [{room: 'help', after: 0}]});
	const {token} = await impostor.next('welcome');
	await impostor.next('live');
	expect(await messagesOf(impostor)).toEqual([]);
	await impostor.say('help', 'mine');
	const again = server.peer();
	again.send({type: 'hello', v: 1, id: 'Alice', token, rooms: [{room: 'help', after: 0}]});
	await again.next('live');
	expect(await messagesOf(again)).toEqual(['Alice: mine']);
});

describe('guests do not see each other', () => {
	test('in the list, coming, going, being away, typing, and in who, whois and rooms', async () => {
		const {server, root, alice, bob} = await openOffice();
		await using _ = server;
		const carol = server.peer();
		carol.send({type: 'hello', v: 1, id: 'Carol', rooms: [{room: 'help', after: 0}]});
		expect(await carol.next('room')).toMatchObject({room: 'help', members: 3, desk: true});
		const operators = [
			{id: 'Root', operator: true},
			{id: 'Rita', operator: true},
		];
		expect((await carol.next('members')).list).toEqual([...operators, {id: 'Carol', guest: true}]);
		expect(await root.next('presence')).toMatchObject({joined: [{id: 'Carol'}]});
		carol.send({type: 'away', text: 'x'}, {type: 'typing', room: 'help'});
		await root.next('status');
		await root.next('typing');
		carol.send({type: 'leave', room: 'help'});
		expect(await root.next('presence')).toMatchObject({left: [{id: 'Carol'}]});
		expect(await bob.sync()).toEqual([]);

		alice.send({type: 'who', room: 'help'}, {type: 'whois', id: 'Bob'}, {type: 'rooms'});
		expect((await alice.next('who')).list).toEqual([
			{id: 'Alice', guest: true},
			{id: 'Rita', operator: true},
			{id: 'Root', operator: true},
		]);
		expect((await alice.next('whois')).rooms).toEqual([]);
		expect((await alice.next('rooms')).list).toContainEqual({room: 'help', members: 3, desk: true});
		root.send({type: 'who', room: 'help'});
		expect((await root.next('who')).list).toHaveLength(4);
	});

	test('but they see the operators', async () => {
		const {server, root, alice} = await openOffice();
		await using _ = server;
		root.send({type: 'typing', room: 'help'}, {type: 'away', text: ''}, {type: 'leave', room: 'help'});
		await alice.next('typing');
		await alice.next('status');
		expect(await alice.next('presence')).toMatchObject({left: [{id: 'Root'}]});
		root.send({type: 'join', room: 'help'});
		expect(await alice.next('presence')).toMatchObject({joined: [{id: 'Root', operator: true, away: ''}]});
	});

	test('so a topic is for operators to set', async () => {
		const {server, root, alice} = await openOffice();
		await using _ = server;
		alice.send({type: 'topic', room: 'help', topic: 'hi Bob'});
		expect(await alice.next('error')).toMatchObject({code: 'OPERATORS_ONLY'});
		root.send({type: 'topic', room: 'help', topic: 'Ask away'});
		expect(await alice.next('topic')).toMatchObject({topic: 'Ask away'});
	});
});

test('the desk is there before anybody comes, and stays', async () => {
	await using server = startServer({desk: 'help'});
	const alice = await server.join('Alice');
	alice.send({type: 'rooms'});
	expect((await alice.next('rooms')).list).toContainEqual({room: 'help', members: 0, desk: true});
});

test.each(['no spaces', '', 'log', 'LOG'])('a desk cannot be called %o', desk => {
	expect(() => startServer({desk})).toThrow(expect.objectContaining({code: 'ROOM_BAD'}));
});
