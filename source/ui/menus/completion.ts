/** The menu of what a word may be completed to. Each choice stands in the line while it is the chosen one. */
import {isCrowd} from '../../client/select.ts';
import type {State} from '../../client/state.ts';
import {type Completion, complete} from '../../protocol/completion.ts';
import {nameKey} from '../../protocol/names.ts';
import {signs as signsAtHand} from '../../protocol/signs.ts';
import {candidatesFor, nameOf, wordOf} from '../choices.ts';
import {replaceRange} from '../editor.ts';
import type {Effect, News} from '../effects.ts';
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import type {Snapshot} from '../layout.ts';
import type {Menu} from '../menu.ts';
import type {Completing} from '../opened.ts';
import {and, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import {nextChoice} from './round.ts';

const titles: Partial<Record<Completing['choices'][number]['kind'], string>> = {
	command: 'commands',
	room: 'rooms',
	id: 'people',
	sign: 'emoji',
	preference: 'settings',
};

export const completionMenu = ({choices, chosen}: Completing, snapshot: Snapshot): Menu => {
	const {state, screen, appearance} = snapshot;
	const {labelFor} = appearance.keys;
	return {
		title: titles[choices[chosen]!.kind] ?? 'choices',
		keys: `${labelFor('complete')} next · ${labelFor('submit')} takes · ${labelFor('close')} back`,
		sample: [],
		count: choices.length,
		chosen,
		item: index => {
			const choice = choices[index]!;
			return {name: nameOf(choice), word: wordOf(choice, state, screen)};
		},
	};
};

/** Completes the word at the cursor: at once where there is one way only, else with a menu. */
export const completed = (screen: Screen, {state}: Surroundings, direction: 1 | -1): Step => {
	const {editor, signs} = screen;
	const found = complete(editor.text, editor.cursor, candidatesFor(state, screen));
	const isSign =
		found?.choices[0]?.kind === 'sign' || /(?:^|\s):\S+$/.test(editor.text.slice(0, editor.cursor));
	// With the few signs at hand it would be another choice a moment later.
	if (isSign && signs === signsAtHand) return and(screen, {type: 'loadSigns', completes: direction});
	const asks = found?.choices.length === 1 ? [] : asking(screen, state, direction);
	if (!found) return and(screen, ...asks);
	return and(chooseOf(screen, found, direction), ...asks);
};

const chooseOf = (screen: Screen, found: Completion, direction: 1 | -1): Screen => {
	const chosen = direction === 1 ? 0 : found.choices.length - 1;
	return choose(screen, {type: 'completion', before: screen.editor, ...found, chosen});
};

/** In a crowd nobody knows all names but the server, which is asked for those that begin like what is written. */
const asking = ({editor}: Screen, state: State, direction: 1 | -1): Effect[] => {
	const room = state.rooms.get(state.current);
	if (!room || !isCrowd(room) || state.link.type !== 'online') return [];
	const [like = ''] = /[^\s@]*$/.exec(editor.text.slice(0, editor.cursor)) ?? [];
	if (like === '') return [];
	// It is a name that stands there if the name that stands there would do.
	const asName = complete(editor.text, editor.cursor, {rooms: [], ids: [like]});
	if (asName?.choices[0]?.kind !== 'id') return [];
	return [{type: 'findPeople', room: room.target, like, before: editor, direction}];
};

/** The server has found people. They come behind what there is to choose from, and what is chosen stays. */
export const peopleFound = (
	screen: Screen,
	{before, direction}: News & {type: 'peopleFound'},
	{state}: Surroundings,
): Step => {
	const {asking: open, editor, overlay} = screen;
	const found = complete(before.text, before.cursor, candidatesFor(state, screen));
	if (!found || overlay) return only(screen);
	if (open?.type === 'completion' && open.before === before) {
		const known = new Set(open.choices.map(({name}) => nameKey(name)));
		const fresh = found.choices.filter(({name}) => !known.has(nameKey(name)));
		return only(
			fresh.length === 0 ? screen : {...screen, asking: {...open, choices: [...open.choices, ...fresh]}},
		);
	}
	return open || editor !== before ? only(screen) : only(chooseOf(screen, found, direction));
};

/** The names of all signs are there. Where one asked for a completion by them, here it is. */
export const signsLoaded = (
	screen: Screen,
	{signs, completes}: News & {type: 'signs'},
	around: Surroundings,
): Step => {
	const after = {...screen, signs};
	return completes === undefined || screen.overlay || screen.asking
		? only(after)
		: completed(after, around, completes);
};

const choose = (screen: Screen, completing: Completing): Screen => {
	const {before, start, end, choices, chosen} = completing;
	const editor = replaceRange(before, start, end, choices[chosen]!.put);
	// A single choice is final: the next Tab starts from what stands there.
	return {...screen, editor, asking: choices.length === 1 ? undefined : completing};
};

/** Takes a choice, and closes the menu. */
export const chooseCompletion = (screen: Screen, completing: Completing, index: number): Step =>
	only({...choose(screen, {...completing, chosen: index}), asking: undefined});

/** @returns undefined where the key is none of the menu's: it takes what is chosen, and does what it always does */
export const pressCompletion = (
	screen: Screen,
	completing: Completing,
	_: Input,
	action: Action | undefined,
): Step | undefined => {
	const {choices, chosen, before} = completing;
	const next = nextChoice(action, chosen, choices.length);
	if (next !== undefined) return only(choose(screen, {...completing, chosen: next}));
	// A sign is all that is put to a message, so what takes it puts it.
	if (action === 'submit' && screen.about?.type !== 'react') return only({...screen, asking: undefined});
	return action === 'close' ? only({...screen, editor: before, asking: undefined}) : undefined;
};
