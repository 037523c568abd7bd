import {generalRoom, nameKey} from '../protocol/names.ts';
import {applyAction} from './actions.ts';
import {addEntries} from './entries.ts';
import {applyEvent} from './events.ts';
import {keyedOf} from './keyed.ts';
import {isEntry} from './lines.ts';
import {conversationOf, newRoom} from './rooms.ts';
import type {Arrival, Change, EntryEvent, State} from './state.ts';

/** What is known before the first welcome. */
export type Beginning = {
	id: string;
	/** rooms that will be entered, the first of them shown; general when left out */
	rooms?: readonly string[] | undefined;
	/** the server knows in which rooms we are: when none is named, one only stands for them */
	resume?: boolean | undefined;
	/** the one that does, if it is not general */
	shown?: string | undefined;
	/** where something waits to be said */
	unsent?: readonly string[] | undefined;
	/** what was taken in an earlier run, and is not told again */
	cursors?: ReadonlyArray<{room: string; seq: number}> | undefined;
	/** the record that the cursors speak of */
	journal?: string | undefined;
	wishes?: State['wishes'] | undefined;
	ignored?: State['ignored'] | undefined;
};

export const initialState = ({
	id,
	rooms = [],
	resume = false,
	shown: last = generalRoom,
	unsent = [],
	cursors = [],
	journal,
	wishes = new Map(),
	ignored = new Set(),
}: Beginning): State => {
	const named = rooms.map(newRoom);
	const shown = named.length > 0 ? named : [{...newRoom(resume ? last : generalRoom), assumed: resume}];
	const entered = new Map(shown.map(room => [room.key, room]));
	for (const target of unsent) {
		const room = newRoom(target);
		if (entered.get(room.key)?.assumed !== false) entered.set(room.key, room);
	}
	for (const {room: target, seq} of cursors) {
		const known = {...newRoom(target), entered: true, seq, oldest: seq + 1, seen: seq};
		entered.set(known.key, known);
	}
	return {
		link: {type: 'connecting'},
		me: id,
		operator: false,
		role: 'guest',
		muted: undefined,
		away: undefined,
		journal: cursors.length === 0 ? undefined : journal,
		rooms: keyedOf(entered),
		current: shown[0]!.key,
		following: true,
		directory: [],
		found: [],
		wishes,
		ignored,
	};
};

/** The only way in which a state changes. Pure: the same state and change give the same state. */
export const reduce = (state: State, change: Change): State =>
	change.type === 'event' ? applyEvent(state, change.event, change.at) : applyAction(state, change);

type EntryArrival = Arrival & {event: EntryEvent};

const isEntryArrival = (change: Change | undefined): change is EntryArrival =>
	change?.type === 'event' && isEntry(change.event);

/**
 * The same as reducing one change after the other. Entries of one conversation that follow each other become
 * one append, which in a flood saves most of the copying.
 */
export const reduceAll = (state: State, changes: readonly Change[]): State => {
	let after = state;
	for (let next = 0; next < changes.length; ) {
		const change = changes[next++]!;
		if (!isEntryArrival(change)) {
			after = reduce(after, change);
			continue;
		}
		const entries = [change.event];
		const key = nameKey(conversationOf(after.me, change.event));
		for (let other = changes[next]; isEntryArrival(other); other = changes[++next]) {
			if (nameKey(conversationOf(after.me, other.event)) !== key) break;
			entries.push(other.event);
		}
		after = addEntries(after, entries);
	}
	return after;
};
