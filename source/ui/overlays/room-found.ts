/** What the picker asks the server while one types, and what of that there is to choose from. */
import {isCrowd} from '../../client/select.ts';
import {isDirect, nameKey} from '../../protocol/names.ts';
import {type Destination, destinations} from '../destinations.ts';
import type {Effect, News} from '../effects.ts';
import type {RoomPicker} from '../opened.ts';
import {and, only, type Screen, type Step, type Surroundings} from '../screen.ts';

/** Where one can go by what is typed, the best first. */
export const found = ({as, listed, query, people}: RoomPicker): readonly Destination[] =>
	destinations(as, listed, query.text, people);

export const chosenIn = (picker: RoomPicker): number =>
	Math.max(0, Math.min(picker.chosen, found(picker).length - 1));

/** Is it nothing but what was typed: a room to be made, or somebody of whom nothing is known? */
const isOnlyTyped = ({kind, person}: Destination): boolean =>
	kind === 'new' || (kind === 'person' && person === undefined);

/**
 * The picker with what the server has told; what is chosen stays so. Half a name by itself is chosen only where nothing
 * is found, so not beside what came now: Enter would make a room of it, or write to nobody.
 */
const told = (screen: Screen, before: RoomPicker, change: Partial<RoomPicker>): Step => {
	const chosen = found(before)[chosenIn(before)];
	const isUnchosen = before.chosen === 0 && chosen !== undefined && isOnlyTyped(chosen);
	const after = {...before, ...change};
	const place = isUnchosen ? 0 : found(after).findIndex(({target}) => target === chosen?.target);
	return only({...screen, overlay: {...after, chosen: Math.max(0, place)}});
};

/** Rooms that were listed and those that were found by what is typed, each once. */
const joined = (listed: RoomPicker['listed'], more: RoomPicker['listed']): RoomPicker['listed'] => {
	const known = new Set(listed.map(({room}) => nameKey(room)));
	const fresh = more.filter(({room}) => !known.has(nameKey(room)));
	return fresh.length === 0 ? listed : [...listed, ...fresh];
};

/** The server has told which rooms it has, or those for what is typed. */
export const withListed = (screen: Screen, {rooms, like, isPart}: News & {type: 'listed'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'rooms') return only(screen);
	return like === undefined
		? told(screen, overlay, {listed: rooms, isPart})
		: told(screen, overlay, {listed: joined(overlay.listed, rooms)});
};

/** The server has told who of a crowd has a name that begins like what is typed. */
export const withPeople = (screen: Screen, {id, people}: News & {type: 'people'}): Step => {
	const {overlay} = screen;
	return overlay?.type === 'rooms' && overlay.id === id ? told(screen, overlay, {people}) : only(screen);
};

/** The crowd whose people are looked for: the one on the screen, if that is one. */
const crowdIn = ({as}: RoomPicker): string | undefined =>
	[as.rooms.get(as.current), ...as.rooms.values()].find(isCrowd)?.target;

/** Asks for what is typed where not all is known: rooms of a large server, people of a crowd. */
export const asked = (screen: Screen, picker: RoomPicker, {state}: Surroundings): Step => {
	const like = picker.query.text.trim();
	const name = like.replace(/^[#@]/, '');
	if (state.link.type !== 'online' || name === '') return only({...screen, overlay: picker});
	const id = screen.questions + 1;
	const room = crowdIn(picker);
	const asks: Effect[] = [
		...(picker.isPart && !isDirect(like) ? [{type: 'listRooms', like: name, waits: true} as const] : []),
		...(room !== undefined && !like.startsWith('#')
			? [{type: 'listPeople', id, room, like: name, after: undefined, waits: true} as const]
			: []),
	];
	return and({...screen, questions: id, overlay: {...picker, id}}, ...asks);
};
