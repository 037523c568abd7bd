/** Going somewhere by typing a part of its name. */
import {isMuted, knownPerson, unread} from '../../client/select.ts';
import type {State} from '../../client/state.ts';
import {isDirect, nameKey} from '../../protocol/names.ts';
import type {Destination} from '../destinations.ts';
import {edit, emptyEditor, isEditCommand} from '../editor.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {count, counted, label} from '../labels.ts';
import {insertInLine} from '../one-line.ts';
import type {RoomPicker} from '../opened.ts';
import {mutedSign} from '../person-row.ts';
import {openRoom} from '../reading.ts';
import {and, bottom, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import {requested} from '../submit.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, segmenter} from '../wrap.ts';
import {promptRow} from './prompt.ts';
import {asked, chosenIn, found} from './room-found.ts';

/** The first of the rows that are shown: the chosen one is among them. */
const firstShown = (picker: RoomPicker, height: number): number => {
	const shown = Math.max(1, height - 2);
	const {length} = found(picker);
	return Math.max(0, Math.min(chosenIn(picker) - Math.floor(shown / 2), length - shown));
};

export type PickerInput = {
	readonly picker: RoomPicker;
	readonly state: State;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

const prompt = ' Go to: ';

/** The column of the cursor in the first row. */
export const pickerCursor = ({query}: RoomPicker, width: number): number =>
	promptRow(prompt, query, width).column;

/** The picker as `height` rows: what is typed, where one can go, and how. */
export const pickerRows = ({picker, state, width, height, theme}: PickerInput): string[] => {
	const all = found(picker);
	const from = firstShown(picker, height);
	const shown = all.slice(from, from + Math.max(1, height - 2));
	const widest = Math.max(0, ...shown.map(({name}) => columns(name)));
	const names = Math.min(widest, Math.max(8, Math.floor(width / 2) - 4));
	const list = shown.map((one, index) =>
		destinationRow(one, {state, names, width, theme, isChosen: from + index === chosenIn(picker)}),
	);
	if (list.length === 0) list.push(theme.paint('dim', fit(' There is nothing of that name.', width)));
	const rows = [promptRow(prompt, picker.query, width).text, ...list];
	while (rows.length < height - 1) rows.push('');
	return [
		...rows.slice(0, height - 1),
		theme.paint('dim', fit(` ${footer(all[chosenIn(picker)], width)}`, width)),
	];
};

const verbs: Readonly<Record<Destination['kind'], string>> = {
	entered: 'opens',
	elsewhere: 'enters it',
	person: 'opens a conversation',
	new: 'makes that room',
};

const footer = (chosen: Destination | undefined, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	if (!chosen) return closes;
	const all = `${keyLabel('enter')} ${verbs[chosen.kind]} · ${closes}`;
	return columns(all) + 1 <= width ? all : `${keyLabel('enter')} ${verbs[chosen.kind]}`;
};

type RowInput = {
	readonly state: State;
	/** columns for names */
	readonly names: number;
	readonly width: number;
	readonly theme: Theme;
	readonly isChosen: boolean;
};

const destinationRow = (one: Destination, {state, names, width, theme, isChosen}: RowInput): string => {
	const mark = isChosen ? ' › ' : '   ';
	const news = one.kind === 'entered' ? newsOf(one, state) : '';
	const words = [news, ...wordsOf(one, state)].filter(word => word !== '').join(' · ');
	const left = Math.max(0, width - mark.length - names);
	const role = isChosen ? 'current' : news === '' ? 'text' : 'unread';
	const name = markLetters(fit(one.name, names), one, text => theme.paint(role, text), theme);
	return mark + name + theme.paint('dim', fit(`  ${words}`, left));
};

/** The letters that were typed stand out by more than colour. */
const markLetters = (
	shown: string,
	{name, matched}: Destination,
	paint: (text: string) => string,
	theme: Theme,
): string => {
	if (matched.length === 0) return paint(shown);
	const wanted = new Set(matched);
	let drawn = '';
	let run = '';
	for (const {segment, index} of segmenter.segment(shown)) {
		const isMatched = wanted.has(index) && name.startsWith(segment, index);
		if (!isMatched) {
			run += segment;
			continue;
		}
		drawn += (run === '' ? '' : paint(run)) + theme.paint('found', segment);
		run = '';
	}
	return drawn + (run === '' ? '' : paint(run));
};

/** `2 for you`, `3 new`; nothing of a muted room calls. */
const newsOf = ({target}: Destination, state: State): string => {
	const room = state.rooms.get(nameKey(target));
	if (!room) return '';
	const {count: all, mentions} = unread(room);
	if (isMuted(state, room)) return `${mutedSign} muted`;
	if (mentions > 0) return `${count(mentions)} for you`;
	return all > 0 ? `${count(all)} new` : '';
};

/** What else there is to know of it. */
const wordsOf = ({kind, target, person, listed}: Destination, state: State): string[] => {
	if (kind === 'new') return ['a new room'];
	if (kind === 'person') return [standing(person?.away, person !== undefined)];
	if (kind === 'elsewhere') {
		const {members = 0, topic = '', desk = false} = listed ?? {};
		const help = desk ? ['help desk'] : [];
		return ['not joined', counted(members, 'person', 'people'), ...help, label(topic)];
	}
	const room = state.rooms.get(nameKey(target));
	const here = room?.key === state.current ? ['here'] : [];
	if (!room || room.gone) return ['left'];
	if (!isDirect(target)) return [...here, label(room.topic)];
	const other = knownPerson(state, target.slice(1));
	return [...here, standing(other?.away, other !== undefined)];
};

/** @param isKnown somebody of whom nothing is known may be anywhere */
const standing = (away: string | undefined, isKnown: boolean): string => {
	if (away === undefined) return isKnown ? 'online' : '';
	return away === '' ? 'away' : `away: ${label(away)}`;
};

/** Opens the picker, and asks the server which rooms it has. */
export const openPicker = (screen: Screen, {state}: Surroundings): Step => {
	const overlay = {
		type: 'rooms',
		query: emptyEditor,
		chosen: 0,
		as: state,
		listed: [],
		isPart: false,
		id: 0,
		people: [],
	} as const;
	const opened = {...screen, overlay};
	return state.link.type === 'online'
		? and(opened, {type: 'listRooms', like: undefined, waits: false})
		: only(opened);
};

/** The place in the list of what stands in a row of the picker. */
export const destinationAt = (picker: RoomPicker, height: number, row: number): number | undefined => {
	const place = firstShown(picker, height) + row - 1;
	return row >= 1 && row < height - 1 && place < found(picker).length ? place : undefined;
};

export const pressPicker = (
	screen: Screen,
	picker: RoomPicker,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const picking = (change: Partial<RoomPicker>): Step => only({...screen, overlay: {...picker, ...change}});
	const typed = (query: RoomPicker['query']): Step => {
		const after = {...picker, query, chosen: 0};
		return query.text === picker.query.text ? picking(after) : asked(screen, after, around);
	};
	if (input.type === 'text' || input.type === 'paste') return typed(insertInLine(picker.query, input));
	if (action === 'submit' || action === 'complete') {
		const destination = found(picker)[chosenIn(picker)];
		return destination ? goTo(screen, destination, around) : only(screen);
	}
	const page = Math.max(1, around.pane(bottom).height - 2);
	const moves: Partial<Record<Action, number>> = {older: -1, newer: 1, pageUp: -page, pageDown: page};
	const by = action && moves[action];
	if (by !== undefined)
		return picking({chosen: Math.max(0, Math.min(found(picker).length - 1, chosenIn(picker) + by))});
	// The key that opened it leads on, as in editors with such a picker.
	if (action === 'pickRoom')
		return picking({chosen: (chosenIn(picker) + 1) % Math.max(1, found(picker).length)});
	return action && isEditCommand(action) ? typed(edit(picker.query, action)) : only(screen);
};

const goTo = (screen: Screen, {kind, target}: Destination, around: Surroundings): Step =>
	kind === 'entered' || kind === 'person'
		? openRoom(screen, around, target)
		: requested(screen, around, {type: 'join', room: target, nonce: around.nonce()});
