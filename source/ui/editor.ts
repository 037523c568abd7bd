/**
 * The composer's text and what keys do to it: immutable, in grapheme clusters, with readline's commands.
 * Every text that comes in is cleaned, so that what one sees is what will be sent.
 */
import {clean} from '../protocol/clean.ts';
import {type EditorLayout, layoutText, verticalMove} from './editor-layout.ts';
import {
	boundaryAfter,
	boundaryAt,
	boundaryBefore,
	lineEnd,
	lineStart,
	spacedWordBefore,
	wordAfter,
	wordBefore,
} from './graphemes.ts';

type Moment = {readonly text: string; readonly cursor: number};

export type Editor = Moment & {
	/** the text's UTF-16 index before which one writes, always between two grapheme clusters */
	readonly cursor: number;
	/** what `yank` brings back, newest last: each all that was killed in one go */
	readonly kills: readonly string[];
	/** what was yanked just now: its place, and which of the kills it is */
	readonly yanked: {readonly start: number; readonly end: number; readonly kill: number} | undefined;
	/**
	 * UTF-16 units from where typing goes on to the cursor. What is typed may become one cluster with what stands behind
	 * it, and the cursor then stands behind both, but the next letter belongs to the one before.
	 */
	readonly ahead: number;
	/** newest last */
	readonly undos: readonly Moment[];
	readonly redos: readonly Moment[];
	/** the column that ↑ and ↓ aim for while nothing else is done */
	readonly goal: number | undefined;
	/** what was done last, so that what belongs together is joined */
	readonly last: 'typed' | 'rubbed' | 'killed' | 'other';
};

const undosHeld = 200;
const killsHeld = 32;

export const emptyEditor: Editor = {
	text: '',
	cursor: 0,
	kills: [],
	yanked: undefined,
	ahead: 0,
	undos: [],
	redos: [],
	goal: undefined,
	last: 'other',
};

/** Puts text in place of a range. @param joins to the last change, as one step for undo */
const replaced = (
	editor: Editor,
	{start, end, put}: {start: number; end: number; put: string},
	last: Editor['last'],
	joins = false,
): Editor => {
	const {text, cursor, undos, kills} = editor;
	if (text.slice(start, end) === put) return moved(editor, boundaryAt(text, end));
	const after = text.slice(0, start) + put + text.slice(end);
	return {
		text: after,
		cursor: boundaryAt(after, start + put.length),
		kills,
		yanked: undefined,
		ahead: 0,
		undos: joins ? undos : [...undos.slice(1 - undosHeld), {text, cursor}],
		redos: [],
		goal: undefined,
		last,
	};
};

const moved = (editor: Editor, cursor: number): Editor =>
	editor.cursor === cursor && editor.goal === undefined && editor.last === 'other' && !editor.yanked
		? editor
		: {...editor, cursor, yanked: undefined, ahead: 0, goal: undefined, last: 'other'};

/** The editor with its cursor at an index that is between two clusters, as by a click. */
export const moveTo = (editor: Editor, index: number): Editor =>
	moved(editor, boundaryAt(editor.text, index));

/** The editor with another text and the cursor at its end; undo brings back what stood there. */
export const setText = (editor: Editor, text: string): Editor =>
	replaced(editor, {start: 0, end: editor.text.length, put: clean(text)}, 'other');

/** Writes a text at the cursor that came as a whole, such as a paste: one step for undo. */
export const insert = (editor: Editor, text: string): Editor =>
	replaced(editor, {start: editor.cursor, end: editor.cursor, put: clean(text)}, 'other');

/** Where a word begins, and around C1 controls, which `clean` would otherwise take for parts of a sequence. */
const typedPieces = /(?<=\s)(?=\S)|(?<=[\u0080-\u009f])|(?=[\u0080-\u009f])/u;

/**
 * Writes what is typed. A word and the blanks behind it are one step for undo, in however many pieces it came: what a
 * terminal sends at once or letter by letter is the same.
 */
export const write = (editor: Editor, text: string): Editor =>
	text.split(typedPieces).reduce(writePiece, editor);

const writePiece = (editor: Editor, text: string): Editor => {
	const put = clean(text);
	if (put === '') return editor;
	const goesOn = editor.last === 'typed';
	const at = editor.cursor - (goesOn ? editor.ahead : 0);
	const isNewWord = /\s/u.test(editor.text.charAt(at - 1)) && !/^\s/u.test(put);
	const after = replaced(editor, {start: at, end: at, put}, 'typed', goesOn && !isNewWord);
	return {...after, ahead: after.cursor - at - put.length};
};

/** Puts text in place of a range, such as a completion in place of its stem; the cursor goes behind it. */
export const replaceRange = (editor: Editor, start: number, end: number, text: string): Editor =>
	replaced(editor, {start, end, put: clean(text)}, 'other');

const remove = (editor: Editor, start: number, end: number): Editor =>
	start === end ? editor : replaced(editor, {start, end, put: ''}, 'rubbed', editor.last === 'rubbed');

/** Removes a range and keeps it for `yank`; kills in a row are kept as one piece. */
const kill = (editor: Editor, start: number, end: number): Editor => {
	if (start === end) return editor;
	const gone = editor.text.slice(start, end);
	const backwards = start < editor.cursor;
	const goesOn = editor.last === 'killed';
	const known = goesOn ? (editor.kills.at(-1) ?? '') : '';
	const older = goesOn ? editor.kills.slice(0, -1) : editor.kills.slice(1 - killsHeld);
	return {
		...replaced(editor, {start, end, put: ''}, 'killed'),
		kills: [...older, backwards ? gone + known : known + gone],
	};
};

