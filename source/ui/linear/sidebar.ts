/** Rooms and people, which a screen shows beside the messages: read when one asks for them by the sidebar's key. */
import {headcount, heardIn, isCrowd, people, roomList, unread} from '../../client/select.ts';
import type {Room} from '../../client/state.ts';
import type {Person} from '../../protocol/messages.ts';
import {sameName} from '../../protocol/names.ts';
import {count, counted, label} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import {rankOf} from '../ranks.ts';
import {roomName} from '../sidebar.ts';

/** Whoever wants to hear of more has the room picker and `/who`. */
const most = 30;

const listed = <Item>(title: string, items: readonly Item[], textOf: (item: Item) => string): string => {
	const more = items.length > most ? [`and ${count(items.length - most)} more`] : [];
	return `${title}: ${[...items.slice(0, most).map(textOf), ...more].join(', ')}.`;
};

const personText = (person: Person, me: string): string => {
	const {id, away} = person;
	const rank = rankOf(person);
	const remarks = [
		...(sameName(id, me) ? ['you'] : []),
		...(rank ? [rank.brief === 'guest' ? 'guest' : rank.says.replace(/^an? /, '')] : []),
		...(away === undefined ? [] : ['away']),
	];
	return remarks.length === 0 ? label(id) : `${label(id)} (${remarks.join(', ')})`;
};

const peopleText = (room: Room, present: readonly Person[], me: string): string => {
	const all = counted(headcount(room), 'person', 'people');
	const textOf = (one: Person): string => personText(one, me);
	if (!isCrowd(room)) return listed(all, present, textOf);
	return `${listed(`${all}, some of them`, present, textOf)} /who finds the others.`;
};

/** What there is to read of the sidebar, which is what showing or hiding it asks for. */
export const readSidebar = (before: Snapshot, {screen, state}: Snapshot): string[] => {
	const isAsked =
		before.screen.preferences.values['sidebar.show'] !== screen.preferences.values['sidebar.show'];
	if (!isAsked) return [];
	const rooms = roomList(state);
	const here = state.rooms.get(state.current);
	const present = here
		? isCrowd(here)
			? heardIn(state, here, most).map(({person}) => person)
			: people(here)
		: [];
	return [
		listed(counted(rooms.length, 'room'), rooms, room => {
			const {count: all} = unread(room);
			const name = room === here ? `${roomName(room)} (you are here)` : roomName(room);
			return all === 0 ? name : `${name} (${count(all)} new)`;
		}),
		...(present.length === 0 ? [] : [peopleText(here!, present, state.me)]),
	];
};
