/** Where one can go from here: rooms and conversations, other rooms of the server, people, and a room that is made. */
import {go} from 'fuzzysort';
import {lineAt} from '../client/log.ts';
import {isCrowd, isMuted, label as labelOf, roomList, unread} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import type {EventOf, Person} from '../protocol/messages.ts';
import {checkPerson, checkRoom, directMark, isDirect, nameKey, sameName} from '../protocol/names.ts';
import {label} from './labels.ts';

/** Rooms of the server, as it lists them. */
export type Listed = ReadonlyArray<EventOf<'rooms'>['list'][number]>;

export type Destination = {
	/** `entered` also for conversations; `elsewhere` is a room of the server that one is not in */
	readonly kind: 'entered' | 'elsewhere' | 'person' | 'new';
	readonly target: string;
	/** as people write it, safe to draw */
	readonly name: string;
	/** where in the name, in UTF-16 units, the typed letters are */
	readonly matched: readonly number[];
	/** how many are in it, and what it is about, of a room elsewhere */
	readonly listed?: Listed[number];
	readonly person?: Person;
};

/** A mention, else something new, else the newest: what one most likely looks for. The room on the screen is last. */
const rankOf = (state: State, room: Room): number => {
	if (room.key === state.current) return 3;
	const {count, mentions} = unread(room);
	if (isMuted(state, room)) return 2;
	return mentions > 0 ? 0 : count > 0 ? 1 : 2;
};

const newestIn = ({log}: Room): number => lineAt(log, log.end - 1)?.ts ?? 0;

const entered = (state: State): Destination[] =>
	roomList(state)
		.map(room => ({room, rank: rankOf(state, room), ts: newestIn(room)}))
		.sort((one, other) => one.rank - other.rank || other.ts - one.ts)
		.map(({room}) => ({
			kind: 'entered',
			target: room.target,
			name: label(labelOf(room)),
			matched: [],
		}));

/** The fullest first. */
const elsewhere = ({rooms}: State, listed: Listed): Destination[] =>
	listed
		.filter(({room}) => !rooms.has(nameKey(room)) || rooms.get(nameKey(room))?.gone)
		.toSorted((one, other) => other.members - one.members)
		.map(one => ({
			kind: 'elsewhere',
			target: one.room,
			name: label(`#${one.room}`),
			matched: [],
			listed: one,
		}));

/** Of so many people whose names have the letters, the best are looked for. */
const peopleAtMost = 500;

const ascii = /^[\0-\x7f]*$/;

/**
 * May a name be what is typed? Whatever lacks a letter is not looked at closely; other alphabets and accents are left
 * to those who know them.
 */
const hasLetters = (text: string, letters: string): boolean => {
	if (!ascii.test(text) || !ascii.test(letters)) return true;
	let at = 0;
	for (const letter of letters) {
		at = text.indexOf(letter, at) + 1;
		if (at === 0) return false;
	}
	return true;
};

/**
 * Those in one's rooms with whom there is no conversation yet.
 * @param more who was found in a crowd, which lists nobody
 */
const people = ({rooms, me}: State, letters: string, more: readonly Person[]): Destination[] => {
	const found = new Map<string, Destination>();
	const foundOnes = new Map(more.map(person => [nameKey(person.id), person]));
	for (const members of [foundOnes, ...[...rooms.values()].map(room => room.members)]) {
		for (const [key, person] of members) {
			if (found.size >= peopleAtMost) return [...found.values()];
			if (found.has(key) || !hasLetters(key, letters) || sameName(person.id, me)) continue;
			const target = directMark + person.id;
			if (rooms.has(nameKey(target))) continue;
			found.set(key, {kind: 'person', target, name: label(target), matched: [], person});
		}
	}
	return [...found.values()];
};

/** Somebody by the typed name, where nobody is named: in a crowd all may be, and whether they are is told on writing. */
const somebody = (state: State, typed: string, found: readonly Destination[]): Destination[] => {
	try {
		const target = directMark + checkPerson(typed);
		const isKnown = found.some(one => sameName(one.target, target)) || sameName(typed, state.me);
		const isAmongMany = [...state.rooms.values()].some(isCrowd);
		return isKnown || !isAmongMany ? [] : [{kind: 'person', target, name: label(target), matched: []}];
	} catch {
		// Nobody can be called that.
		return [];
	}
};

