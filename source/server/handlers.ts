/**
 * What each request does. A row answers with events (the last one carries the request's nonce), with `done`,
 * or `later`, when the answer comes by another way, such as the acknowledgement of what was said.
 */
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {
	type Event,
	errorEvent,
	type Request,
	type RequestOf,
	type RequestType,
} from '../protocol/messages.ts';
import {directMark, isDirect, nameKey} from '../protocol/names.ts';
import {Broadcast} from './broadcast.ts';
import {addressee} from './desk.ts';
import type {Hub} from './hub.ts';
import type {LogReport} from './log.ts';
import {type Member, personOf} from './member.ts';
import {pagesOf} from './pages.ts';
import type {Room} from './room.ts';

export type Call = {hub: Hub; member: Member; clock: Clock; report: (event: LogReport) => void};

export type Answer = readonly Event[] | 'done' | 'later';

type Handlers = {[Type in RequestType]: (call: Call, request: RequestOf<Type>) => Answer};

export const handlers: Handlers = {
	hello() {
		throw new ChatError('HELLO_TWICE');
	},

	say({hub, member}, {room: target, msg, kind, nonce}) {
		if (isDirect(target)) {
			const other = hub.person(target.slice(directMark.length));
			const conversation = hub.directs.open(member, other);
			hub.delivery.say(member, {conversation, room: directMark + other.id, msg, kind, nonce});
			return 'later';
		}
		const room = writable(hub, member, target);
		const to = room.kind === 'desk' ? addressee(room, member, msg) : undefined;
		hub.delivery.say(member, {conversation: room, room: room.name, msg, kind, to, nonce});
		return 'later';
	},

	join({hub, member}, {room, after = 0, history, nonce}) {
		hub.join(member, room, {after, history, nonce});
		return 'later';
	},

	leave({hub, member}, {room: target}) {
		if (isDirect(target)) return 'done';
		const room = hub.roomOf(member, target);
		hub.depart(member, room, undefined);
		member.tell({type: 'gone', room: room.name, why: 'left'});
		return 'done';
	},

	topic({hub, member, clock}, {room: name, topic}) {
		const room = writable(hub, member, name);
		// In a help desk, guests do not see each other, so not each other's words either.
		if (room.kind === 'desk') onlyOperators(member);
		room.topic = topic;
		hub.tellRoom(room, member, {type: 'topic', room: room.name, id: member.id, topic, ts: clock.now()});
		return 'done';
	},

	away: (call, {text}) => setAway(call, text),

	back: call => setAway(call, undefined),

	typing({hub, member}, {room: target}) {
		if (isDirect(target)) {
			const other = hub.person(target.slice(directMark.length));
			if (other !== member) other.tell({type: 'typing', room: directMark + other.id, id: member.id});
			return 'done';
		}
		const room = writable(hub, member, target);
		if (room.members.size > limits.typingMembers) return 'done';
		const typing = new Broadcast([{type: 'typing', room: room.name, id: member.id}]);
		for (const other of room.members.values()) {
			if (other !== member && room.shows(member, other)) typing.sendTo(other);
		}
		return 'done';
	},

	rooms({hub, member}) {
		const list = [...hub.rooms.values()]
			.filter(room => room.kind !== 'log' || member.operator)
			.map(room => ({
				room: room.name,
				members: room.seenBy(member).length,
				...(room.topic === '' ? {} : {topic: room.topic}),
				...(room.kind === 'desk' ? {desk: true as const} : {}),
			}));
		return inPages(list).map(page => ({
			type: 'rooms',
			list: page,
		}));
	},

	who({hub, member}, {room: name}) {
		const room = hub.rooms.get(nameKey(name));
		if (room?.kind === 'log') onlyOperators(member);
		const list = room?.seenBy(member).map(personOf) ?? [];
		return inPages(list).map(page => ({type: 'who', room: room?.name ?? name, list: page}));
	},

	whois({hub, member}, {id}) {
		const person = hub.person(id);
		const rooms = [...person.rooms]
			.filter(room => (room.kind !== 'log' || member.operator) && room.shows(person, member))
			.map(room => room.name);
		const {from, client, since} = person;
		return [
			{
				type: 'whois',
				...personOf(person),
				since,
				rooms,
				...(member.operator ? {address: from, ...(client === undefined ? {} : {client})} : {}),
			},
		];
	},

	kick({hub, member, report}, {id, room: name, reason}) {
		onlyOperators(member);
		const person = hub.person(id);
		const text = reason ? {text: reason} : {};
		if (name === undefined) {
			person.cut(new ChatError('KICKED', reason ? `An operator removed you: ${reason}` : undefined));
		} else {
			const room = hub.rooms.get(nameKey(name));
			if (room === undefined || !person.rooms.has(room))
				throw new ChatError('NOT_IN_ROOM', `${person.id} is not in #${name}.`);
			hub.depart(person, room, reason || 'kicked');
			person.tell({type: 'gone', room: room.name, why: 'kicked', ...text});
		}
		report({event: 'kicked', id: person.id, by: member.id, room: name, reason});
		return 'done';
	},

	announce({hub, member, clock, report}, {msg}) {
		onlyOperators(member);
		hub.tellEverybody({type: 'notice', id: member.id, msg, ts: clock.now()});
		report({event: 'announced', id: member.id, msg});
		return 'done';
	},

	ping: () => [{type: 'pong'}],

	pong: () => 'later',

	quit({member}, {text}) {
		member.quit(text);
		return 'later';
	},
};

