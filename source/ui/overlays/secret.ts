/** The form in which a password is chosen: nothing of it is shown, and nothing kept once the form is closed. */
import {limits} from '../../protocol/limits.ts';
import {type Editor, edit, emptyEditor, isEditCommand} from '../editor.ts';
import type {News} from '../effects.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {label} from '../labels.ts';
import {insertInLine} from '../one-line.ts';
import type {SecretField, SecretForm} from '../opened.ts';
import {and, only, type Screen, type Step, type Surroundings, told} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, segmenter, wrap} from '../wrap.ts';
import {promptRow} from './prompt.ts';

const labels: Readonly<Record<SecretField, string>> = {
	old: 'Present password',
	fresh: 'New password',
	again: 'Once more',
};

const labelColumns = Math.max(...Object.values(labels).map(columns));

const blank = {old: emptyEditor, fresh: emptyEditor, again: emptyEditor} as const;

/** What stands for a text that nobody may read: a star for each letter. */
export const masked = ({text, cursor}: Pick<Editor, 'text' | 'cursor'>): {text: string; cursor: number} => ({
	text: '*'.repeat(lettersIn(text)),
	cursor: lettersIn(text.slice(0, cursor)),
});

const lettersIn = (text: string): number => [...segmenter.segment(text)].length;

/** @param argument what stood behind the command: not taken, for it was in sight */
export const openSecret = (screen: Screen, {state}: Surroundings, argument: string): Step => {
	if (state.link.type !== 'online') return told(screen, 'There is no connection now.', 'error');
	const overlay: SecretForm = {
		type: 'secret',
		fields: ['fresh', 'again'],
		chosen: 0,
		editors: blank,
		objection:
			argument === '' ? '' : 'What stood behind the command was thrown away: it was there to be read.',
		isSent: false,
	};
	return only({...screen, overlay});
};

export type SecretInput = {
	readonly form: SecretForm;
	readonly me: string;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

const rowsAbove = (height: number): number => (height >= 8 ? 2 : 1);

const promptOf = (form: SecretForm, field: SecretField): string => {
	const mark = form.fields[form.chosen] === field ? ' › ' : '   ';
	return `${mark}${fit(labels[field], labelColumns)}  `;
};

/** The form as `height` rows, and where the cursor stands. */
export const secretRows = ({
	form,
	me,
	width,
	height,
	theme,
}: SecretInput): {rows: string[]; cursor: {x: number; y: number}} => {
	const above = rowsAbove(height);
	const inner = Math.max(1, width - 2);
	const prompts = form.fields.map(field =>
		promptRow(promptOf(form, field), masked(form.editors[field]), width),
	);
	const tone = form.objection === '' ? 'dim' : 'error';
	const says = form.isSent ? 'asking …' : form.objection === '' ? hint : `! ${form.objection}`;
	const all = [
		theme.paint('heading', fit(` A password for ${label(me)}`, width)),
		...Array.from({length: above - 1}, () => ''),
		...prompts.map(({text}) => text),
		...wrap(says, inner).map(row => theme.paint(tone, ` ${row}`)),
	];
	while (all.length < height - 1) all.push('');
	const keys = `${keyLabel('enter')} sets it · ${keyLabel('escape')} closes`;
	return {
		rows: [...all.slice(0, height - 1), theme.paint('dim', fit(` ${keys}`, width))],
		cursor: {x: prompts[form.chosen]!.column, y: Math.min(height - 1, above + form.chosen)},
	};
};

const hint = `Your other devices come in by it. ${limits.passwordShortest} characters at least.`;

const changed = (form: SecretForm, editor: Editor): SecretForm => {
	const field = form.fields[form.chosen]!;
	return {...form, editors: {...form.editors, [field]: editor}, objection: ''};
};

export const pressSecret = (
	screen: Screen,
	form: SecretForm,
	input: Input,
	action: Action | undefined,
): Step => {
	const put = (next: SecretForm): Step => only({...screen, overlay: next});
	if (form.isSent) return only(screen);
	const editor = form.editors[form.fields[form.chosen]!];
	if (input.type === 'text' || input.type === 'paste') return put(changed(form, insertInLine(editor, input)));
	const {length} = form.fields;
	const moves: Partial<Record<Action, number>> = {older: -1, newer: 1, complete: 1, completeBack: -1};
	const by = action && moves[action];
	if (by !== undefined) return put({...form, chosen: (form.chosen + by + length) % length});
	if (action === 'submit') return submitSecret(screen, form);
	if (action && isEditCommand(action) && action !== 'newline')
		return put(changed(form, edit(editor, action)));
	return only(screen);
};

/** From field to field, and with the last one to the server. */
const submitSecret = (screen: Screen, form: SecretForm): Step => {
	const put = (change: Partial<SecretForm>): Step => only({...screen, overlay: {...form, ...change}});
	const {old, fresh, again} = form.editors;
	const empty = form.fields.findIndex(field => form.editors[field].text === '');
	if (empty !== -1 && form.chosen < form.fields.length - 1) return put({chosen: form.chosen + 1});
	if (empty !== -1) return put({chosen: empty});
	if (fresh.text.length < limits.passwordShortest)
		return put({
			chosen: form.fields.indexOf('fresh'),
			objection: `It needs ${limits.passwordShortest} characters at least.`,
		});
	if (fresh.text !== again.text)
		return put({
			chosen: form.fields.indexOf('again'),
			editors: {...form.editors, again: emptyEditor},
			objection: 'Those two are not the same.',
		});
	const asks = form.fields.includes('old');
	return and(
		{...screen, overlay: {...form, objection: '', isSent: true}},
		{type: 'register', password: fresh.text, old: asks ? old.text : undefined},
	);
};

/** The password is set, or it is asked once more. */
export const registered = (screen: Screen, {trouble, wantsOld}: News & {type: 'registered'}): Step => {
	const {overlay} = screen;
	const isOpen = overlay?.type === 'secret';
	if (trouble === '')
		return told(
			isOpen ? {...screen, overlay: undefined} : screen,
			'The password is set. Other devices come in by it.',
		);
	if (!isOpen) return told(screen, trouble, 'error');
	if (!wantsOld) return only({...screen, overlay: {...overlay, isSent: false, objection: trouble}});
	const isFirst = !overlay.fields.includes('old');
	return only({
		...screen,
		overlay: {
			...overlay,
			fields: ['old', 'fresh', 'again'],
			chosen: 0,
			editors: {...overlay.editors, old: emptyEditor},
			objection: isFirst ? 'You came in by a password: the present one is needed too.' : trouble,
			isSent: false,
		},
	});
};
