/**
 * What stands between a person and the chat where a server said no: which answers there are to each no, and what each
 * key makes of them. A form for people who see and for those who listen.
 */
import type {Link, State} from '../client/state.ts';
import type {ChatError, ErrorCode} from '../protocol/errors.ts';
import {isInvitation, parseInvitation} from '../protocol/invitation.ts';
import {checkId} from '../protocol/names.ts';
import {edit, emptyEditor, isEditCommand, setText} from './editor.ts';
import type {Effect} from './effects.ts';
import type {Input} from './keys.ts';
import {insertInLine} from './one-line.ts';
import type {Door, DoorField} from './opened.ts';
import {and, only, type Screen, type Step, type Surroundings} from './screen.ts';

/** What can be done at a door. */
export type DoorAction = 'takeover' | 'again' | 'look' | 'leave';
export type DoorItem = {readonly type: 'field'; readonly field: DoorField} | {readonly type: DoorAction};

const field = (name: DoorField): DoorItem => ({type: 'field', field: name});
const leave: DoorItem = {type: 'leave'};

/** What helps against each no, besides leaving and looking. Of codes without a row, nothing does. */
const helps: {readonly [Code in ErrorCode]?: readonly DoorItem[]} = {
	ID_USED: [field('name')],
	ID_BAD: [field('name')],
	PASSWORD_WRONG: [field('password'), field('name')],
	INVITE_NEEDED: [field('entry'), field('name')],
	INVITE_BAD: [field('entry'), field('name')],
	ENTRY_WRONG: [field('entry'), field('name')],
	REVOKED: [{type: 'again'}, field('password')],
	ACCESS_BAD: [field('name')],
	TRY_LATER: [{type: 'again'}],
	TOO_MANY: [{type: 'again'}],
	BUSY: [{type: 'again'}],
	FULL: [{type: 'again'}],
	REFUSED: [{type: 'again'}],
	UNREACHABLE: [{type: 'again'}],
	LOST: [{type: 'again'}],
	REPLACED: [{type: 'takeover'}],
	KICKED: [{type: 'again'}],
};

/** Two keys where there should be one: no key of the keyboard leads past that. */
export const isKeyTrouble = ({code}: ChatError): boolean => code === 'KEY_CHANGED' || code === 'KEY_WRONG';

const helpAgainst = ({code, details}: ChatError): readonly DoorItem[] => {
	if (code === 'ID_USED' && details.here) return [{type: 'takeover'}, field('name')];
	if (code === 'ID_USED' && details.owned) return [field('password'), field('name')];
	return helps[code] ?? [];
};

/** Was anything of the chat seen yet? */
export const hasSeen = ({journal}: State): boolean => journal !== undefined;

/** What can be chosen, from top to bottom. */
export const doorItems = ({error}: Door, state: State): readonly DoorItem[] => [
	...helpAgainst(error),
	...(hasSeen(state) ? [{type: 'look'} as const] : []),
	leave,
];

export const chosenItem = (door: Door, state: State): DoorItem => {
	const items = doorItems(door, state);
	return items[Math.min(door.chosen, items.length - 1)]!;
};

const doorFor = (error: ChatError, me: string): Door => ({
	error,
	chosen: 0,
	editors: {password: emptyEditor, entry: emptyEditor, name: setText(emptyEditor, me)},
	objection: '',
	top: 0,
	isLooking: false,
});

type Refused = Extract<Link, {type: 'refused'}>;

/** The screen with the door that the link asks for; without one where nothing is refused. */
export const withDoor = (screen: Screen, state: State): Screen => {
	const {link, me} = state;
	if (link.type !== 'refused') return screen.door ? {...screen, door: undefined} : screen;
	const {error}: Refused = link;
	return screen.door?.error === error ? screen : {...screen, door: doorFor(error, me)};
};

/** Is the door in front of the chat? */
export const isClosed = ({door}: Screen): boolean => door !== undefined && !door.isLooking;

/** Back to the door, from looking at the chat. */
export const toDoor = (screen: Screen): Screen =>
	screen.door ? {...screen, door: {...screen.door, isLooking: false, chosen: 0}} : screen;

const leaving: Step['effects'] = [{type: 'quit', text: undefined}];

