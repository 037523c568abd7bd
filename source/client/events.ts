/** What each of the server's events does to the state: one row for each, completed by the compiler. */

import {limits} from '../protocol/limits.ts';
import type {Event, EventOf, EventType} from '../protocol/messages.ts';
import {isDirect, nameKey, sameName} from '../protocol/names.ts';
import {describeRooms, describeWho, describeWhois} from './answers.ts';
import {cutRecord, settleRoom, withPlace} from './entering.ts';
import {addEntries} from './entries.ts';
import {errorOf, isFatal} from './errors.ts';
import {emptyKeyed, withValue} from './keyed.ts';
import {lineAt} from './log.ts';
import {asNamed, withMembers, withPresence} from './presence.ts';
import {label, withListed} from './room-list.ts';
import {
	addLines,
	addNote,
	changePending,
	closeRoom,
	conversationOf,
	mapRooms,
	type Note,
	newRoom,
	openRoom,
	outOf,
	roomFor,
	withRoom,
} from './rooms.ts';
import {ownedSentence, standingRows, withStanding} from './standing.ts';
import type {Room, State} from './state.ts';
import {isIgnored} from './wishes.ts';

type Row<Type extends EventType> = (state: State, event: EventOf<Type>, at: number) => State;

const unchanged = (state: State): State => state;

