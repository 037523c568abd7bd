/** What is written and where it goes: said, as a reply, as an edit, as a sign, or done as a command. */
import type {MessageLine} from '../client/state.ts';
import {clean} from '../protocol/clean.ts';
import {limits} from '../protocol/limits.ts';
import {type Sign, signs as signsAtHand} from '../protocol/signs.ts';
import {
	type EditCommand,
	type Editor,
	edit,
	emptyEditor,
	insert,
	replaceRange,
	setText,
	write,
} from './editor.ts';
import {lineStart} from './graphemes.ts';
import {bytes} from './labels.ts';
import {newer, older} from './recall.ts';
import {type About, and, only, type Screen, type Step, type Surroundings, told} from './screen.ts';

/** Room on the wire for what stands around a message. */
const frameBytes = 512;
const mostBytes = limits.lineBytes - frameBytes;

/** Bytes that a text takes on the wire, where a newline or a quotation mark is two. */
const messageBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Does a text fit into one message? */
export const fitsMessage = (text: string): boolean => messageBytes(text) <= mostBytes;

/** `That is 48 KB, and one message holds 15 KB.` */
export const tooLong = (text: string): string =>
	`That is ${bytes(messageBytes(text))}, and one message holds ${bytes(mostBytes)}.`;

/** Takes what is typed into the line, unless a message could not hold it all. */
export const typed = (screen: Screen, text: string): Step => {
	const {editor, signs} = screen;
	const all = editor.text + text;
	if (!fitsMessage(all)) return told(screen, tooLong(all), 'error');
	// One colon after the other, so that what comes at once is the same as what comes letter by letter.
	const after = text.split(/(?<=:)/).reduce((now, piece) => withSign(write(now, piece), signs), editor);
	const step = {...screen, editor: after};
	return text.includes(':') && signs === signsAtHand
		? and(step, {type: 'loadSigns', completes: undefined})
		: only(step);
};

/** A sign's name between two colons, the second of which was typed just now. */
const closedName = /(?<=^|\s):([a-z0-9_+-]+):$/i;

/** The sign itself in place of its name; undo brings the name back. */
const withSign = (editor: Editor, signs: readonly Sign[]): Editor => {
	const end = editor.cursor - editor.ahead;
	if (editor.text[end - 1] !== ':') return editor;
	const line = editor.text.slice(lineStart(editor.text, end), end);
	const [whole, name] = closedName.exec(line) ?? [];
	const found = name === undefined ? undefined : signs.find(one => one.name === name.toLowerCase());
	if (whole === undefined || !found || isCode(editor.text.slice(0, end))) return editor;
	return replaceRange(editor, end - whole.length, end, found.sign);
};

/** Is a text open in the middle of code, where nothing means anything but itself? */
const isCode = (before: string): boolean => {
	if ((before.match(/^```/gm)?.length ?? 0) % 2 === 1) return true;
	const line = before.slice(lineStart(before, before.length));
	return (line.match(/`/g)?.length ?? 0) % 2 === 1;
};

/** Takes a text into the line that came as a whole. The caller has looked whether it fits. */
export const taken = (screen: Screen, text: string): Screen => ({
	...screen,
	editor: insert(screen.editor, text),
});

export const edited = (screen: Screen, command: EditCommand): Step =>
	only({...screen, editor: edit(screen.editor, command)});

/** An editor that holds a text, with nothing to undo. */
export const editorOf = (text: string): Editor => setText(emptyEditor, text);

/** Writes about a message from now on. What is half written waits. */
export const begin = (screen: Screen, type: About['type'], {seq, id, msg}: MessageLine): Screen => {
	const before = screen.about?.before ?? screen.editor;
	const about = {type, seq, id, msg, before};
	return {...screen, about, editor: editorOf(type === 'edit' ? clean(msg) : ''), asking: undefined};
};

/** Writes about that message no more, and goes on with what was half written. */
export const end = (screen: Screen): Screen =>
	screen.about ? {...screen, about: undefined, editor: screen.about.before, asking: undefined} : screen;

/** What is written goes to an editor. A sign is too little for one. */
export const toEditor = (screen: Screen): Step =>
	screen.about?.type === 'react'
		? only(screen)
		: and({...screen, picked: undefined}, {type: 'editText', text: screen.editor.text});

/** The editor is done. Nothing of it is lost: what is too long for a message can be made shorter here, too. */
export const written = (screen: Screen, text: string): Step => {
	const editor = setText(screen.editor, text.replaceAll('\t', '    '));
	if (editor.text === screen.editor.text) return told(screen, 'Nothing was changed.');
	const step = {...screen, editor, asking: undefined};
	return fitsMessage(editor.text) ? only(step) : told(step, tooLong(editor.text), 'error');
};

/** ↑ and ↓: within a long text; else what was sent before, but never over what is written about a message. */
export const recalled = (screen: Screen, {composerColumns}: Surroundings, way: 'up' | 'down'): Step => {
	const editor = edit(screen.editor, way, composerColumns);
	if (editor !== screen.editor) return only({...screen, editor});
	if (screen.about) return only(screen);
	const found = (way === 'up' ? older : newer)(screen.recall, screen.editor.text);
	return found
		? only({...screen, recall: found.recall, editor: setText(screen.editor, found.text)})
		: only(screen);
};
