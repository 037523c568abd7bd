/** The line in which one writes, as it is now: what is typed, after a word that says where it goes. */
import {isClosed} from '../door.ts';
import {layoutText} from '../editor-layout.ts';
import {label} from '../labels.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import type {About} from '../screen.ts';
import {doorLine} from './door.ts';
import {blankLine, type InputLine} from './input-line.ts';
import {overlayLine} from './overlay.ts';

const prompts: Readonly<Record<About['type'], (id: string) => string>> = {
	reply: id => `Reply to ${label(id)}: `,
	edit: () => 'Edit: ',
	react: () => 'Sign: ',
};

/** @param mostRows rows that a long text may take */
export const lineOf = (snapshot: Snapshot, mostRows: number): InputLine => {
	const {width} = layoutOf(snapshot).composer;
	const laid = (prompt: string, text: string, cursor: number): InputLine =>
		layoutText(prompt + text, prompt.length + cursor, width, mostRows);
	const {overlay, about, asking, editor, door} = snapshot.screen;
	if (door && isClosed(snapshot.screen)) return doorLine(door, snapshot, mostRows);
	if (overlay) return overlayLine(overlay, snapshot) ?? blankLine;
	if (asking?.type === 'sent') return laid('Find what was sent: ', asking.query.text, asking.query.cursor);
	return laid(about ? prompts[about.type](about.id) : '', editor.text, editor.cursor);
};
