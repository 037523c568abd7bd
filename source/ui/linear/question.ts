/** A question with an answer in one line: what is typed, and what keys do with it. */
import {type Editor, edit, emptyEditor, isEditCommand, setText} from '../editor.ts';
import type {Keymap} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {insertInLine} from '../one-line.ts';

export type Question = {readonly prompt: string; readonly editor: Editor};

export const ask = (prompt: string, text: string): Question => ({
	prompt: `${prompt}: `,
	editor: setText(emptyEditor, text),
});

export type Reply =
	| {readonly type: 'typing'; readonly question: Question}
	| {readonly type: 'answer'; readonly text: string}
	/** the person would rather leave */
	| {readonly type: 'left'};

/** What an input does to a question. */
export const replyTo = (question: Question, input: Input, {actionFor}: Keymap): Reply => {
	const typing = (editor: Editor): Reply => ({type: 'typing', question: {...question, editor}});
	const {editor} = question;
	if (input.type === 'text' || input.type === 'paste') return typing(insertInLine(editor, input));
	if (input.type !== 'key') return typing(editor);
	const action = actionFor(input.name, {empty: editor.text === '', picked: false});
	if (action === 'submit') return {type: 'answer', text: editor.text.trim()};
	if (action === 'close') return {type: 'left'};
	if (action === 'interrupt') return editor.text === '' ? {type: 'left'} : typing(setText(editor, ''));
	return typing(action && isEditCommand(action) && action !== 'newline' ? edit(editor, action) : editor);
};
