/**
 * Clients in a process of their own, so that they can be killed: they say things through a bad network, keep what
 * they have not got through in their profiles, and tell what their screens hold. Started again on the same
 * profiles, they go on.
 */
import {randomUUID} from 'node:crypto';
import {type Client, createClient} from '../../source/client/client.ts';
import {lineAt} from '../../source/client/log.ts';
import type {Room} from '../../source/client/state.ts';
import {chanceOf} from '../helpers/chance.ts';
import {editedMark, type Screen} from './screens.ts';
import {showSigns} from './talker.ts';
import {until} from './until.ts';

export type ChatterOptions = {
	port: number;
	state: string;
	ids: readonly string[];
	rooms: readonly string[];
	seed: number;
};

/**
 * What it is told: say so much more, one after another; be done with all of it; show the screens, once they have
 * come to the given seq of each room.
 */
export type Order = {say: number} | {settle: true} | {show: Readonly<Record<string, number>>};

/** What it tells: a text that a client has taken, that all is acknowledged, what is on the screens. */
export type Told = {said: string} | {settled: true} | {screens: Screen[]};

/** What one client has on its way at most. */
const window = 8;

const {port, state, ids, rooms, seed} = JSON.parse(process.argv[2]!) as ChatterOptions;

const tell = (told: Told): void => void process.send!(told);

/** Texts of one run are another's never: what was said and not told of could be said again. */
const run = randomUUID().slice(0, 8);

const chance = chanceOf(seed);

// Lost links are not waited for longer and longer: there are thousands of them in one run.
const clients = ids.map(id => createClient({id, port, rooms, state, resume: true, random: () => 0}));

const roomsOf = (client: Client): Room[] => [...client.state.rooms.values()];

/**
 * A first link that fails is not repeated by itself, since it may lead to a wrong address, and what was to be said
 * has failed with it. Here it is known better: all of that goes out again before anything new.
 */
const enter = async (client: Client): Promise<void> => {
	while (client.state.link.type !== 'online') await client.connect().catch(() => {});
	for (const {pending} of roomsOf(client))
		for (const {nonce, error} of pending) if (error) client.resend(nonce);
};

/** Half of the lost links are begun anew at once, while the server may still hear the old one. */
const hurry = (client: Client): void => {
	let before = client.state.link;
	client.subscribe(() => {
		const {link} = client.state;
		if (link !== before && link.type === 'offline' && chance.happens(1 / 2))
			setImmediate(() => client.reconnect());
		before = link;
	});
};

const isSettled = (client: Client): boolean =>
	client.unacknowledged === 0 &&
	client.state.link.type === 'online' &&
	roomsOf(client).every(({live, pending}) => live && pending.length === 0);

let number = 0;

const errands = new Set<Promise<void>>();

const signs = ['👍', '🎉'];

/** Some of what is said is changed afterwards; some of what is there gets a sign, and some lose it again. */
const amend = async (
	client: Client,
	{room, seq}: {room: string; seq: number},
	msg: string,
): Promise<void> => {
	if (chance.happens(1 / 6)) await client.edit(room, seq, editedMark + msg);
	const {log} = roomsOf(client).find(({target}) => target === room)!;
	const line = lineAt(log, log.end - chance.between(1, 20));
	if (line?.type !== 'message' || chance.happens(2 / 3)) return;
	const emoji = chance.pick(signs);
	await client.react(room, line.seq, emoji);
	if (chance.happens(1 / 2)) await client.react(room, line.seq, emoji, {off: true});
};

const say = async (client: Client, count: number): Promise<void> => {
	for (let left = count; left > 0; left--) {
		await until(client, () => client.unacknowledged < window);
		const msg = `${client.id} ${run} ${++number}`;
		const room = rooms[number % rooms.length]!;
		// What the profile has is certain to arrive from here on, whatever becomes of this process.
		const errand = client.say(room, msg).then(receipt => amend(client, receipt, msg));
		errands.add(errand);
		void errand.catch(() => {}).then(() => errands.delete(errand));
		tell({said: msg});
	}
};

const show = async (client: Client, newest: Readonly<Record<string, number>>): Promise<Screen[]> => {
	await until(client, () => roomsOf(client).every(({target, seq}) => seq >= newest[target]!));
	for (const {target} of roomsOf(client)) while (await client.older(target));
	return roomsOf(client).map(({target, log, pending}) => ({
		client: client.id,
		room: target,
		unsent: pending.length,
		lines: Array.from({length: log.end - log.start}, (_, index) => lineAt(log, log.start + index)!)
			.filter(line => line.type === 'message')
			.map(({seq, id, msg, reactions}) => ({
				seq,
				id,
				msg,
				signs: showSigns([...(reactions?.values() ?? [])].filter(({off}) => !off)),
			})),
	}));
};

const obey = async (order: Order): Promise<void> => {
	if ('say' in order) await Promise.all(clients.map(client => say(client, order.say)));
	else if ('settle' in order) {
		while (errands.size > 0) await Promise.allSettled(errands);
		await Promise.all(clients.map(client => until(client, () => isSettled(client))));
		tell({settled: true});
	} else tell({screens: (await Promise.all(clients.map(client => show(client, order.show)))).flat()});
};

for (const client of clients) hurry(client);
let before = Promise.all(clients.map(enter)).then(() => {});
process.on('message', order => {
	before = before.then(() => obey(order as Order));
});
process.on('disconnect', () => process.exit());
