/** A server with one person of each standing, twice: those who act, and those upon whom they act. */
import {ask, comeIn, makeKey, type TestKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer} from '../../helpers/peer.ts';

export const standings = ['owner', 'operator', 'room owner', 'room operator', 'member', 'guest'] as const;
export type Standing = (typeof standings)[number];

/** Names of those who act, and of those upon whom they act. There is one owner of a room. */
export const names: Readonly<Record<'actor' | 'target', Readonly<Record<Standing, string>>>> = {
	actor: {
		owner: 'Root',
		operator: 'Olga',
		'room owner': 'Rita',
		'room operator': 'Otto',
		member: 'Mia',
		guest: 'Gus',
	},
	target: {
		owner: 'Boss',
		operator: 'Oleg',
		'room owner': 'Rita',
		'room operator': 'Oda',
		member: 'Max',
		guest: 'Gil',
	},
};

export type World = {
	server: TestServer;
	people: ReadonlyMap<string, Peer>;
	keys: ReadonlyMap<string, TestKey>;
	peer: (id: string) => Peer;
};

/** Where everybody connects from who is not at the server itself. */
export const address = '192.0.2.7';

/** Everybody is in #general and in #ops, which is Rita's. */
export const makeWorld = async (server: TestServer = startServer()): Promise<World> => {
	const people = new Map<string, Peer>();
	const keys = new Map<string, TestKey>();
	const rooms = ['general', 'ops'];
	const add = async (id: string): Promise<void> => {
		const key = makeKey();
		keys.set(id, key);
		people.set(id, await comeIn(server, id, {key, rooms, about: {ip: address}}));
	};
	await add('Rita');
	for (const id of ['Root', 'Boss']) people.set(id, await server.operator(id, rooms));
	for (const id of ['Olga', 'Oleg', 'Otto', 'Oda', 'Mia', 'Max']) await add(id);
	for (const id of ['Gus', 'Gil']) people.set(id, await server.join(id, rooms, {ip: address}));
	const peer = (id: string): Peer => people.get(id)!;
	for (const id of ['Olga', 'Oleg']) await ask(peer('Root'), {type: 'role', id, role: 'operator'});
	for (const id of ['Otto', 'Oda'])
		await ask(peer('Rita'), {type: 'role', id, role: 'operator', room: 'ops'});
	for (const one of people.values()) await one.sync();
	return {server, people, keys, peer};
};
