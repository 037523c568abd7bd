/** A chat that goes on as it likes: what others say and do, how the network is, and a server that answers. */
import {setImmediate as turn} from 'node:timers/promises';
import fc from 'fast-check';
import type {Event, Request} from '../../source/protocol/messages.ts';
import {answerTo, type Standing} from './answers.ts';
import type {Stage} from './stage.tsx';
import {hostileMessage, markdown, people, wideName} from './texts.ts';

const rooms = ['general', 'ops', '@Dana', '漢字'] as const;
const signs = ['👍', '🎉', '❤️', '✓'] as const;

const room = fc.constantFrom(...rooms);
const person = fc.constantFrom(...people);
const message = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.constantFrom(
			'Hi!',
			'Is the build green?',
			'@Alice shall we ship?',
			'https://ci.example/1812',
		),
	},
	{weight: 3, arbitrary: hostileMessage},
	{weight: 2, arbitrary: markdown},
	{weight: 1, arbitrary: fc.constantFrom('word '.repeat(400), '漢字'.repeat(300), 'x'.repeat(2000))},
);

/** Something that somebody else does. What it is about is a message counted from the newest. */
const deed = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			type: fc.constant('message' as const),
			room,
			id: person,
			msg: message,
			kind: fc.option(fc.constant('me' as const), {nil: undefined, freq: 8}),
			about: fc.option(fc.nat(6), {nil: undefined, freq: 3}),
			minutes: fc.constantFrom(0, 0, 1, 90, 2000),
		}),
	},
	fc.record({
		type: fc.constantFrom('edit' as const, 'delete' as const),
		room,
		id: person,
		msg: message,
		about: fc.nat(6),
	}),
	fc.record({
		type: fc.constant('react' as const),
		room,
		id: person,
		emoji: fc.constantFrom(...signs),
		off: fc.boolean(),
		about: fc.nat(6),
	}),
	fc.record({
		type: fc.constant('presence' as const),
		room,
		joined: fc.array(person, {maxLength: 4}),
		left: fc.array(person, {maxLength: 2}),
	}),
	fc.record({type: fc.constant('topic' as const), room, id: person, topic: message}),
	fc.record({type: fc.constant('status' as const), id: person, away: fc.option(message, {nil: undefined})}),
	fc.record({type: fc.constant('typing' as const), room, id: person}),
	fc.record({type: fc.constant('notice' as const), id: person, msg: message}),
	fc.record({
		type: fc.constant('enter' as const),
		room: fc.constantFrom('漢字', wideName, 'design', 'general'),
	}),
	fc.record({
		type: fc.constant('mode' as const),
		room,
		id: person,
		mode: fc.constantFrom('open' as const, 'invited' as const, 'read-only' as const),
	}),
	fc.record({
		type: fc.constant('role' as const),
		id: person,
		role: fc.constantFrom('owner' as const, 'operator' as const, 'member' as const, 'guest' as const),
		room: fc.option(room, {nil: undefined}),
	}),
	fc.record({
		type: fc.constant('muted' as const),
		room: fc.option(room, {nil: undefined}),
		text: message,
		off: fc.boolean(),
	}),
	fc.record({type: fc.constant('gone' as const), room: fc.constantFrom('ops', '漢字')}),
);

/** What those are who come. */
const ranks = [{}, {guest: true}, {operator: true}, {rank: 'owner'}] as const;

type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

export const deeds = fc.array(deed, {minLength: 1, maxLength: 8});

/** A server that keeps count of what was said, and answers when it is told to. */
export class World {
	readonly #stage: Stage;
	readonly #last = new Map<string, number>();
	#now = Date.UTC(2026, 10, 19, 14, 2);

	constructor(stage: Stage) {
		this.#stage = stage;
	}

