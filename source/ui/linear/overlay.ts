/**
 * What covers the messages, read out: all of it once it opens, then what is chosen whenever that changes. It is what
 * is drawn for those who see, without what is only there to be seen, so that every overlay can be read.
 */

import {count} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import type {Help, Overlay, PeopleList} from '../opened.ts';
import {helpGroups} from '../overlays/help.ts';
import {type Drawn, drawOverlay} from '../overlays/table.ts';
import type {Theme} from '../themes.ts';
import type {InputLine} from './input-line.ts';

/** Wide enough that nothing is cut. */
const columns = 240;
/** Rows of a list at most. */
const rowsAtMost = 16;
/** What is read to its end has as many rows as it wants. */
const endless = 2000;
const isEndless: ReadonlySet<Overlay['type']> = new Set(['help', 'settings', 'person']);

/** Of what is looked for in the help, read at once. */
const mostFound = 12;

/** Rows of one choice, where that is more than one. */
const rowsOfChoice: {readonly [Type in Overlay['type']]?: number} = {search: 2, mentions: 2, records: 2};

const isChosen = (row: string): boolean => /^\s*›/.test(row);

/** A drawn row in words: no marks, no lines, and a comma where columns are apart. */
const wordsOf = (row: string): string =>
	row
		.replace(/^[\s›│]+/, '')
		.replaceAll(/[─│┬┴●○]+/g, ' ')
		.trim()
		.replaceAll(/ · |\s{2,}/g, ', ');

const unpainted = (theme: Theme): Theme => ({...theme, paint: (_, text) => text, name: () => text => text});

const drawn = (overlay: Overlay, snapshot: Snapshot): Drawn => {
	const {appearance} = snapshot;
	const rows = isEndless.has(overlay.type) ? endless : rowsAtMost;
	const plain = {...appearance, theme: unpainted(appearance.theme)};
	return drawOverlay(overlay, {...snapshot, appearance: plain, columns, rows});
};

type Words = {readonly all: readonly string[]; readonly chosen: string | undefined};

/** Keys and commands with what they do: drawn in two columns, a long one would be torn apart. */
const helpWords = (help: Help, {appearance, screen}: Snapshot): string[] =>
	helpGroups({help, appearance, aliases: screen.preferences.aliases}).flatMap(({title, entries}) => [
		`${title}.`,
		...entries.map(({left, right}) => `${left}: ${right}`),
	]);

const wordsIn = (snapshot: Snapshot): Words | undefined => {
	const {overlay} = snapshot.screen;
	if (!overlay) return undefined;
	if (overlay.type === 'help' && overlay.command === '') {
		const {labelFor} = snapshot.appearance.keys;
		const all = helpWords(overlay, snapshot);
		return {all: [...all, `Typing finds, ${labelFor('close')} closes`], chosen: undefined};
	}
	const {rows, cursor} = drawn(overlay, snapshot);
	// What is typed stands in the line in which one writes.
	const read = rows.filter((_, index) => index !== cursor?.y);
	const at = read.findIndex(isChosen);
	const choice = at === -1 ? [] : read.slice(at, at + (rowsOfChoice[overlay.type] ?? 1));
	const words = (some: readonly string[]): string[] => some.map(wordsOf).filter(row => row !== '');
	return {all: words(read), chosen: choice.length === 0 ? undefined : words(choice).join(', ')};
};

/** Something else is looked for in the help. */
const isFound = ({screen: {overlay: one}}: Snapshot, {screen: {overlay: other}}: Snapshot): boolean =>
	one?.type === 'help' && other?.type === 'help' && one.query.text !== other.query.text;

/** What was found, when that is little enough to be heard while one types. */
const foundIn = ({all}: Words): readonly string[] => {
	const found = all.slice(0, -1);
	if (found.length === 0) return ['Nothing is like that.'];
	return found.length <= mostFound ? found : [`${found.length} lines, too many to read while you type.`];
};

/**
 * A list of people, of which the server tells a page at a time: how many there are is said with each answer to what was
 * typed, also where the first of them is who it was. While it is asked again, nothing is new.
 */
const readPeople = (before: PeopleList, after: PeopleList, now: Words, old: Words): readonly string[] => {
	const {all, chosen} = now;
	const isMoved = chosen !== undefined && chosen !== old.chosen;
	const isAnswered = before.standing !== after.standing || before.found !== after.found;
	const isPage = before.id === after.id && !before.isNew;
	if (after.standing === 'asking' || !isAnswered) return isMoved ? [chosen] : [];
	// The last row tells keys, or what went wrong with more of a list.
	if (chosen === undefined) return all.slice(0, -1);
	if (after.standing === 'failed') return all.slice(-1);
	if (isPage) return isMoved ? [chosen] : [];
	return old.chosen === undefined
		? [...all.slice(-1), `Chosen: ${chosen}`]
		: [`${chosen}, 1 of ${count(after.total)}`];
};

/** What there is to read of what covers the messages. */
export const readOverlay = (before: Snapshot, after: Snapshot): readonly string[] => {
	const {overlay} = after.screen;
	if (before.screen.overlay === overlay && before.state === after.state) return [];
	const now = wordsIn(after);
	const old = before.screen.overlay?.type === overlay?.type ? wordsIn(before) : undefined;
	if (!overlay || !now) {
		const isHere = before.state.current === after.state.current;
		return before.screen.overlay && isHere ? ['Closed.'] : [];
	}
	if (!old) return now.chosen === undefined ? now.all : [...now.all, `Chosen: ${now.chosen}`];
	const earlier = before.screen.overlay;
	if (overlay.type === 'people' && earlier?.type === 'people') return readPeople(earlier, overlay, now, old);
	const known = new Set(old.all);
	const fresh = now.all.filter(row => !known.has(row));
	if (now.chosen === undefined) return isFound(before, after) ? foundIn(now) : fresh;
	// A list that has come is read once as a whole; in one that stays, it is the question that is new.
	if (overlay.type === 'records' && old.chosen === undefined) return [...fresh, `Chosen: ${now.chosen}`];
	if (now.chosen === old.chosen) return overlay.type === 'records' ? fresh : [];
	// In a list that scrolls, the other rows are no news; in one that is there as a whole, they are about the choice.
	const about = isEndless.has(overlay.type) ? fresh.filter(row => row !== now.chosen) : [];
	return [now.chosen, ...about];
};

/** Where one types in what covers the messages, as it stands there; undefined where nothing is typed. */
export const overlayLine = (overlay: Overlay, snapshot: Snapshot): InputLine | undefined => {
	const {appearance} = snapshot;
	const plain = {...appearance, theme: unpainted(appearance.theme)};
	const {rows, cursor} = drawOverlay(overlay, {...snapshot, appearance: plain});
	if (!cursor) return undefined;
	const row = rows[cursor.y] ?? '';
	const margin = row.startsWith(' ') ? 1 : 0;
	const column = cursor.x - margin;
	return {rows: [row.slice(margin).trimEnd().padEnd(column)], row: 0, column};
};
