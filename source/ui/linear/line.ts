/** The line in which one writes, as it is now: what is typed, after a word that says where it goes. */
import {layoutText} from '../editor-layout.ts';
import {label} from '../labels.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import type {About} from '../screen.ts';
import {blankLine, type InputLine} from './input-line.ts';
import {overlayLine} from './overlay.ts';
import type {Question} from './question.ts';

const prompts: Readonly<Record<About['type'], (id: string) => string>> = {
	reply: id => `Reply to ${label(id)}: `,
	edit: () => 'Edit: ',
	react: () => 'Sign: ',
};

/** @param mostRows rows that a long text may take */
export const lineOf = (snapshot: Snapshot, question: Question | undefined, mostRows: number): InputLine => {
	const {width} = layoutOf(snapshot).composer;
	const laid = (prompt: string, text: string, cursor: number): InputLine =>
		layoutText(prompt + text, prompt.length + cursor, width, mostRows);
	if (question) return laid(question.prompt, question.editor.text, question.editor.cursor);
	const {overlay, about, asking, editor} = snapshot.screen;
	if (overlay) return overlayLine(overlay, snapshot) ?? blankLine;
	if (asking?.type === 'sent') return laid('Find what was sent: ', asking.query.text, asking.query.cursor);
	return laid(about ? prompts[about.type](about.id) : '', editor.text, editor.cursor);
};