const onlyOperators = (member: Member): void => {
	if (!member.operator) throw new ChatError('OPERATORS_ONLY');
};

/** A room in which a member may speak. @throws {ChatError} NOT_IN_ROOM, READ_ONLY */
const writable = (hub: Hub, member: Member, name: string): Room => {
	const room = hub.roomOf(member, name);
	if (room.kind === 'log') throw new ChatError('READ_ONLY');
	return room;
};

/** Everybody who shares a room hears of it once, the member itself too. */
const setAway = ({member}: Call, away: string | undefined): Answer => {
	if (member.away === away) return 'done';
	member.away = away;
	const status = new Broadcast([{type: 'status', id: member.id, ...(away === undefined ? {} : {away})}]);
	const readers = new Set([member]);
	for (const room of member.rooms) {
		for (const other of room.members.values()) if (room.shows(member, other)) readers.add(other);
	}
	for (const reader of readers) status.sendTo(reader);
	return 'done';
};

/** As `pagesOf`, and one empty page for an empty list: a question has an answer. */
const inPages = <Item>(list: readonly Item[]): Item[][] => (list.length === 0 ? [[]] : pagesOf(list));

/** Does what is asked, and tells whoever asked what came of it. */
export const answer = <Type extends RequestType>(call: Call, request: RequestOf<Type>): void => {
	const {member} = call;
	const {nonce} = request;
	const handler = handlers[request.type as Type] as (call: Call, request: RequestOf<Type>) => Answer;
	try {
		const result = handler(call, request);
		if (result === 'later') return;
		if (result !== 'done') {
			for (const event of result.slice(0, -1)) member.tell(event);
			member.tell({...result.at(-1)!, nonce} as Event);
		} else if (nonce !== undefined) member.tell({type: 'done', nonce});
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		const room = 'room' in request ? request.room : undefined;
		member.tell(errorEvent(error, {nonce, ...(room === undefined ? {} : {room})}));
	}
};

/** Somebody in the queue of a full server. */
type Waiting = {tell: (event: Event) => void; part: (code: 'QUIT') => void};

/** Does what can be done for somebody who is not in yet, and tells them to wait with the rest. */
export const answerWaiting = (peer: Waiting, {type, nonce}: Request): void => {
	if (type === 'ping') peer.tell({type: 'pong', nonce});
	else if (type === 'quit') peer.part('QUIT');
	else if (type === 'hello') peer.tell(errorEvent(new ChatError('HELLO_TWICE'), {nonce}));
	else if (type !== 'pong') peer.tell(errorEvent(new ChatError('WAITING'), {nonce}));
};
