/**
 * What each key makes of the screen: a pure update function that returns the next screen and the effects that
 * the outside has to carry out.
 */
import {candidates, nextActive, nextRoom, roomByNumber, roomList} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import {clean} from '../protocol/clean.ts';
import {parse, type ScreenCommand} from '../protocol/commands.ts';
import {complete} from '../protocol/completion.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Request} from '../protocol/messages.ts';
import {directMark, nameKey} from '../protocol/names.ts';
import {type EditCommand, edit, emptyEditor, insert, isEditCommand, replaceRange, setText} from './editor.ts';
import {actionFor, labelFor, type ScreenAction} from './keymap.ts';
import type {Input} from './keys.ts';
import {newer, older, remember} from './recall.ts';
import {
	bottom,
	type Effect,
	type Overlay,
	placeIn,
	type Screen,
	type Step,
	type Surroundings,
} from './screen.ts';
import {type Place, scroll, toMarker, toOldest} from './view.ts';

/** A second Ctrl+C within this time leaves. */
const quitWithinMs = 2000;

const only = (screen: Screen): Step => ({screen, effects: []});
const and = (screen: Screen, ...effects: Effect[]): Step => ({screen, effects});

/** What an input does. */
export const press = (screen: Screen, input: Input, around: Surroundings): Step => {
	if (input.type === 'report') return only(screen);
	const fresh = {...screen, hint: undefined};
	if (screen.overlay) return pressOverlay(fresh, screen.overlay, input, around);
	if (input.type === 'text') return typed(fresh, input.text);
	if (input.type === 'paste') return typed(fresh, clean(input.text).replaceAll('\t', '    '));
	const action = actionFor(input.name, {empty: screen.editor.text === ''});
	if (action === undefined) return only(fresh);
	if (action !== 'complete' && action !== 'completeBack') {
		const step = isEditCommand(action) ? edited(fresh, action) : actions[action](fresh, around, input.name);
		return {...step, screen: {...step.screen, completing: undefined}};
	}
	return actions[action](fresh, around, input.name);
};

const typed = (screen: Screen, text: string): Step => {
	const room = limits.lineBytes - 512 - Buffer.byteLength(screen.editor.text);
	if (Buffer.byteLength(text) > room) {
		return only({...screen, hint: {text: 'That is too long for one message.', tone: 'error'}});
	}
	return only({...screen, editor: insert(screen.editor, text), completing: undefined});
};

const edited = (screen: Screen, command: EditCommand): Step =>
	only({...screen, editor: edit(screen.editor, command)});

const currentRoom = ({state}: Surroundings): Room | undefined => state.rooms.get(state.current);

/** Puts the reader at a place of the room that is shown, and tells whether what comes is read as it comes. */
const readAt = (screen: Screen, {state}: Surroundings, place: Place): Step => {
	const following = place.at === 'bottom';
	const moved = {...screen, places: new Map(screen.places).set(state.current, place)};
	return following === state.following
		? only(moved)
		: and(moved, {type: 'change', change: {type: 'follow', following}});
};

const scrolled = (screen: Screen, around: Surroundings, rows: number): Step => {
	const input = around.pane(placeIn(screen, around.state.current));
	return readAt(screen, around, scroll(input, rows));
};

/** A page keeps one row in sight for the eye to hold on to. */
const page = ({pane}: Surroundings): number => Math.max(1, pane(bottom).height - 1);

/** Shows another room, with what was half written there; the half-written text of this one is kept. */
export const openRoom = (screen: Screen, {state}: Surroundings, target: string): Step => {
	const key = nameKey(target);
	const drafts = new Map(screen.drafts).set(state.current, screen.editor);
	const following = placeIn(screen, key).at === 'bottom';
	return and(
		{
			...screen,
			drafts,
			editor: key === state.current ? screen.editor : (drafts.get(key) ?? emptyEditor),
			overlay: undefined,
		},
		{type: 'change', change: {type: 'follow', following}},
		{type: 'change', change: {type: 'open', target}},
	);
};

