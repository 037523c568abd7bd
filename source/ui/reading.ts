/** Where one reads: scrolling, jumping to a message and back, and loading what is not held on the way. */
import {numberFrom} from '../client/lines.ts';
import {lineAt} from '../client/log.ts';
import {numberOf} from '../client/select.ts';
import type {Room} from '../client/state.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import {emptyEditor} from './editor.ts';
import type {Effect} from './effects.ts';
import {foldingOf} from './folding.ts';
import {shownRoom} from './held.ts';
import {
	and,
	bottom,
	only,
	placeIn,
	roomHere,
	type Screen,
	type Step,
	type Surroundings,
	shownPlace,
	without,
} from './screen.ts';
import {isAtEnd, landing, type Place, scroll, span, toLine, toMarker, toOldest} from './view.ts';

const follow = (following: boolean): Effect => ({type: 'change', change: {type: 'follow', following}});

/** Puts the reader at a place of what is shown, and tells whether what comes is read as it comes. */
export const readAt = (screen: Screen, {state}: Surroundings, place: Place): Step => {
	const room = state.rooms.get(state.current);
	if (room?.visit) return only({...screen, visits: new Map(screen.visits).set(room.key, place)});
	const following = place.at === 'bottom';
	const moved = {...screen, places: new Map(screen.places).set(state.current, place)};
	return following === state.following ? only(moved) : and(moved, follow(following));
};

/**
 * A step after which nothing is picked: whoever sees the newest message sticks to it again. Not where the room
 * was just made unread, which following it would undo.
 */
export const stuck = ({screen, effects}: Step, around: Surroundings): Step => {
	const {state} = around;
	const room = roomHere(around);
	const place = room && placeIn(screen, room.key);
	if (!room || room.visit || room.keptUnread || screen.picked || place?.at !== 'row')
		return {screen, effects};
	if (effects.some(({type}) => type === 'unreadFrom')) return {screen, effects};
	// What was just opened or closed counts as it is now.
	const input = {...around.pane(place), folding: foldingOf(screen, room.key)};
	if (!isAtEnd(input)) return {screen, effects};
	const there = {...screen, places: new Map(screen.places).set(room.key, bottom)};
	const opens = effects.some(effect => effect.type === 'change' && effect.change.type === 'open');
	return and(there, ...effects, ...(opens || state.following ? [] : [follow(true)]));
};

/** What has to be loaded for the reader to go on: about a page before the end of what is held is reached. */
const wanted = (screen: Screen, around: Surroundings): 'older' | 'newer' | undefined => {
	const room = roomHere(around);
	if (!room || room.gone || around.state.link.type !== 'online' || screen.loading.has(room.key))
		return undefined;
	const {log, complete} = shownRoom(room);
	const input = around.pane(shownPlace(screen, room));
	const {from, to} = span(input);
	if (!complete && from - log.start < input.height) return 'older';
	return room.visit && !room.visit.current && log.end - to < input.height ? 'newer' : undefined;
};

/** A step that moved the reader, and the loading that it makes necessary. */
export const withMore = ({screen, effects}: Step, around: Surroundings): Step => {
	const way = wanted(screen, around);
	const room = roomHere(around);
	if (!way || !room) return {screen, effects};
	const loading = new Map(screen.loading).set(room.key, way);
	return and({...screen, loading}, ...effects, {type: 'load', target: room.target, way});
};

export const scrolled = (screen: Screen, around: Surroundings, rows: number): Step => {
	const room = roomHere(around);
	const input = around.pane(shownPlace(screen, room));
	// The newest of all: from here on it is the room as it goes on.
	if (rows > 0 && room?.visit?.current && isAtEnd(input)) return toNewest(screen, around);
	return withMore(readAt(screen, around, scroll(input, rows)), around);
};

/** A page keeps one row in sight for the eye to hold on to. */
export const page = ({pane}: Surroundings): number => Math.max(1, pane(bottom).height - 1);

/** The room as it goes on, at its newest message. */
export const toNewest = (screen: Screen, around: Surroundings): Step => {
	const room = roomHere(around);
	const key = around.state.current;
	const ends: Effect[] = room?.visit ? [{type: 'endVisit', target: room.target}] : [];
	const there = {
		...screen,
		origin: undefined,
		picked: undefined,
		visits: without(screen.visits, key),
		places: new Map(screen.places).set(key, bottom),
	};
	return and(there, ...ends, ...(around.state.following ? [] : [follow(true)]));
};

/** A place that one goes to, and no message that is marked there. */
const unpicked = ({screen, effects}: Step): Step => and({...screen, picked: undefined}, ...effects);

export const oldest = (screen: Screen, around: Surroundings): Step => {
	const room = roomHere(around);
	if (!room) return only(screen);
	if (shownRoom(room).complete)
		return readAt(screen, around, toOldest(around.pane(shownPlace(screen, room))));
	return unpicked(land(screen, around, room.target, 1));
};

export const firstUnread = (screen: Screen, around: Surroundings): Step => {
	const room = roomHere(around);
	if (!room || room.visit || room.marker === undefined) return toNewest(screen, around);
	const {markedAt, oldest, complete} = room;
	const isAbove = markedAt !== undefined && !complete && markedAt < oldest - 1;
	if (isAbove) return unpicked(land(screen, around, room.target, markedAt + 1));
	return withMore(readAt(screen, around, toMarker(around.pane(bottom))), around);
};

