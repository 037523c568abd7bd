/** What to do with several lines that were pasted: nothing is sent, and nothing is lost, before that is said. */
import {clean} from '../../protocol/clean.ts';
import {fitsMessage, taken, tooLong} from '../compose.ts';
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {bytes, counted} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import type {Menu} from '../menu.ts';
import type {Pasting} from '../opened.ts';
import {only, type Screen, type Step, type Surroundings, told} from '../screen.ts';
import {submit} from '../submit.ts';
import {nextChoice} from './round.ts';

type Way = {
	readonly letter: string;
	readonly says: string;
	/** what is put into the line */
	readonly put: (text: string, screen: Screen) => string;
	readonly sends: boolean;
};

/** Longer than any run of them in a text, so that its own fences do not end it (CommonMark 0.31, 4.5). */
const fenceFor = (text: string): string => {
	const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({length}) => length));
	return '`'.repeat(longest + 1);
};

/** One block of code already, with its fences: copied from where it stood in Markdown. */
const isBlock = (text: string): boolean => {
	const [first = '', ...inner] = text.split('\n');
	const fence = /^`{3,}(?=[^`]*$)/.exec(first)?.[0];
	return fence !== undefined && inner.findIndex(row => row.startsWith(fence)) === inner.length - 1;
};

const fenced = (text: string, {editor}: Screen): string => {
	const fence = fenceFor(text);
	const before = editor.text.slice(0, editor.cursor);
	const after = editor.text.slice(editor.cursor);
	const start = before === '' || before.endsWith('\n') ? '' : '\n';
	const end = after === '' || after.startsWith('\n') ? '' : '\n';
	const block = isBlock(text) ? text : `${fence}\n${text}\n${fence}`;
	return start + block + end;
};

/** A text that begins like a command was not meant as one. */
const spoken = (text: string, {editor}: Screen): string =>
	editor.text === '' && text.startsWith('/') ? `/${text}` : text;

const ways: readonly Way[] = [
	{letter: 'c', says: 'send it as one code block', put: fenced, sends: true},
	{letter: 'l', says: 'send it as lines, as they stand', put: spoken, sends: true},
	{letter: 'e', says: 'edit it first', put: text => text, sends: false},
];

/** Those that would lose nothing of it. */
const waysFor = (text: string, screen: Screen): readonly Way[] =>
	ways.filter(({put}) => fitsMessage(screen.editor.text + put(text, screen)));

/** Takes one line in; asks about several; refuses what no message holds, as it is on the clipboard still. */
export const pasted = (screen: Screen, raw: string): Step => {
	const text = clean(raw).replaceAll('\t', '    ').replace(/\n+$/, '');
	if (!fitsMessage(screen.editor.text + text))
		return told(screen, `${tooLong(text)} It was not taken in.`, 'error');
	// What is put to a message is one sign, and what is asked for is one line.
	if (!text.includes('\n') || screen.about?.type === 'react') return only(taken(screen, text));
	return only({...screen, asking: {type: 'paste', text, chosen: 0}});
};

export const pasteMenu = ({text, chosen}: Pasting, {screen, appearance}: Snapshot): Menu => {
	const {labelFor} = appearance.keys;
	const lines = text.split('\n');
	const offered = waysFor(text, screen);
	return {
		title: `${counted(lines.length, 'line')} pasted, ${bytes(Buffer.byteLength(text))}`,
		keys: `${labelFor('submit')} does it · ${labelFor('close')} drops it`,
		sample: lines,
		count: offered.length,
		chosen,
		item: index => ({name: `${offered[index]!.letter}  ${offered[index]!.says}`, word: ''}),
	};
};

/** Does one of what was offered. */
export const choosePaste = (screen: Screen, pasting: Pasting, index: number, around: Surroundings): Step => {
	const way = waysFor(pasting.text, screen)[index];
	return way ? go(screen, pasting, way, around) : only(screen);
};

export const pressPaste = (
	screen: Screen,
	pasting: Pasting,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const offered = waysFor(pasting.text, screen);
	if (input.type === 'paste') {
		const {screen: after} = pasted({...screen, asking: undefined}, `${pasting.text}\n${input.text}`);
		// What was pasted before stays where both are too much.
		return only(after.asking ? after : {...screen, hint: after.hint});
	}
	if (input.type === 'text') {
		const way = offered.find(({letter}) => letter === input.text.toLowerCase());
		return way ? go(screen, pasting, way, around) : only(screen);
	}
	const chosen = nextChoice(action, pasting.chosen, offered.length);
	if (chosen !== undefined) return only({...screen, asking: {...pasting, chosen}});
	if (action === 'submit') return choosePaste(screen, pasting, pasting.chosen, around);
	return only(action === 'close' || action === 'interrupt' ? {...screen, asking: undefined} : screen);
};

const go = (screen: Screen, {text}: Pasting, {put, sends}: Way, around: Surroundings): Step => {
	const after = taken({...screen, asking: undefined}, put(text, screen));
	return sends ? submit(after, around) : only(after);
};