/** Less than this is a coincidence of letters. */
const leastScore = 0.3;

/** What one is in comes before what is as good a match. */
const nearness: Readonly<Record<Destination['kind'], number>> = {
	entered: 0.1,
	elsewhere: 0.05,
	person: 0,
	new: 0,
};

/** By their names, the best first; then those whose topic has the words. */
const matching = (
	all: readonly Destination[],
	typed: string,
	topicOf: (one: Destination) => string,
): Destination[] => {
	const nameOf = ({name}: Destination): string => name.slice(1);
	const letters = nameKey(typed).replaceAll(' ', '');
	const likely = all.filter(one => hasLetters(nameKey(nameOf(one)), letters));
	// As good ones stay as they stood: the fullest room first, people by name.
	const places = new Map(likely.map((one, place) => [one, place]));
	const byName = go(typed, likely, {key: nameOf, limit: 0, threshold: leastScore})
		.map(({obj, score, indexes}) => ({
			destination: {...obj, matched: indexes.map(index => index + 1)},
			score: score + nearness[obj.kind],
			place: places.get(obj)!,
		}))
		.sort((one, other) => other.score - one.score || one.place - other.place)
		.map(({destination}) => destination);
	const found = new Set(byName.map(({target}) => target));
	const words = typed.toLowerCase();
	return [
		...byName,
		...all.filter(one => !found.has(one.target) && topicOf(one).toLowerCase().includes(words)),
	];
};

/** A room by the typed name, if that may be one and there is none. */
const made = (state: State, listed: Listed, typed: string): Destination[] => {
	try {
		const target = checkRoom(typed);
		const isKnown = state.rooms.has(nameKey(target)) || listed.some(({room}) => sameName(room, target));
		return isKnown ? [] : [{kind: 'new', target, name: label(`#${target}`), matched: []}];
	} catch {
		// Half a name, or none: nothing can be made of it.
		return [];
	}
};

type Asked = {
	readonly state: State;
	readonly listed: Listed;
	readonly query: string;
	readonly more: readonly Person[];
};

const search = ({state, listed, query, more}: Asked): readonly Destination[] => {
	const mark = /^[#@]/.exec(query)?.[0];
	const typed = query.slice(mark?.length ?? 0).trim();
	const isOfKind = ({target}: Destination): boolean =>
		mark === undefined || isDirect(target) === (mark === '@');
	const rooms = [...entered(state), ...elsewhere(state, listed)].filter(isOfKind);
	const persons = mark === '#' || query === '' ? [] : people(state, nameKey(typed).replaceAll(' ', ''), more);
	if (typed === '') return [...rooms, ...persons];
	const topicOf = ({target, listed}: Destination): string =>
		state.rooms.get(nameKey(target))?.topic || (listed?.topic ?? '');
	const found = matching([...rooms, ...persons], typed, topicOf);
	return [...found, ...(mark === '@' ? somebody(state, typed, found) : made(state, listed, typed))];
};

const nobody: readonly Person[] = [];

let last: {asked: Asked; found: readonly Destination[]} | undefined;

/**
 * Where one can go by what is typed, the best first; everything but people when that is nothing. `#` and `@` in front
 * leave only rooms or only people.
 * @param listed the rooms of the server, as far as they are known
 * @param more people whom the server has found by that
 */
export const destinations = (
	state: State,
	listed: Listed,
	query: string,
	more: readonly Person[] = nobody,
): readonly Destination[] => {
	const asked = {state, listed, query, more};
	// It is asked for by the key and by the frame that the key makes.
	const isSame =
		last?.asked.state === state &&
		last.asked.listed === listed &&
		last.asked.query === query &&
		last.asked.more === more;
	if (!last || !isSame) last = {asked, found: search(asked)};
	return last.found;
};
