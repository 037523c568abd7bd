import {generalRoom, nameKey} from '../protocol/names.ts';
import {applyAction} from './actions.ts';
import {addEntries} from './entries.ts';
import {applyEvent} from './events.ts';
import {isEntry} from './lines.ts';
import {conversationOf, newRoom} from './rooms.ts';
import type {Arrival, Change, EntryEvent, State} from './state.ts';

/** What is known before the first welcome. */
export type Beginning = {
	id: string;
	/** rooms that will be entered, the first of them shown; general when left out */
	rooms?: readonly string[] | undefined;
	/** the server knows in which rooms we are: when none is named, general only stands for them */
	resume?: boolean | undefined;
};

export const initialState = ({id, rooms = [], resume = false}: Beginning): State => {
	const named = rooms.map(newRoom);
	const entered = named.length > 0 ? named : [{...newRoom(generalRoom), assumed: resume}];
	return {
		link: {type: 'connecting'},
		me: id,
		operator: false,
		away: undefined,
		journal: undefined,
		rooms: new Map(entered.map(room => [room.key, room])),
		current: entered[0]!.key,
		following: true,
		directory: [],
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