	async play(done: readonly Deed[]): Promise<void> {
		if (!this.#isOnline) return;
		await this.#stage.hear(...done.flatMap(one => this.#eventsOf(one)));
	}

	/** Answers each request that waits, or refuses it. */
	async answer(refuse: boolean): Promise<void> {
		if (!this.#isOnline) return;
		const {peer} = this.#stage;
		const waiting = (peer.unheard as Request[]).splice(0);
		await this.#stage.hear(...waiting.flatMap(request => answerTo(request, refuse, this.#standing)));
		(peer.unheard as Request[]).splice(0);
	}

	/** The network goes away; what is not acknowledged is said again later. */
	async cut(): Promise<void> {
		if (!this.#isOnline) return;
		const {bench, peer} = this.#stage;
		peer.reset();
		await bench.linked('offline');
	}

	async comeBack(): Promise<void> {
		if (this.#isOnline) return;
		const {bench} = this.#stage;
		bench.client.reconnect();
		let peer = await bench.peer();
		// Attempts of its own may have come before.
		for (await turn(); peer.stream.destroyed; await turn()) peer = await bench.peer();
		this.#stage.peer = peer;
		await peer.welcome();
		await bench.linked('online');
	}

	get #standing(): Standing {
		return {
			next: room => this.#next(room),
			last: room => this.#last.get(room) ?? 0,
			now: this.#now,
		};
	}

	get #isOnline(): boolean {
		return this.#stage.bench.client.state.link.type === 'online';
	}

	#next(room: string): number {
		const seq = (this.#last.get(room) ?? 0) + 1;
		this.#last.set(room, seq);
		return seq;
	}

	#eventsOf(deed: Deed): Event[] {
		switch (deed.type) {
			case 'message': {
				const {room, id, msg, kind, about, minutes} = deed;
				this.#now += minutes * 60_000;
				const from = room.startsWith('@') ? {room: '@Alice', id: room.slice(1)} : {room, id};
				const seq = this.#next(room);
				const ref = about === undefined ? undefined : Math.max(1, seq - 1 - about);
				const quote = ref !== undefined && ref < seq ? {ref, quote: {id, msg: msg.slice(0, 100)}} : {};
				return [{type: 'message', ...from, seq, msg, ts: this.#now, ...(kind ? {kind} : {}), ...quote}];
			}
			case 'edit':
			case 'delete':
			case 'react': {
				const {about, room, id} = deed;
				const said = this.#last.get(room) ?? 0;
				if (said === 0 || room.startsWith('@')) return [];
				const common = {room, id, seq: this.#next(room), ref: Math.max(1, said - about), ts: this.#now};
				if (deed.type === 'react')
					return [{type: 'react', ...common, emoji: deed.emoji, ...(deed.off ? {off: true} : {})}];
				return [
					deed.type === 'edit' ? {type: 'edit', ...common, msg: deed.msg} : {type: 'delete', ...common},
				];
			}
			case 'presence': {
				const {room, joined, left} = deed;
				return [
					{
						type: 'presence',
						room,
						ts: this.#now,
						joined: joined.map((id, index) => ({id, ...ranks[index % ranks.length]})),
						left: left.map(id => ({id})),
					},
				];
			}
			case 'topic':
			case 'notice':
				return [{...deed, ts: this.#now}];
			case 'mode':
				return [{...deed, readOnly: true, ts: this.#now}];
			case 'role': {
				const {room, ...rest} = deed;
				return [{...rest, by: wideName, ts: this.#now, ...(room === undefined ? {} : {room})}];
			}
			case 'muted': {
				const {room, text, off} = deed;
				const where = room === undefined ? {} : {room};
				return [{type: 'muted', text, until: this.#now + 3_600_000, ...where, ...(off ? {off} : {})}];
			}
			case 'status': {
				const {away, ...rest} = deed;
				return [away === undefined ? rest : {...rest, away}];
			}
			case 'enter': {
				const {room} = deed;
				return [
					{type: 'room', room, members: 2, topic: '漢字 and more'},
					{type: 'members', room, list: [{id: 'Alice'}, {id: 'Bob', away: 'at lunch'}]},
					{type: 'live', room, seq: this.#last.get(room) ?? 0},
				];
			}
			case 'gone':
				return [{...deed, why: 'kicked', text: 'noise'}];
			case 'typing':
				return [deed];
		}
	}
}
