/** Whatever somebody who is not the owner asks for, they become no more than they were, and touch nobody who is as much. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Event, EventOf} from '../../../source/protocol/messages.ts';
import {ask, comeIn} from '../../helpers/owner.ts';
import type {Peer} from '../../helpers/peer.ts';
import {address, makeWorld, names, type Standing, standings, type World} from './world.ts';

const everybody = [...new Set([...Object.values(names.actor), ...Object.values(names.target)])];
const somebody = fc.constantFrom(...everybody);
const where = fc.constantFrom(undefined, 'ops', 'general', 'den');
const role = fc.constantFrom('owner', 'operator', 'member', 'guest');
const mode = fc.constantFrom('open', 'invited', 'read-only');
const effect = fc.constantFrom('ban', 'mute', 'unban', 'unmute');
const ms = fc.constantFrom(undefined, 1000);

type Step =
	| {do: 'ask'; request: object}
	/** upon whoever has the key of somebody */
	| {do: 'key'; effect: string; id: string; room: string | undefined}
	/** makes an invitation, and comes back by it */
	| {do: 'come back'; role: string; room: string | undefined};

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: effect, subject: somebody, room: where, ms}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('role'), id: somebody, role, room: where}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('kick'), id: somebody, room: where}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('lock'), room: fc.constantFrom('ops', 'general', 'den'), mode}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('invite'), id: somebody, room: where}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({
			type: effect,
			subject: fc.constantFrom(address, '192.0.2.0/24', '192.0.0.0/8'),
			room: where,
		}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('join'), room: fc.constantFrom('den', 'ops')}),
	}),
	fc.record({
		do: fc.constant('ask' as const),
		request: fc.record({type: fc.constant('leave'), room: fc.constantFrom('den', 'ops')}),
	}),
	fc.record({do: fc.constant('key' as const), effect, id: somebody, room: where}),
	fc.record({do: fc.constant('come back' as const), role, room: where}),
);

const rank = (standing: Standing): number => standings.length - standings.indexOf(standing);

/** On the server those who are something in a room only are members. */
const serverRank = (standing: Standing): number => rank(standing.startsWith('room') ? 'member' : standing);

const take = async ({server, keys}: World, id: string, peer: Peer, one: Step): Promise<Peer> => {
	if (one.do === 'ask') await ask(peer, one.request);
	else if (one.do === 'key') {
		const subject = keys.get(one.id)?.fingerprint ?? 'Gus';
		await ask(peer, {type: one.effect, subject, room: one.room});
	} else {
		const answer = await ask(peer, {type: 'invite', role: one.role, room: one.room});
		const key = keys.get(id);
		if (answer.type !== 'invite' || answer.token === undefined || key === undefined) return peer;
		const back = {key, invite: String(answer.token), takeover: true as const, rooms: ['general']};
		return await comeIn(server, id, {...back, about: {ip: address}});
	}
	return peer;
};

/** What somebody is, and what holds for them. */
type Report = {
	role: string | undefined;
	rank: string | undefined;
	rooms: readonly string[];
	told: readonly Event[];
};

const look = async ({peer}: World, id: string, told: readonly Event[]): Promise<Report> => {
	const whois = await ask<EventOf<'whois'>>(peer('Root'), {type: 'whois', id});
	const who = await ask<EventOf<'who'>>(peer('Root'), {type: 'who', room: 'ops'});
	const found = who.list?.find(one => one.id === id);
	return {role: whois.role, rank: found?.rank, rooms: whois.rooms ?? [], told};
};

/** Of the server as a whole, and of #ops. */
const harm = (event: Event, room: string | undefined): boolean =>
	(event.type === 'muted' || event.type === 'gone' ? event.room === room : event.type === 'error') ||
	(event.type === 'bye' && room === undefined);

test('nobody but the owner comes to be more, or harms who is as much', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...standings.slice(1)),
			fc.array(step, {minLength: 1, maxLength: 12}),
			async (standing, steps) => {
				const world = await makeWorld();
				await using _ = world.server;
				const id = names.actor[standing];
				let actor = world.peer(id);
				const before = await look(world, id, []);
				for (const one of steps) actor = await take(world, id, actor, one);

				const after = await look(world, id, []);
				expect(after.role).toBe(before.role);
				const ranks = [undefined, 'operator', 'owner'];
				expect(ranks.indexOf(after.rank)).toBeLessThanOrEqual(ranks.indexOf(before.rank));

				for (const side of ['actor', 'target'] as const) {
					for (const other of standings) {
						const name = names[side][other];
						if (name === id) continue;
						const told = world.peer(name).duplex.destroyed ? [] : await heard(world.peer(name));
						const isAbove = serverRank(other) >= serverRank(standing);
						if (isAbove) expect(told.filter(event => harm(event, undefined))).toEqual([]);
						const isAboveThere = rank(other) >= rank(standing);
						if (isAboveThere) expect(told.filter(event => harm(event, 'ops'))).toEqual([]);
						const now = await look(world, name, told);
						if (isAbove) expect({name, role: now.role}).toEqual({name, role: serverRole(other)});
						if (isAboveThere) expect({name, rank: now.rank}).toEqual({name, rank: roomRank(other)});
					}
				}
			},
		),
		{numRuns: 60},
	);
}, 60_000);

/** What came and was not asked for; a connection that is over still has what came before. */
const heard = async (peer: Peer): Promise<readonly Event[]> => {
	try {
		return await peer.sync();
	} catch {
		return [{type: 'bye', code: 'CUT', text: ''}];
	}
};

const serverRole = (standing: Standing): string => (standing.startsWith('room') ? 'member' : standing);

const roomRank = (standing: Standing): string | undefined =>
	standing.startsWith('room') ? standing.slice('room '.length) : undefined;