/**
 * Shows another room, with what was half written there; the half-written text of this one is kept.
 * @param follows its newest message comes on the screen, and with it all is read
 */
export const openRoom = (screen: Screen, {state}: Surroundings, target: string, follows?: boolean): Step => {
	const key = nameKey(target);
	const {editor, about} = screen;
	const drafts = new Map(screen.drafts).set(state.current, {editor, about});
	const draft =
		key === state.current ? {editor, about} : (drafts.get(key) ?? {editor: emptyEditor, about: undefined});
	const following = follows ?? (!state.rooms.get(key)?.visit && placeIn(screen, key).at === 'bottom');
	return and(
		{...screen, ...draft, drafts, overlay: undefined, picked: undefined, origin: undefined},
		{type: 'change', change: {type: 'open', target, following}},
	);
};

/** Jumps to a message, wherever it is; Esc comes back. */
export const land = (screen: Screen, around: Surroundings, target: string, seq: number): Step => {
	const key = nameKey(target);
	const {state} = around;
	const here = roomHere(around);
	const from = here
		? {target: here.target, place: placeIn(screen, here.key)}
		: {target: state.current, place: bottom};
	const places = screen.origin?.places ?? new Map();
	const origin = {
		...from,
		...screen.origin,
		landed: key,
		seq,
		places: places.has(key) ? places : new Map(places).set(key, placeIn(screen, key)),
	};
	const opened = key === state.current ? only(screen) : openRoom(screen, around, target, false);
	const landed = {...opened.screen, overlay: undefined, picked: {seq}, origin};
	const room = state.rooms.get(key);
	const number = room && numberOf(shownRoom(room), seq);
	if (room && number !== undefined) {
		const step = placed(landed, room, landing(around.pane(bottom, room), number));
		return and(step.screen, ...opened.effects, ...step.effects);
	}
	const joins = !isDirect(target) && (!room || room.gone);
	const loading = new Map(screen.loading).set(key, 'visit' as const);
	return and({...landed, loading}, ...opened.effects, follow(false), {type: 'visit', target, seq, joins});
};

const placed = (screen: Screen, room: Room, place: Place): Step => {
	// Nothing is followed in an old part.
	if (room.visit) return only({...screen, visits: new Map(screen.visits).set(room.key, place)});
	return and({...screen, places: new Map(screen.places).set(room.key, place)}, follow(place.at === 'bottom'));
};

/** The message that one jumped to is there, or the next one that is kept; or it could not be had. */
export const arrived = (screen: Screen, around: Surroundings, key: string, seq: number): Step => {
	const room = around.state.rooms.get(key);
	const there = {...screen, loading: without(screen.loading, key)};
	if (!room) return stayed(there, around);
	const {origin} = screen;
	// One has jumped again meanwhile, and that is still under way.
	if (origin?.landed === key && origin.seq !== seq) return only(screen);
	if (origin?.landed !== key) {
		// One is back already.
		return room.visit ? and(there, {type: 'endVisit', target: room.target}) : only(there);
	}
	const shown = shownRoom(room);
	const number = numberFrom(shown.log, seq, shown.record);
	const line = lineAt(shown.log, number);
	const isIt = line?.type === 'message' && line.seq === seq;
	// Why it failed is said in the room.
	if (!isIt && !room.visit) return key === around.state.current ? back(there, around) : only(there);
	const input = around.pane(bottom, room);
	const place = isIt ? landing(input, number) : toLine(input, number);
	const step = placed({...there, picked: isIt ? there.picked : undefined}, room, place);
	return key === around.state.current ? withMore(step, around) : step;
};

/** A room could not be entered, so one is where one was, and writes what one wrote. */
const stayed = (screen: Screen, {state}: Surroundings): Step => {
	const draft = screen.drafts.get(state.current);
	const there = {...screen, ...draft, origin: undefined, picked: undefined};
	return and(there, follow(placeIn(screen, state.current).at === 'bottom'));
};

/** Back to where one was before one jumped to a message. */
export const back = (screen: Screen, around: Surroundings): Step => {
	const {origin} = screen;
	const room = roomHere(around);
	if (!room) return only(screen);
	const visits = new Map(screen.visits);
	const ends: Effect[] = [];
	for (const key of new Set([room.key, ...(origin?.places.keys() ?? [])])) {
		const left = around.state.rooms.get(key);
		visits.delete(key);
		if (left?.visit) ends.push({type: 'endVisit', target: left.target});
	}
	const left = {...screen, origin: undefined, picked: undefined, visits};
	if (!origin) return and(left, ...ends, follow(placeIn(screen, room.key).at === 'bottom'));
	const key = nameKey(origin.target);
	const home = {...left, places: new Map([...screen.places, ...origin.places, [key, origin.place]])};
	if (key === room.key) return and(home, ...ends, follow(origin.place.at === 'bottom'));
	const opened = openRoom(home, around, origin.target, origin.place.at === 'bottom');
	return and(opened.screen, ...ends, ...opened.effects);
};