const openIfAny = (screen: Screen, around: Surroundings, room: Room | undefined): Step =>
	room && room.key !== around.state.current ? openRoom(screen, around, room.target) : only(screen);

type Handler = (screen: Screen, around: Surroundings, key: string) => Step;

const actions: Readonly<Record<ScreenAction, Handler>> = {
	submit: (screen, around) => submit(screen, around),
	newline: screen => edited(screen, 'newline'),
	pageUp: (screen, around) => scrolled(screen, around, -page(around)),
	pageDown: (screen, around) => scrolled(screen, around, page(around)),
	oldest: (screen, around) => readAt(screen, around, toOldest(around.pane(bottom))),
	newest: (screen, around) => readAt(screen, around, bottom),
	firstUnread: (screen, around) => readAt(screen, around, toMarker(around.pane(bottom))),
	nextRoom: (screen, around) => openIfAny(screen, around, nextRoom(around.state, 1)),
	previousRoom: (screen, around) => openIfAny(screen, around, nextRoom(around.state, -1)),
	numberedRoom: (screen, around, key) =>
		openIfAny(screen, around, roomByNumber(around.state, Number(key.at(-1)))),
	nextActive: (screen, around) => openIfAny(screen, around, nextActive(around.state)),
	pickRoom: screen => only({...screen, overlay: {type: 'rooms', query: emptyEditor, chosen: 0}}),
	older: (screen, around) => recalled(screen, around, 'up'),
	newer: (screen, around) => recalled(screen, around, 'down'),
	complete: (screen, around) => completed(screen, around, 1),
	completeBack: (screen, around) => completed(screen, around, -1),
	retry: screen => and(screen, {type: 'retry'}),
	help: screen => only({...screen, overlay: {type: 'help', command: '', top: 0}}),
	sidebar: screen => only({...screen, sidebar: !screen.sidebar}),
	redraw: screen => and(screen, {type: 'redraw'}),
	close: (screen, around) => readAt(screen, around, bottom),
	interrupt: (screen, around) => interrupt(screen, around),
	suspend: screen => and(screen, {type: 'suspend'}),
};

const recalled = (screen: Screen, {composerColumns}: Surroundings, way: 'up' | 'down'): Step => {
	const editor = edit(screen.editor, way, composerColumns);
	if (editor !== screen.editor) return only({...screen, editor});
	const found = (way === 'up' ? older : newer)(screen.recall, screen.editor.text);
	return found
		? only({...screen, recall: found.recall, editor: setText(screen.editor, found.text)})
		: only(screen);
};

