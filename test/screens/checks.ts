/** What has to hold of every frame, whatever is in it. */
import {stripVTControlCharacters} from 'node:util';
import {expect} from 'vitest';
import {promptColumns} from '../../source/ui/geometry.ts';
import {composerLayout, layoutOf} from '../../source/ui/layout.ts';
import {columns as columnsOf} from '../../source/ui/wrap.ts';
import {Emulator} from '../helpers/emulator.ts';
import type {Piece} from './meant.ts';
import type {Shown, Stage} from './stage.tsx';

/** No text is wider than its place, no place is beyond the screen, and no two are at the same cell. */
export const checkWidths = ({pieces, snapshot, terminal: {columns, rows}}: Stage): void => {
	// Below the smallest size there is one sentence, cut where it must be.
	if (layoutOf(snapshot).tooSmall) return;
	const taken = new Map<number, string>();
	for (const {row, column, columns: room, text} of pieces) {
		const shown = stripVTControlCharacters(text);
		const width = columnsOf(shown);
		if (width > room || column + width > columns)
			expect.fail(`${width} columns at ${column} in ${room} of ${columns}: ${JSON.stringify(shown)}`);
		if (row >= rows) expect.fail(`Row ${row} of ${rows}: ${JSON.stringify(shown)}`);
		for (let cell = row * columns + column, end = cell + width; cell < end; cell++) {
			if (taken.has(cell))
				expect.fail(`Two texts at row ${row}: ${JSON.stringify([taken.get(cell), shown])}`);
			taken.set(cell, shown);
		}
	}
};

/** The frame is what its views give when nothing of earlier frames is remembered. */
export const checkFresh = (stage: Stage): void => {
	expect(stage.pieces, 'what was remembered').toEqual(stage.drawAnew());
};

/** The terminal shows each piece at its place and nothing else, after all that was drawn before and changed since. */
export const checkShown = async ({pieces, snapshot, terminal}: Stage): Promise<void> => {
	// What this terminal would draw in another width is written as something that it does not.
	const {appearance} = snapshot;
	const fitted = pieces.map(piece => ({...piece, text: appearance.fit(piece.text)}));
	const meant = await painted(fitted, terminal.columns, terminal.rows);
	for (let row = 0; row < terminal.rows; row++) {
		const [shown, wanted] = [terminal.looks(row), meant.looks(row)];
		const wrong = wanted.findIndex((cell, column) => cell !== shown[column]);
		if (wrong < 0) continue;
		expect.fail(
			`Row ${row} differs from column ${wrong} (${shown[wrong]} for ${wanted[wrong]}).\nmeant ${JSON.stringify(meant.row(row))}\nshown ${JSON.stringify(terminal.row(row))}`,
		);
	}
	meant.destroy();
};

/** Each piece written to an empty screen at its place. */
const painted = async (pieces: readonly Piece[], columns: number, rows: number): Promise<Emulator> => {
	const emulator = new Emulator(columns, rows);
	const texts = pieces.map(
		({row, column, text}) => `\u001b[${row + 1};${column + 1}H${text}\u001b[0m\u001b]8;;\u0007`,
	);
	emulator.write(`\u001b[?7l${texts.join('')}`);
	await emulator.drawn();
	return emulator;
};

/** The cursor stands in the line in which one writes; in what covers the messages, or nowhere, while something does. */
export const checkCursor = ({snapshot, terminal}: Stage): void => {
	const {state, screen, columns, rows} = snapshot;
	const {cursor} = terminal;
	const isChat = state.journal !== undefined && state.link.type !== 'refused';
	if (!isChat || layoutOf(snapshot).tooSmall) return;
	const composer = composerLayout(snapshot);
	const top = rows - composer.rows.length;
	if (screen.overlay === undefined) {
		expect(cursor).toEqual({row: top + composer.row, column: promptColumns + composer.column, visible: true});
	} else if (cursor.visible) {
		expect(cursor.row).toBeLessThan(top);
	}
	// One that is hidden stands where the last row that was drawn ends, which may be behind the last column.
	if (cursor.visible) expect(cursor.column).toBeLessThan(columns);
};

/**
 * Outside synchronized output nothing changes: a terminal may show its screen after any write. And what somebody else
 * does, or one key, changes no row that it leaves as it was.
 */
export const checkSteady = (before: readonly string[], shown: readonly Shown[], isOne: boolean): void => {
	const after = shown.at(-1)?.rows ?? before;
	let last = before;
	for (const {isFrame, rows} of shown) {
		for (const [row, text] of rows.entries()) {
			if (!isFrame && text !== last[row])
				expect.fail(`Row ${row} changes outside a frame: ${JSON.stringify([last[row], text])}`);
			if (isOne && before[row] === after[row] && text !== after[row])
				expect.fail(`Row ${row} blinks: ${JSON.stringify([after[row], text])}`);
		}
		last = rows;
	}
};

/**
 * What the program may send besides text: moves and colours, erasing, modes, kitty's keys, questions to the terminal,
 * the stack of titles. Then titles, colours that are asked for, links, notifications, the clipboard.
 */
const control =
	/\u001b\[(?:[\d;:]*[ABCDEFGHJKm]|\?[\d;]+[hl]|[?<>=]?\d*u|2[23];\d+t|[>=]?\d*[cqn]|\?[\d;]*n|\?\d+\$p)|\u001b\](?:2|4|8|9|10|11|52|777);[^\u0000-\u001f\u007f-\u009f]*(?:\u0007|\u001b\\)/g;

/** What would move the cursor, reorder its neighbours or hide; isolates are what we ourselves put around text. */
const raw = /(?![\n\r])[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2028\u2029\u{e0000}-\u{e007f}]/u;

/** Nothing of what others said is on its way to the terminal as it was said, but its text. */
export const checkHarmless = (written: readonly string[]): void => {
	const text = written.join('');
	for (const link of text.matchAll(/\u001b\]8;[^;]*;([^\u0007\u001b]*)/g))
		expect(link[1]).toMatch(/^(?:https?:\/\/|mailto:|$)/);
	expect(text).not.toContain('\u001b]0;');
	expect(text).not.toContain('\u001b]52;c;RVZJTA==');
	expect(text).not.toContain('\u001b[66;6H');
	// A bell of our own comes by itself, and what others said never.
	const bare = written.map(one => one.replaceAll(control, '').replace(/^\u0007$/, '')).join('');
	const found = raw.exec(bare);
	if (found)
		expect.fail(
			`Written raw: ${JSON.stringify(bare.slice(Math.max(0, found.index - 40), found.index + 20))}`,
		);
};
