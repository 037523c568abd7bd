/** Who is in a room that is too large to be listed: found by the beginning of their names, page by page. */
import {isCrowd, isIgnored} from '../../client/select.ts';
import type {State} from '../../client/state.ts';
import type {Person} from '../../protocol/messages.ts';
import {nameKey, sameName} from '../../protocol/names.ts';
import {editorOf} from '../compose.ts';
import {edit, isEditCommand} from '../editor.ts';
import type {News} from '../effects.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {count, counted, label} from '../labels.ts';
import {insertInLine} from '../one-line.ts';
import type {PeopleList} from '../opened.ts';
import {mutedSign} from '../person-row.ts';
import {rankOf} from '../ranks.ts';
import {and, bottom, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';
import {openPerson} from './person.ts';
import {promptRow} from './prompt.ts';

/** So many are asked for at once. */
export const peoplePage = 100;
/** So many before the last one, the next page is asked for. */
const ahead = 10;

export type PeopleInput = {
	readonly list: PeopleList;
	readonly state: State;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

const promptOf = ({room}: PeopleList): string => ` In #${label(room)}: `;

/** The column of the cursor in the first row. */
export const peopleCursor = (list: PeopleList, width: number): number =>
	promptRow(promptOf(list), list.query, width).column;

/** The first of the rows that are shown: the chosen one is among them. */
const firstShown = ({found, chosen}: PeopleList, height: number): number => {
	const shown = Math.max(1, height - 2);
	return Math.max(0, Math.min(chosen - Math.floor(shown / 2), found.length - shown));
};

/** The list as `height` rows: what is typed, whose names begin like that, and how many there are. */
export const peopleRows = ({list, state, width, height, theme}: PeopleInput): string[] => {
	const from = firstShown(list, height);
	const shown = list.found.slice(from, from + Math.max(1, height - 2));
	const widest = Math.max(0, ...shown.map(({id}) => columns(label(id))));
	const names = Math.min(widest, Math.max(8, width - 12));
	const rows = shown.map((person, index) => {
		const start = `${from + index === list.chosen ? ' › ' : '   '}${fit(label(person.id), names)}`;
		const words = fit(`  ${wordsOf(person, state)}`, Math.max(0, width - columns(start)));
		return from + index === list.chosen
			? theme.paint('current', fit(start + words, width))
			: fit(start, width - columns(words)) + theme.paint('dim', words);
	});
	if (rows.length === 0)
		rows.push(
			...wrap(nothing(list), Math.max(1, width - 1)).map(row => theme.paint('dim', fit(` ${row}`, width))),
		);
	const all = [promptRow(promptOf(list), list.query, width).text, ...rows].slice(0, height - 1);
	while (all.length < height - 1) all.push('');
	const tone = list.standing === 'failed' ? 'warning' : 'dim';
	return [...all, theme.paint(tone, fit(` ${footer(list, width)}`, width))];
};

const wordsOf = (person: Person, state: State): string => {
	const {id, away} = person;
	const rank = rankOf(person)?.brief;
	return [
		...(sameName(id, state.me) ? ['you'] : []),
		...(rank === undefined ? [] : [rank]),
		...(away === undefined ? [] : [away === '' ? 'away' : `away: ${label(away)}`]),
		...(isIgnored(state, id) ? [`${mutedSign} ignored`] : []),
	].join(' · ');
};

const nothing = ({standing, trouble, query}: PeopleList): string => {
	if (standing === 'failed') return `! ${label(trouble)}`;
	if (standing === 'asking') return 'asking …';
	return query.text.trim() === '' ? 'Nobody is here.' : 'Nobody here has a name that begins like that.';
};

const footer = (list: PeopleList, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	const {found, total, standing, trouble} = list;
	if (found.length === 0) return closes;
	if (standing === 'failed') return `! ${label(trouble)}`;
	const keys = `${keyLabel('enter')} tells who it is · ${closes}`;
	const how =
		found.length < total ? `${count(found.length)} of ${count(total)}` : counted(total, 'person', 'people');
	const all = [`${keys} · ${how}`, `${how} · ${closes}`].find(text => columns(text) + 1 <= width);
	return all ?? how;
};

/** What is asked of the server, without the marks that people write. */
const likeOf = ({query}: PeopleList): string | undefined => {
	const like = query.text.trim().replace(/^@/, '');
	return like === '' ? undefined : like;
};

/** Asks for those whose names begin like what is typed now. @param waits for more to be typed */
const asked = (screen: Screen, {state}: Surroundings, before: PeopleList, waits: boolean): Step => {
	const id = screen.questions + 1;
	if (state.link.type !== 'online') {
		const trouble = 'You are offline. People can be found once you are connected.';
		const overlay = {...before, id, found: [], total: 0, chosen: 0, standing: 'failed', trouble} as const;
		return only({...screen, questions: id, overlay});
	}
	// What was found before stays until there is something newer: no flicker while one types.
	const overlay = {...before, id, standing: 'asking', trouble: ''} as const;
	const {room} = before;
	return and(
		{...screen, questions: id, overlay},
		{type: 'listPeople', id, room, like: likeOf(overlay), after: undefined, waits},
	);
};

/** Opens the list of a crowd. @param like what their names begin with */
export const openPeople = (screen: Screen, around: Surroundings, room: string, like = ''): Step => {
	const list: PeopleList = {
		type: 'people',
		room,
		query: editorOf(like),
		id: 0,
		found: [],
		total: 0,
		hasMore: false,
		isNew: true,
		chosen: 0,
		standing: 'asking',
		trouble: '',
	};
	return asked(screen, around, list, false);
};

/** Is this a room whose people are found and not listed? */
export const isTooLarge = ({rooms}: State, room: string): boolean => isCrowd(rooms.get(nameKey(room)));

/** The place in the list of who stands in a row. */
export const personAt = (list: PeopleList, height: number, row: number): number | undefined => {
	const place = firstShown(list, height) + row - 1;
	return row >= 1 && row < height - 1 && place < list.found.length ? place : undefined;
};

export const pressPeople = (
	screen: Screen,
	list: PeopleList,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	if (input.type === 'text' || input.type === 'paste')
		return asked(screen, around, {...list, query: insertInLine(list.query, input), isNew: true}, true);
	if (action === 'submit') {
		const person = list.found[list.chosen];
		return person ? openPerson(screen, around, person.id) : only(screen);
	}
	const page = Math.max(1, around.pane(bottom).height - 2);
	const moves: Partial<Record<Action, number>> = {older: -1, newer: 1, pageUp: -page, pageDown: page};
	const by = action && moves[action];
	if (by !== undefined) return moved(screen, list, by);
	if (!action || !isEditCommand(action) || action === 'newline') return only(screen);
	const query = edit(list.query, action);
	if (query.text === list.query.text) return only({...screen, overlay: {...list, query}});
	return asked(screen, around, {...list, query, isNew: true}, true);
};

/** Chooses another one; near the last one that is held, asks for the next page. */
const moved = (screen: Screen, list: PeopleList, by: number): Step => {
	const {found, hasMore, standing, id, room} = list;
	const chosen = Math.max(0, Math.min(found.length - 1, list.chosen + by));
	const overlay = {...list, chosen};
	const last = found.at(-1);
	if (!hasMore || !last || standing !== 'done' || chosen < found.length - ahead)
		return only({...screen, overlay});
	return and(
		{...screen, overlay: {...overlay, isNew: false, standing: 'asking'}},
		{type: 'listPeople', id, room, like: likeOf(list), after: last.id, waits: false},
	);
};

/** Who was found, if that is what was asked last. */
export const peopleTold = (screen: Screen, news: News & {type: 'people'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'people' || overlay.id !== news.id) return only(screen);
	const {isNew} = overlay;
	const known = new Set(isNew ? [] : overlay.found.map(({id}) => nameKey(id)));
	// Somebody may have come in between two pages.
	const fresh = news.people.filter(({id}) => !known.has(nameKey(id)));
	const found = isNew ? fresh : [...overlay.found, ...fresh];
	return only({
		...screen,
		overlay: {
			...overlay,
			found,
			total: Math.max(news.total, found.length),
			hasMore: news.people.length >= peoplePage && fresh.length > 0,
			isNew: false,
			chosen: isNew ? 0 : overlay.chosen,
			standing: 'done',
		},
	});
};

export const peopleFailed = (screen: Screen, {id, text}: News & {type: 'peopleFailed'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'people' || overlay.id !== id) return only(screen);
	return only({...screen, overlay: {...overlay, standing: 'failed', trouble: text}});
};
