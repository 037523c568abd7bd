/**
 * What covers the messages, read out: all of it once it opens, then what is chosen whenever that changes. It is what
 * is drawn for those who see, without what is only there to be seen, so that every overlay can be read.
 */

import type {Snapshot} from '../layout.ts';
import {type Drawn, drawOverlay} from '../overlays/table.ts';
import type {Overlay} from '../screen.ts';
import type {Theme} from '../themes.ts';
import type {InputLine} from './input-line.ts';

/** Wide enough that nothing is cut. */
const columns = 240;
/** Rows of a list at most; what is read to its end has as many as it wants. */
const rowsAtMost = 16;
const endless = 2000;

/** Rows of one choice, where that is more than one. */
const rowsOfChoice: {readonly [Type in Overlay['type']]?: number} = {search: 2};

const isChosen = (row: string): boolean => /^\s*›/.test(row);

/** A drawn row in words: no marks, no lines, and a comma where columns are apart. */
const wordsOf = (row: string): string =>
	row
		.replace(/^[\s›│]+/, '')
		.replaceAll(/[─│┬┴]+/g, ' ')
		.trim()
		.replaceAll(/ · |\s{2,}/g, ', ');

const unpainted = (theme: Theme): Theme => ({...theme, paint: (_, text) => text, name: () => text => text});

const drawn = (overlay: Overlay, snapshot: Snapshot): Drawn => {
	const {appearance} = snapshot;
	const rows = overlay.type === 'help' ? endless : rowsAtMost;
	const plain = {...appearance, theme: unpainted(appearance.theme)};
	return drawOverlay(overlay, {...snapshot, appearance: plain, columns, rows});
};

type Words = {readonly all: readonly string[]; readonly chosen: string | undefined};

const wordsIn = (snapshot: Snapshot): Words | undefined => {
	const {overlay} = snapshot.screen;
	if (!overlay) return undefined;
	const {rows, cursor} = drawn(overlay, snapshot);
	// What is typed stands in the line in which one writes.
	const read = rows.filter((_, index) => index !== cursor?.y);
	const at = read.findIndex(isChosen);
	const choice = at === -1 ? [] : read.slice(at, at + (rowsOfChoice[overlay.type] ?? 1));
	const words = (some: readonly string[]): string[] => some.map(wordsOf).filter(row => row !== '');
	return {all: words(read), chosen: choice.length === 0 ? undefined : words(choice).join(', ')};
};

/** What there is to read of what covers the messages. */
export const readOverlay = (before: Snapshot, after: Snapshot): readonly string[] => {
	if (before.screen.overlay === after.screen.overlay && before.state === after.state) return [];
	const now = wordsIn(after);
	const old = before.screen.overlay?.type === after.screen.overlay?.type ? wordsIn(before) : undefined;
	if (!now) return before.screen.overlay && before.state.current === after.state.current ? ['Closed.'] : [];
	if (!old) return now.chosen === undefined ? now.all : [...now.all, `Chosen: ${now.chosen}`];
	if (now.chosen !== undefined) return now.chosen === old.chosen ? [] : [now.chosen];
	const known = new Set(old.all);
	return now.all.filter(row => !known.has(row));
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
