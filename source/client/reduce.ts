import type {EventOf} from '../protocol/messages.ts';
import {generalRoom, nameKey} from '../protocol/names.ts';
import {applyAction} from './actions.ts';
import {applyEvent} from './events.ts';
import {addMessages, conversationOf, newRoom} from './rooms.ts';
import type {Arrival, Change, State} from './state.ts';

/**
 * Before the first welcome.
 * @param rooms that will be entered, the first of them shown; general when left out
 */
export const initialState = ({id, rooms = [generalRoom]}: {id: string; rooms?: readonly string[]}): State => {
	const entered = (rooms.length === 0 ? [generalRoom] : rooms).map(newRoom);
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

type MessageArrival = Arrival & {event: EventOf<'message'>};

const isMessage = (change: Change | undefined): change is MessageArrival =>
	change?.type === 'event' && change.event.type === 'message';

/**
 * The same as reducing one change after the other. Messages of one conversation that follow each other become
 * one append, which in a flood saves most of the copying.
 */
export const reduceAll = (state: State, changes: readonly Change[]): State => {
	let after = state;
	for (let next = 0; next < changes.length; ) {
		const change = changes[next++]!;
		if (!isMessage(change)) {
			after = reduce(after, change);
			continue;
		}
		const messages = [change.event];
		const key = nameKey(conversationOf(after.me, change.event));
		for (let other = changes[next]; isMessage(other); other = changes[++next]) {
			if (nameKey(conversationOf(after.me, other.event)) !== key) break;
			messages.push(other.event);
		}
		after = addMessages(after, messages);
	}
	return after;
};
