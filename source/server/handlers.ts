/**
 * What each request does. A row answers with events (the last one carries the request's nonce), with `done`,
 * or `later`, when the answer comes by another way, such as the acknowledgement of what was said. Where something
 * has to be read or stored first it promises that, and the peer's next request waits.
 */
import type {Rights} from '../journal/journal.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {
	type Event,
	errorEvent,
	type Request,
	type RequestOf,
	type RequestType,
} from '../protocol/messages.ts';
import {directMark, isDirect, logRoom, nameKey} from '../protocol/names.ts';
import {accountHandlers} from './access/requests.ts';
import {Broadcast} from './broadcast.ts';
import type {Answer, Answered, Call, Handlers} from './call.ts';
import {who} from './looking-up.ts';
import {moderationHandlers} from './moderation/requests.ts';
import {onlyOperators} from './moderation/rights.ts';
import {governs} from './moderation/standing.ts';
import {history} from './paging.ts';
import {say, writable} from './saying.ts';
import {search} from './searching.ts';
import {companionsOf, tell, tellRoom} from './telling.ts';

export const handlers: Handlers = {
	hello() {
		throw new ChatError('HELLO_TWICE');
	},

	say: (call, {room, msg, kind, ref, nonce}) => say(call, room, {kind: kind ?? 'say', msg, ref, nonce}),

	edit: (call, {room, ref, msg, nonce}) =>
		say(call, room, {kind: 'edit', msg, ref, nonce, rights: {own: call.member.knownSince}}),

	delete(call, {room, ref, nonce}) {
		const {hub, member} = call;
		const rules = isDirect(room) ? undefined : hub.moderation.rules.get(nameKey(room));
		const rights: Rights = governs(rules, member) ? 'all' : {own: member.knownSince};
		return say(call, room, {kind: 'delete', msg: '', ref, nonce, rights});
	},

	react: (call, {room, ref, emoji, off, nonce}) =>
		say(call, room, {kind: off ? 'unreact' : 'react', msg: emoji, ref, nonce}),

	async read({hub, member}, {room, seq}): Promise<'done'> {
		const {conversation} = hub.conversationOf(member, room);
		// What was never said cannot have been read.
		const read = Math.min(seq, conversation.delivered);
		const isKept = conversation.key !== logRoom && conversation.delivered > 0;
		if (isKept) await hub.people.move(member.person, conversation.key, {read});
		return 'done';
	},

	history,

	search,

	join({hub, member}, {room, after = 0, history, nonce}) {
		hub.join(member, room, {after, history, nonce});
		return 'later';
	},

	async leave({hub, member}, {room: target}): Promise<'done'> {
		if (isDirect(target)) {
			const key = hub.directs.keyOf(member, target);
			hub.directs.stop(member, key);
			const closed = hub.journal.conversation(key)?.last ?? 0;
			await hub.people.move(member.person, key, {closed});
			return 'done';
		}
		const room = hub.roomOf(member, target);
		const stored = hub.expel(member, room, undefined);
		member.tell({type: 'gone', room: room.name, why: 'left'});
		await stored;
		return 'done';
	},

	async topic({hub, member, clock}, {room: name, topic}): Promise<'done'> {
		const {key, kind, name: conversation} = writable(hub, member, name);
		// In a help desk, guests do not see each other, so not each other's words either.
		if (kind === 'desk') onlyOperators(member);
		const isNew = hub.journal.conversation(key) === undefined;
		await hub.delivery.ledger.note({type: 'room', conversation: key, name: conversation, topic});
		// Meanwhile the last one may have left it.
		const room = hub.rooms.get(key);
		if (room === undefined) return 'done';
		room.topic = topic;
		if (isNew) hub.remember(room);
		else hub.moderation.rules.settle(key);
		tellRoom(room, member, {type: 'topic', room: room.name, id: member.id, topic, ts: clock.now()});
		return 'done';
	},

	away(call, {text}) {
		// It is read by everybody whom one shares a room with.
		if (text !== '') call.hub.moderation.checkVoice(call.member, undefined);
		return setAway(call, text);
	},

	back: call => setAway(call, undefined),

	typing({hub, member}, {room: target}) {
		if (isDirect(target)) {
			hub.moderation.checkVoice(member, undefined);
			const {direct} = hub.directs.find(member, target);
			const other = hub.present.get(direct.people.find(key => key !== member.key) ?? '');
			other?.tell({type: 'typing', room: directMark + other.id, id: member.id});
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

	rooms: ({hub, member}, request) => hub.listing.answer(member, request),

	who,

	whois({hub, member}, {id}) {
		const person = hub.person(id);
		const rooms = [...person.rooms]
			.filter(room => (room.kind !== 'log' || member.operator) && room.shows(person, member))
			.filter(({key}) => hub.moderation.isOpenTo(member, key))
			.map(room => room.name);
		const {from, client, since, away, operator, role, fingerprint} = person;
		return [
			{
				type: 'whois',
				id: person.id,
				...(away === undefined ? {} : {away}),
				...(operator ? {operator} : {}),
				since,
				rooms,
				role,
				...(member.operator ? {address: from} : {}),
				...(member.operator && client !== undefined ? {client} : {}),
				...(member.operator && fingerprint !== undefined ? {key: fingerprint} : {}),
			},
		];
	},

	...accountHandlers,
	...moderationHandlers,

	ping: () => [{type: 'pong'}],

	pong: () => 'later',

	quit({hub, member}, {text}) {
		const isMuted = hub.moderation.sanctions.in('mute', member, undefined) !== undefined;
		member.quit(isMuted ? undefined : text);
		return 'later';
	},
};

/** Everybody who has somebody in a list hears of it once, the member itself too. */
const setAway = ({hub, member}: Call, away: string | undefined): Answer => {
	if (member.away === away) return 'done';
	member.away = away;
	tell(companionsOf(hub, member), {
		type: 'status',
		id: member.id,
		...(away === undefined ? {} : {away}),
	});
	return 'done';
};

/**
 * Does what is asked, and tells whoever asked what came of it.
 * @returns a promise when that takes its time
 */
export const answer = <Type extends RequestType>(
	call: Call,
	request: RequestOf<Type>,
): Promise<void> | undefined => {
	const handler = handlers[request.type as Type] as (call: Call, request: RequestOf<Type>) => Answer;
	try {
		const answered = handler(call, request);
		if (!(answered instanceof Promise)) tellAnswer(call, request, answered);
		else
			return answered.then(
				later => tellAnswer(call, request, later),
				(error: unknown) => refuse(call, request, error),
			);
	} catch (error) {
		refuse(call, request, error);
	}
	return undefined;
};

const tellAnswer = ({member}: Call, {nonce}: Request, answered: Answered): void => {
	if (answered === 'later') return;
	if (answered !== 'done') {
		for (const event of answered.slice(0, -1)) member.tell(event);
		member.tell({...answered.at(-1)!, nonce} as Event);
	} else if (nonce !== undefined) member.tell({type: 'done', nonce});
};

/** @throws what is no ChatError: something of ours broke */
const refuse = ({host, member}: Call, request: Request, error: unknown): void => {
	if (!(error instanceof ChatError)) throw error;
	host.meter.refuse(error.code);
	const room = 'room' in request ? request.room : undefined;
	member.tell(errorEvent(error, {nonce: request.nonce, ...(room === undefined ? {} : {room})}));
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
