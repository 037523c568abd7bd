/** The search in what was sent before: newest first, narrowed by each letter. The line waits as it is. */
import {edit, emptyEditor, isEditCommand, setText} from '../editor.ts';
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import type {Snapshot} from '../layout.ts';
import type {Menu} from '../menu.ts';
import {insertInLine} from '../one-line.ts';
import type {Recalling} from '../opened.ts';
import {sentWith} from '../recall.ts';
import {only, type Screen, type Step, told} from '../screen.ts';

export const openSent = (screen: Screen): Step => {
	if (screen.about?.type === 'react') return only(screen);
	if (screen.recall.sent.length === 0) return told(screen, 'Nothing was sent before.');
	return only({...screen, picked: undefined, asking: {type: 'sent', query: emptyEditor, chosen: 0}});
};

export const sentMenu = ({query, chosen}: Recalling, {screen, appearance}: Snapshot): Menu => {
	const found = sentWith(screen.recall, query.text);
	const {labelFor} = appearance.keys;
	return {
		title: found.length === 0 ? 'nothing that was sent has this in it' : 'sent before',
		keys: `${labelFor('recallSent')} older · ${labelFor('submit')} takes · ${labelFor('close')} back`,
		sample: [],
		count: found.length,
		chosen,
		item: index => ({name: found[index]!, word: ''}),
	};
};

/** Takes a text into the line. What was typed is not lost where nothing is like it. */
export const chooseSent = (screen: Screen, {query}: Recalling, index: number): Step => {
	const text = sentWith(screen.recall, query.text)[index] ?? query.text;
	return only({...screen, editor: setText(screen.editor, text), asking: undefined});
};

const steps: Partial<Record<Action, 1 | -1>> = {recallSent: 1, newer: 1, older: -1};

export const pressSent = (
	screen: Screen,
	sent: Recalling,
	input: Input,
	action: Action | undefined,
): Step | undefined => {
	const asked = (change: Partial<Recalling>): Step => only({...screen, asking: {...sent, ...change}});
	if (input.type === 'text' || input.type === 'paste')
		return asked({query: insertInLine(sent.query, input), chosen: 0});
	const found = sentWith(screen.recall, sent.query.text);
	const by = action && steps[action];
	if (by !== undefined) return asked({chosen: Math.max(0, Math.min(found.length - 1, sent.chosen + by))});
	if (action === 'submit' || action === 'complete') return chooseSent(screen, sent, sent.chosen);
	if (action === 'close' || action === 'interrupt') return only({...screen, asking: undefined});
	if (!action || !isEditCommand(action) || action === 'newline') return undefined;
	const query = edit(sent.query, action);
	return asked({query, chosen: query.text === sent.query.text ? sent.chosen : 0});
};