const rows: {readonly [Type in EventType]: Row<Type>} = {
	...standingRows,

	welcome(state, event, at) {
		const isCut = state.journal !== undefined && state.journal !== event.journal;
		const welcomed: State = {
			...withStanding(isCut ? mapRooms(state, room => cutRecord(room, at)) : state, event),
			link: {type: 'online'},
			me: event.id,
			journal: event.journal,
		};
		const told = [
			...(event.owned ? [ownedSentence(event.id, event.role)] : []),
			...(state.journal === undefined && event.motd ? [event.motd] : []),
		];
		return told.reduce((after, text) => addNote(after, undefined, {text, tone: 'info', ts: at}), welcomed);
	},

	waiting: (state, {place}) => ({...state, link: {type: 'waiting', place}}),

	error(state, event, at) {
		// The link says why it ended; a note would say it twice.
		if (isFatal(event.code)) return state;
		const error = {text: event.text, tone: 'error', ts: at} as const;
		const {nonce} = event;
		if (nonce !== undefined) {
			const failed = changePending(state, nonce, pending => ({...pending, error: errorOf(event)}));
			return failed === state ? addNote(state, event.room, error) : failed;
		}
		return refuse(state, event, error);
	},

	ack(state, {nonce, seq}) {
		// Its line follows in the same write, unless a resend told the server what it knew: then we hold it.
		const acknowledged = changePending(state, nonce, pending => ({...pending, seq, error: undefined}));
		return acknowledged === state ? state : mapRooms(acknowledged, room => settleRoom(room, room.seq));
	},

	done: unchanged,

	message: (state, event) => addEntries(state, [event]),

	edit: (state, event) => addEntries(state, [event]),

	delete: (state, event) => addEntries(state, [event]),

	react: (state, event) => addEntries(state, [event]),

	room(state, event, at) {
		const held = state.rooms.get(nameKey(event.room));
		// The server opens all conversations of this person; one with somebody ignored only shows up once it is asked for.
		if (!held && event.nonce === undefined && isDirect(event.room) && isIgnored(state, event.room.slice(1)))
			return state;
		const known = held ?? {...newRoom(event.room), entered: false};
		const isRenewed = known.live && known.crowd !== undefined && !event.crowd && event.nonce === undefined;
		const listed: Room = {
			...known,
			target: event.room,
			topic: event.topic ?? '',
			desk: event.desk ?? false,
			readOnly: event.readOnly ?? false,
			mode: event.mode ?? 'open',
			rank: event.rank,
			muted: isRenewed ? known.muted : undefined,
			// Who is in a crowd is told of it anew once it is none any more, and its past goes on.
			live: isRenewed && known.live,
			gone: false,
			assumed: false,
			seen: known.entered ? known.seen : (event.read ?? (isDirect(event.room) ? 0 : undefined)),
			crowd: event.crowd ? event.members : undefined,
			members: emptyKeyed(),
		};
		const entered = isRenewed ? asNamed(listed, event.members, at) : listed;
		// Only the answer to a join of one's own carries a nonce: that room is wanted on the screen.
		if (event.nonce !== undefined && known.key !== state.current) return openRoom(state, entered);
		return withRoom(state, entered);
	},

	// Who takes part in a conversation of two is plain; a list of them would only be shown as one.
	members: (state, {room, list}) =>
		isDirect(room) ? state : inRoom(state, room, known => withMembers(known, list)),

	live(state, {room: target, seq}) {
		const room = state.rooms.get(nameKey(target));
		if (!room) return state;
		const settled = {...settleRoom(room, Math.max(room.seq, seq)), live: true};
		return withRoom(state, room.entered ? settled : withPlace({...settled, entered: true}));
	},

	gap: (state, {room, from, to}, at) =>
		inRoom(state, room, known => {
			const count = to - from + 1;
			const text = `Up to ${count} ${count === 1 ? 'message was' : 'messages were'} pruned here by the server’s owner.`;
			return addLines(known, [{type: 'note', ts: at, text, tone: 'info'}]);
		}),

	gone(state, {room: target, why, text}, at) {
		if (why === 'left') return closeRoom(state, target);
		const room = state.rooms.get(nameKey(target));
		if (!room) return state;
		const out = withRoom(state, outOf(room));
		const reason = text ? `: ${text}` : '.';
		const what = why === 'banned' ? 'are banned from' : 'were put out of';
		return addNote(out, target, {
			text: `You ${what} ${label(room)}${reason}`,
			tone: 'error',
			ts: at,
		});
	},

	presence: (state, event) => inRoom(state, event.room, room => withPresence(room, event, state.me)),

	topic: (state, {room, id, topic, ts}) =>
		inRoom(state, room, known => {
			const text = topic === '' ? `${id} took the topic away` : `${id} set the topic: ${topic}`;
			return addLines({...known, topic}, [{type: 'note', ts, text, tone: 'info'}]);
		}),

	status(state, {id, away}) {
		const key = nameKey(id);
		const changed = mapRooms(state, room => {
			const person = room.members.get(key);
			if (!person) return room;
			const {away: _, ...rest} = person;
			return {...room, members: withValue(room.members, key, away === undefined ? rest : {...rest, away})};
		});
		return sameName(id, state.me) ? {...changed, away} : changed;
	},

	typing(state, event, at) {
		if (sameName(event.id, state.me) || isIgnored(state, event.id)) return state;
		return inRoom(state, conversationOf(state.me, event), room => {
			const until = at + limits.typingMs;
			return {...room, typing: new Map(room.typing).set(nameKey(event.id), {id: event.id, until})};
		});
	},

	notice(state, {id, msg, ts}) {
		const room = state.rooms.get(state.current);
		return room ? withRoom(state, addLines(room, [{type: 'notice', ts, id, msg}])) : state;
	},

	rooms(state, event, at) {
		// It may be what was found by a word.
		const listed = {
			...state,
			directory: withListed(
				state,
				event.list.map(({room}) => room),
			),
		};
		return addNote(listed, undefined, {text: describeRooms(event), tone: 'info', ts: at});
	},

	who: (state, event, at) => addNote(state, undefined, {text: describeWho(event), tone: 'info', ts: at}),

	whois: (state, event, at) =>
		addNote(state, undefined, {text: describeWhois(event, at), tone: 'info', ts: at}),

	ping: unchanged,
	pong: unchanged,
	/** Whoever asked knows what for; see the actions `older`, `visit` and `widen`. */
	page: unchanged,
	found: unchanged,
	/** The link says why it ended. */
	bye: unchanged,
};

export const applyEvent = (state: State, event: Event, at: number): State =>
	(rows[event.type] as Row<EventType>)(state, event, at);

const inRoom = (state: State, target: string, change: (room: Room) => Room): State => {
	const room = roomFor(state, target);
	if (!room || !state.rooms.has(room.key)) return state;
	const changed = change(room);
	return changed === room ? state : withRoom(state, changed);
};

/**
 * No answer to a request of this link, but to a room that its hello asked for. A room that would not have us is
 * not asked for again. A conversation goes on as soon as its other one is back, and is told once that they are
 * not, however often the link is made anew.
 */
const refuse = (state: State, {room: target}: EventOf<'error'>, error: Note): State => {
	const room = target === undefined ? undefined : state.rooms.get(nameKey(target));
	if (!room || room.live) return addNote(state, target, error);
	const last = lineAt(room.log, room.log.end - 1);
	const isTold = last?.type === 'note' && last.text === error.text;
	const refused = withRoom(state, isDirect(room.target) ? {...room, live: true} : {...room, gone: true});
	return isTold ? refused : addNote(refused, target, error);
};