/** What an input does at the door. */
export const pressDoor = (screen: Screen, door: Door, input: Input, around: Surroundings): Step => {
	const {state, appearance} = around;
	const put = (change: Partial<Door>): Step => only({...screen, door: {...door, ...change}});
	const item = chosenItem(door, state);
	const editor = item.type === 'field' ? door.editors[item.field] : undefined;
	const typed = (next: typeof emptyEditor): Step =>
		item.type === 'field'
			? put({editors: {...door.editors, [item.field]: next}, objection: ''})
			: only(screen);
	if (input.type === 'text' || input.type === 'paste')
		return editor ? typed(insertInLine(editor, input)) : only(screen);
	if (input.type !== 'key') return only(screen);
	const action = appearance.keys.actionFor(input.name, {empty: editor?.text === '', picked: false});
	switch (action) {
		case 'submit':
			return chosen(screen, door, around);
		case 'close':
			return and(screen, ...leaving);
		case 'interrupt':
			return editor && editor.text !== '' && item.type === 'field' && item.field !== 'name'
				? typed(emptyEditor)
				: and(screen, ...leaving);
		case 'redraw':
		case 'suspend':
			return and(screen, {type: action});
		case 'older':
		case 'newer':
		case 'complete':
		case 'completeBack':
			return moved(screen, door, around, action === 'older' || action === 'completeBack' ? -1 : 1);
		case 'pageUp':
		case 'pageDown':
			return put({top: Math.max(0, door.top + (action === 'pageUp' ? -scrollRows : scrollRows))});
		default:
			return editor && action && isEditCommand(action) && action !== 'newline'
				? typed(edit(editor, action))
				: only(screen);
	}
};

/** Rows that PgUp and PgDn scroll what is said. */
const scrollRows = 3;

const moved = (screen: Screen, door: Door, {state}: Surroundings, by: number): Step => {
	const {length} = doorItems(door, state);
	// Where only one thing can be chosen, the arrows read.
	if (length === 1) return only({...screen, door: {...door, top: Math.max(0, door.top + by)}});
	const at = (Math.min(door.chosen, length - 1) + by + length) % length;
	return only({...screen, door: {...door, chosen: at, objection: ''}});
};

const chosen = (screen: Screen, door: Door, {state}: Surroundings): Step => {
	const item = chosenItem(door, state);
	if (item.type === 'field') return answered(screen, door, item.field);
	const effects: Readonly<Record<DoorAction, Step>> = {
		takeover: and(screen, {type: 'login', with: {takeover: true}}),
		again: and(screen, {type: 'reconnect'}),
		look: only({...screen, door: {...door, isLooking: true}}),
		leave: and(screen, ...leaving),
	};
	return effects[item.type];
};

/** What was typed goes to the server, and out of sight. */
const answered = (screen: Screen, door: Door, name: DoorField): Step => {
	const text = door.editors[name].text;
	const objects = (objection: string): Step => only({...screen, door: {...door, objection}});
	if (text.trim() === '') return objects(`${nothingTyped[name]} Type it, or choose something else.`);
	try {
		const effect = answers[name](text);
		const editors = {...door.editors, [name]: name === 'name' ? door.editors.name : emptyEditor};
		return and({...screen, door: {...door, editors, objection: ''}}, effect);
	} catch (error) {
		return objects(error instanceof Error ? error.message : String(error));
	}
};

const nothingTyped: Readonly<Record<DoorField, string>> = {
	password: 'There is no password yet.',
	entry: 'There is no password and no invitation yet.',
	name: 'There is no name yet.',
};

/** An invitation in a line that one was told to paste into a shell. */
const invitationIn = (text: string): string | undefined => text.split(/\s+/).find(word => isInvitation(word));

/** @throws {ChatError} ID_BAD, LINK_BAD */
const answers: Readonly<Record<DoorField, (text: string) => Effect>> = {
	password: password => ({type: 'login', with: {password}}),
	name: text => ({type: 'rename', id: checkId(text.trim())}),
	entry: text => {
		const link = invitationIn(text);
		if (link === undefined) return {type: 'login', with: {entry: text.trim()}};
		const {token} = parseInvitation(link);
		if (token === undefined) throw new Error('That invitation opens no closed server: it has no token.');
		return {type: 'login', with: {invite: token}};
	},
};