/** Puts one of the kills in place of a range, and remembers where, so that an older one can take its place. */
const yank = (editor: Editor, start: number, end: number, which: number): Editor => {
	const put = editor.kills[which];
	if (put === undefined) return editor;
	const after = replaced(editor, {start, end, put}, 'other');
	return {...after, yanked: {start, end: start + put.length, kill: which}};
};

const yankOlder = (editor: Editor): Editor => {
	const {yanked, kills} = editor;
	if (!yanked) return editor;
	const {start, end, kill} = yanked;
	return yank(editor, start, end, (kill + kills.length - 1) % kills.length);
};

const vertical = (editor: Editor, step: -1 | 1, width: number): Editor => {
	const found = verticalMove(editor.text, editor.cursor, step, editor.goal, width);
	return found ? {...editor, ...found, yanked: undefined, ahead: 0, last: 'other'} : editor;
};

const transpose = (editor: Editor): Editor => {
	const {text, cursor} = editor;
	const first = lineStart(text, cursor);
	const at = cursor === lineEnd(text, cursor) ? boundaryBefore(text, cursor) : cursor;
	if (at <= first) return editor;
	const start = boundaryBefore(text, at);
	const end = boundaryAfter(text, at);
	return replaced(editor, {start, end, put: text.slice(at, end) + text.slice(start, at)}, 'other');
};

/** Goes to the newest moment of one list, and keeps this one in the other. */
const travel = (editor: Editor, from: 'undos' | 'redos', to: 'undos' | 'redos'): Editor => {
	const moment = editor[from].at(-1);
	if (!moment) return editor;
	const {text, cursor} = editor;
	return {
		...editor,
		...moment,
		[from]: editor[from].slice(0, -1),
		[to]: [...editor[to], {text, cursor}],
		yanked: undefined,
		ahead: 0,
		goal: undefined,
		last: 'other',
	};
};

/** To the line's end; from there over the newline, so that a second kill joins the lines. */
const killToEnd = (editor: Editor): Editor => {
	const {text, cursor} = editor;
	const end = lineEnd(text, cursor);
	return kill(editor, cursor, end === cursor ? boundaryAfter(text, cursor) : end);
};

const killToStart = (editor: Editor): Editor => {
	const {text, cursor} = editor;
	const start = lineStart(text, cursor);
	return kill(editor, start === cursor ? boundaryBefore(text, cursor) : start, cursor);
};

const table = {
	left: editor => moved(editor, boundaryBefore(editor.text, editor.cursor)),
	right: editor => moved(editor, boundaryAfter(editor.text, editor.cursor)),
	wordLeft: editor => moved(editor, wordBefore(editor.text, editor.cursor)),
	wordRight: editor => moved(editor, wordAfter(editor.text, editor.cursor)),
	lineStart: editor => moved(editor, lineStart(editor.text, editor.cursor)),
	lineEnd: editor => moved(editor, lineEnd(editor.text, editor.cursor)),
	up: (editor, width) => vertical(editor, -1, width),
	down: (editor, width) => vertical(editor, 1, width),
	textStart: editor => moved(editor, 0),
	textEnd: editor => moved(editor, editor.text.length),
	backspace: editor => remove(editor, boundaryBefore(editor.text, editor.cursor), editor.cursor),
	delete: editor => remove(editor, editor.cursor, boundaryAfter(editor.text, editor.cursor)),
	killToEnd,
	killToStart,
	killWordBack: editor => kill(editor, spacedWordBefore(editor.text, editor.cursor), editor.cursor),
	killWordForward: editor => kill(editor, editor.cursor, wordAfter(editor.text, editor.cursor)),
	killWordBackAlt: editor => kill(editor, wordBefore(editor.text, editor.cursor), editor.cursor),
	yank: editor => yank(editor, editor.cursor, editor.cursor, editor.kills.length - 1),
	yankOlder,
	transpose,
	undo: editor => travel(editor, 'undos', 'redos'),
	redo: editor => travel(editor, 'redos', 'undos'),
	newline: editor => write(editor, '\n'),
} as const satisfies Record<string, (editor: Editor, width: number) => Editor>;

export type EditCommand = keyof typeof table;

export const editCommands = Object.keys(table) as EditCommand[];

export const isEditCommand = (name: string): name is EditCommand => Object.hasOwn(table, name);

/**
 * What a command makes of the text. Where it can do nothing, such as going up in the first row, the same
 * object comes back.
 * @param width columns of a row, for `up` and `down` to go by rows; by lines when left out
 */
export const edit = (editor: Editor, command: EditCommand, width = Number.POSITIVE_INFINITY): Editor =>
	table[command](editor, width);

type Held = {readonly width: number; readonly mostRows: number; readonly layout: EditorLayout};

const layouts = new WeakMap<Editor, Held>();

/**
 * The rows around the cursor as they fit into a composer, and the cursor's cell among them. Laid out once for
 * each editor and size.
 */
export const layoutEditor = (editor: Editor, width: number, mostRows: number): EditorLayout => {
	const held = layouts.get(editor);
	if (held?.width === width && held.mostRows === mostRows) return held.layout;
	const layout = layoutText(editor.text, editor.cursor, width, mostRows);
	layouts.set(editor, {width, mostRows, layout});
	return layout;
};
