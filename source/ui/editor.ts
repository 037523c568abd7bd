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
	/** what `yank` brings back: all that was killed in one go */
	readonly killed: string;
	/** newest last */
	readonly undos: readonly Moment[];
	readonly redos: readonly Moment[];
	/** the column that ↑ and ↓ aim for while nothing else is done */
	readonly goal: number | undefined;
	/** what was done last, so that what belongs together is joined */
	readonly last: 'typed' | 'rubbed' | 'killed' | 'other';
};

const undosHeld = 200;

export const emptyEditor: Editor = {
	text: '',
	cursor: 0,
	killed: '',
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
	const {text, cursor, undos} = editor;
	if (text.slice(start, end) === put) return moved(editor, boundaryAt(text, end));
	const after = text.slice(0, start) + put + text.slice(end);
	return {
		text: after,
		cursor: boundaryAt(after, start + put.length),
		killed: editor.killed,
		undos: joins ? undos : [...undos.slice(1 - undosHeld), {text, cursor}],
		redos: [],
		goal: undefined,
		last,
	};
};

const moved = (editor: Editor, cursor: number): Editor =>
	editor.cursor === cursor && editor.goal === undefined && editor.last === 'other'
		? editor
		: {...editor, cursor, goal: undefined, last: 'other'};

/** The editor with another text and the cursor at its end; undo brings back what stood there. */
export const setText = (editor: Editor, text: string): Editor =>
	replaced(editor, {start: 0, end: editor.text.length, put: clean(text)}, 'other');

/**
 * Writes at the cursor. What is typed in a row is one step for undo, word by word; what has several words or
 * lines was pasted, and is a step of its own.
 */
export const insert = (editor: Editor, text: string): Editor => {
	const put = clean(text);
	const typed = !/\s\S|\n/u.test(put);
	const newWord = /\s/u.test(editor.text.charAt(editor.cursor - 1)) && !/^\s/u.test(put);
	const range = {start: editor.cursor, end: editor.cursor, put};
	return replaced(editor, range, typed ? 'typed' : 'other', typed && !newWord && editor.last === 'typed');
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
	const known = editor.last === 'killed' ? editor.killed : '';
	return {
		...replaced(editor, {start, end, put: ''}, 'killed'),
		killed: backwards ? gone + known : known + gone,
	};
};

const vertical = (editor: Editor, step: -1 | 1, width: number): Editor => {
	const found = verticalMove(editor.text, editor.cursor, step, editor.goal, width);
	return found ? {...editor, ...found, last: 'other'} : editor;
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
	yank: editor => replaceRange(editor, editor.cursor, editor.cursor, editor.killed),
	transpose,
	undo: editor => travel(editor, 'undos', 'redos'),
	redo: editor => travel(editor, 'redos', 'undos'),
	newline: editor => insert(editor, '\n'),
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
