/** What is written and where it goes: said, as a reply, as an edit, as a sign, or done as a command. */
import {candidates} from '../client/select.ts';
import type {MessageLine} from '../client/state.ts';
import {clean} from '../protocol/clean.ts';
import {complete} from '../protocol/completion.ts';
import {limits} from '../protocol/limits.ts';
import {type EditCommand, type Editor, edit, emptyEditor, insert, replaceRange, setText} from './editor.ts';
import {newer, older} from './recall.ts';
import {type About, only, type Screen, type Step, type Surroundings, told} from './screen.ts';

/** Room on the wire for what stands around a message. */
const frameBytes = 512;

/** Takes a text into an editor, unless a message could not hold it all. */
export const typed = (screen: Screen, text: string): Step => {
	const room = limits.lineBytes - frameBytes - Buffer.byteLength(screen.editor.text);
	if (Buffer.byteLength(text) > room) return told(screen, 'That is too long for one message.', 'error');
	return only({...screen, editor: insert(screen.editor, text), completing: undefined});
};

export const edited = (screen: Screen, command: EditCommand): Step =>
	only({...screen, editor: edit(screen.editor, command)});

/** An editor that holds a text, with nothing to undo. */
export const editorOf = (text: string): Editor => setText(emptyEditor, text);

/** Writes about a message from now on. What is half written waits. */
export const begin = (screen: Screen, type: About['type'], {seq, id, msg}: MessageLine): Screen => {
	const before = screen.about?.before ?? screen.editor;
	const about = {type, seq, id, msg, before};
	return {...screen, about, editor: editorOf(type === 'edit' ? clean(msg) : ''), completing: undefined};
};

/** Writes about that message no more, and goes on with what was half written. */
export const end = (screen: Screen): Screen =>
	screen.about ? {...screen, about: undefined, editor: screen.about.before, completing: undefined} : screen;

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

export const completed = (screen: Screen, {state}: Surroundings, direction: 1 | -1): Step => {
	let session = screen.completing;
	if (session) {
		const {length} = session.choices;
		session = {...session, chosen: (session.chosen + direction + length) % length};
	} else {
		const {editor} = screen;
		const found = complete(editor.text, editor.cursor, candidates(state));
		if (!found) return only(screen);
		session = {before: editor, ...found, chosen: direction === 1 ? 0 : found.choices.length - 1};
	}
	const choice = session.choices[session.chosen]!;
	const editor = replaceRange(session.before, session.start, session.end, choice);
	// A single choice is final: the next Tab starts from what stands there.
	if (session.choices.length === 1) return only({...screen, editor, completing: undefined});
	return only({...screen, editor, completing: session});
};