const completed = (screen: Screen, {state}: Surroundings, direction: 1 | -1): Step => {
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

const interrupt = (screen: Screen, {now}: Surroundings): Step => {
	if (screen.editor.text !== '') return only({...screen, editor: setText(screen.editor, '')});
	if (now < screen.armedUntil) return and(screen, {type: 'quit', text: undefined});
	const text = `${labelFor('interrupt')} again quits`;
	return only({...screen, armedUntil: now + quitWithinMs, hint: {text, tone: 'info'}});
};

const submit = (screen: Screen, around: Surroundings): Step => {
	// What is pasted often ends with a new line, which nobody means to say.
	const typedText = screen.editor.text.trimEnd();
	const room = currentRoom(around);
	try {
		const parsed = parse(typedText, {room: room?.target ?? around.state.current, nonce: around.nonce});
		if (parsed.type === 'nothing') return only({...screen, editor: emptyEditor});
		const sent = {...screen, editor: setText(screen.editor, ''), recall: remember(screen.recall, typedText)};
		return parsed.type === 'request'
			? requested(sent, around, parsed.request)
			: screenCommands[parsed.name](sent, around, parsed.argument);
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		return only({...screen, hint: {text: error.message, tone: 'error'}});
	}
};

const requested = (screen: Screen, around: Surroundings, request: Request): Step => {
	if (request.type === 'quit') return and(screen, {type: 'quit', text: request.text});
	const sends: Effect = {type: 'request', request};
	// Who says something wants to see it said, and who enters a room wants to see the room.
	if (request.type === 'say') {
		const elsewhere = nameKey(request.room) !== around.state.current;
		const shown = elsewhere ? openRoom(screen, around, request.room) : readAt(screen, around, bottom);
		return and(shown.screen, ...shown.effects, sends);
	}
	if (request.type === 'join') {
		const shown = openRoom(screen, around, request.room);
		return and(shown.screen, sends, ...shown.effects);
	}
	return and(screen, sends);
};

const screenCommands: Readonly<
	Record<ScreenCommand, (screen: Screen, around: Surroundings, argument: string) => Step>
> = {
	help: (screen, _, command) => only({...screen, overlay: {type: 'help', command, top: 0}}),
	query: (screen, around, id) => openRoom(screen, around, directMark + id),
	clear: (screen, {state}) => {
		const target = state.rooms.get(state.current)?.target ?? state.current;
		const places = new Map(screen.places).set(state.current, bottom);
		return and({...screen, places}, {type: 'change', change: {type: 'clear', target}});
	},
	reconnect: screen => and(screen, {type: 'reconnect'}),
	sidebar: screen => only({...screen, sidebar: !screen.sidebar}),
};

/** The rooms that fit what is typed in the picker. */
export const pickable = (state: State, query: string): Room[] => {
	const wanted = nameKey(query.replace(/^[#@]/, ''));
	return roomList(state).filter(room => room.key.includes(wanted));
};

const pressOverlay = (screen: Screen, overlay: Overlay, input: Input, around: Surroundings): Step => {
	const action = input.type === 'key' ? actionFor(input.name, {empty: false}) : undefined;
	if (action === 'close' || action === 'interrupt') return only({...screen, overlay: undefined});
	if (action === 'redraw' || action === 'suspend') return actions[action](screen, around, '');
	return overlay.type === 'help'
		? pressHelp(screen, overlay, action, around)
		: pressPicker(screen, overlay, input, action, around);
};

const pressHelp = (
	screen: Screen,
	overlay: Overlay & {type: 'help'},
	action: ReturnType<typeof actionFor>,
	{help}: Surroundings,
): Step => {
	if (action === 'help' || action === 'submit') return only({...screen, overlay: undefined});
	const pageRows = Math.max(1, help.rows - 2);
	const moves: Partial<Record<string, number>> = {pageUp: -pageRows, pageDown: pageRows, older: -1, newer: 1};
	const by = (action && moves[action]) ?? 0;
	const top = Math.max(0, Math.min(help.end(overlay.command), overlay.top + by));
	return only({...screen, overlay: {...overlay, top}});
};

const pressPicker = (
	screen: Screen,
	overlay: Overlay & {type: 'rooms'},
	input: Input,
	action: ReturnType<typeof actionFor>,
	around: Surroundings,
): Step => {
	const found = pickable(around.state, overlay.query.text);
	const picking = (change: Partial<Overlay & {type: 'rooms'}>): Step =>
		only({...screen, overlay: {...overlay, ...change}});
	if (input.type === 'text' || input.type === 'paste') {
		return picking({query: insert(overlay.query, clean(input.text).replaceAll(/\s+/g, '')), chosen: 0});
	}
	if (action === 'older' || action === 'newer') {
		const by = action === 'older' ? -1 : 1;
		return picking({chosen: Math.max(0, Math.min(found.length - 1, overlay.chosen + by))});
	}
	if (action === 'submit' || action === 'complete') {
		const room = found[overlay.chosen];
		if (room) return openRoom(screen, around, room.target);
		const line = `/join ${overlay.query.text}`;
		return submit({...screen, overlay: undefined, editor: setText(screen.editor, line)}, around);
	}
	return action && isEditCommand(action)
		? picking({query: edit(overlay.query, action), chosen: 0})
		: only(screen);
};
