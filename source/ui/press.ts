/**
 * What each key makes of the screen: a pure update function that returns the next screen and the effects that
 * the outside has to carry out.
 */
import {nextActive, nextRoom, roomByNumber} from '../client/select.ts';
import type {Room} from '../client/state.ts';
import {handySigns} from '../protocol/signs.ts';
import {edited, end, recalled, toEditor, typed} from './compose.ts';
import {isClosed, pressDoor, toDoor} from './door.ts';
import {isEditCommand, setText} from './editor.ts';
import {focusOn} from './focus.ts';
import type {Action, ScreenAction} from './keymap.ts';
import type {Input} from './keys.ts';
import {openMentions} from './mentions.ts';
import {completed} from './menus/completion.ts';
import {pasted} from './menus/paste.ts';
import {openSent} from './menus/sent.ts';
import {pressMenu} from './menus/table.ts';
import {pointed, toggleMouse} from './mouse.ts';
import type {Asking} from './opened.ts';
import {openHelp} from './overlays/help.ts';
import {openPicker} from './overlays/room-picker.ts';
import {pressOverlay} from './overlays/table.ts';
import {openChosen, pick, treat} from './pick.ts';
import {back, firstUnread, oldest, openRoom, page, scrolled, stuck, toNewest} from './reading.ts';
import {remember} from './recall.ts';
import {type About, and, only, roomHere, type Screen, type Step, type Surroundings, told} from './screen.ts';
import {toggleSidebar} from './screen-commands.ts';
import {openSearch} from './searching.ts';
import {submit, submitSign} from './submit.ts';
import {takeBack} from './unsent.ts';
import {whereText} from './where.ts';

/** A second Ctrl+C within this time leaves. */
const quitWithinMs = 2000;

/** What an input does. */
export const press = (screen: Screen, input: Input, around: Surroundings): Step =>
	stuck(pressed(screen, input, around), around);

const pressed = (screen: Screen, input: Input, around: Surroundings): Step => {
	if (input.type === 'report') return only(screen);
	if (input.type === 'focus') return focusOn(screen, input.focused, around);
	if (screen.focused === false) return pressUnseen(screen, input, around);
	if (screen.door && isClosed(screen)) return pressDoor(screen, screen.door, input, around);
	const fresh = {...screen, hint: undefined};
	if (input.type === 'mouse') return pointed(fresh, input, around);
	if (screen.overlay) return pressOverlay(fresh, screen.overlay, input, around);
	if (screen.asking) return pressAsking(fresh, screen.asking, input, around);
	if (input.type === 'text') return pressText(fresh, input.text, around);
	if (input.type === 'paste') return pasted({...fresh, picked: undefined}, input.text);
	const {keys} = around.appearance;
	const action = keys.actionFor(input.name, {empty: screen.editor.text === '', picked: hasKeys(screen)});
	const calmed = calm(fresh, action);
	return action === undefined ? only(calmed) : act(calmed, around, action, input.name);
};

/** The open menu has its keys. Any other one closes it, and does what it always does. */
const pressAsking = (screen: Screen, asking: Asking, input: Input, around: Surroundings): Step => {
	const isLetters = asking.type === 'paste' && input.type === 'text';
	if (isLetters) return pressLetters(screen, input.text, around);
	return pressMenu(screen, asking, input, around) ?? pressed({...screen, asking: undefined}, input, around);
};

/** A letter answers what is asked, and those behind it that came at once are typed. */
const pressLetters = (screen: Screen, text: string, around: Surroundings): Step => {
	const letter = String.fromCodePoint(text.codePointAt(0)!);
	const rest = text.slice(letter.length);
	const step = screen.asking
		? pressMenu(screen, screen.asking, {type: 'text', text: letter}, around)
		: undefined;
	if (!step) return pressText(screen, text, around);
	if (rest === '') return step;
	const after = pressLetters(step.screen, rest, around);
	return and(after.screen, ...step.effects, ...after.effects);
};

/** Whoever presses a key looks at the window, whatever the terminal last said. */
const pressUnseen = (screen: Screen, input: Input, around: Surroundings): Step => {
	const seen = focusOn(screen, true, around);
	const step = pressed(seen.screen, input, around);
	return and(step.screen, ...seen.effects, ...step.effects);
};

const act = (screen: Screen, around: Surroundings, action: Action, key: string): Step =>
	isEditCommand(action)
		? edited({...screen, picked: hasKeys(screen) ? undefined : screen.picked}, action)
		: actions[action](screen, around, key);

/** Does the picked message have the letters? Not while a command about it is written. */
const hasKeys = ({picked, editor}: Screen): boolean => picked !== undefined && !editor.text.startsWith('/');

/** The keys that put a question about a message, and answer it when pressed again. */
const askers = {delete: 'remove', link: 'openLink'} as const;

/** A question that was put is answered by its own key only. */
const calm = (screen: Screen, action: Action | undefined): Screen =>
	screen.picked?.asked && action !== askers[screen.picked.asked]
		? {...screen, picked: {seq: screen.picked.seq}}
		: screen;

/** Letters that come at once are one key after the other where each may be one. */
const pressText = (screen: Screen, text: string, around: Surroundings): Step => {
	const {about, editor} = screen;
	const isSign = about?.type === 'react' && editor.text === '';
	const digit = isSign && /^[1-9]$/.test(text) ? handySigns[Number(text) - 1] : undefined;
	if (about && digit !== undefined) return submitSign(screen, around, about, digit);
	if (!hasKeys(screen)) return typed(screen, text);
	const first = String.fromCodePoint(text.codePointAt(0)!);
	const step = pressLetter(screen, first, around);
	const rest = text.slice(first.length);
	if (rest === '') return step;
	const after = pressText(step.screen, rest, around);
	return and(after.screen, ...step.effects, ...after.effects);
};

const pressLetter = (screen: Screen, letter: string, around: Surroundings): Step => {
	if (screen.picked?.asked === 'link' && /^[1-9]$/.test(letter)) return openChosen(screen, around, letter);
	const {keys} = around.appearance;
	const action = keys.actionFor(letter, {empty: false, picked: true});
	if (action !== undefined) return act(calm(screen, action), around, action, letter);
	// A command about the picked message.
	if (letter === '/' && screen.editor.text === '') return typed(screen, letter);
	const isLanded = screen.picked?.seq === screen.origin?.seq;
	return told(
		calm(screen, action),
		`${keys.labelFor('close')} goes back to ${isLanded ? 'where you were' : 'writing'}.`,
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
	oldest,
	newest: toNewest,
	firstUnread,
	nextRoom: (screen, around) => openIfAny(screen, around, nextRoom(around.state, 1)),
	previousRoom: (screen, around) => openIfAny(screen, around, nextRoom(around.state, -1)),
	numberedRoom: (screen, around, key) =>
		openIfAny(screen, around, roomByNumber(around.state, Number(key.at(-1)))),
	nextActive: (screen, around) => {
		const room = nextActive(around.state);
		return room ? openRoom(screen, around, room.target) : told(screen, 'Nothing new in other rooms.');
	},
	pickRoom: openPicker,
	older: (screen, around) => recalled(screen, around, 'up'),
	newer: (screen, around) => recalled(screen, around, 'down'),
	complete: (screen, around) => completed(screen, around, 1),
	completeBack: (screen, around) => completed(screen, around, -1),
	recallSent: openSent,
	editText: toEditor,
	// Where the server said no, what can be done about it stands at the door.
	retry: screen => (screen.door ? only(toDoor(screen)) : and(screen, {type: 'retry'})),
	takeBack,
	search: (screen, around) => openSearch(screen, around, ''),
	mentions: openMentions,
	pickOlder: (screen, around) => pick(screen, around, 'older'),
	pickNewer: (screen, around) => pick(screen, around, 'newer'),
	reply: (screen, around) => treat(screen, around, 'reply'),
	rewrite: (screen, around) => treat(screen, around, 'rewrite'),
	remove: (screen, around) => treat(screen, around, 'remove'),
	react: (screen, around) => treat(screen, around, 'react'),
	copy: (screen, around) => treat(screen, around, 'copy'),
	openLink: (screen, around) => treat(screen, around, 'openLink'),
	unreadFrom: (screen, around) => treat(screen, around, 'unreadFrom'),
	whois: (screen, around) => treat(screen, around, 'whois'),
	fold: (screen, around) => treat(screen, around, 'fold'),
	answered: (screen, around) => treat(screen, around, 'answered'),
	asTyped: (screen, around) => treat(screen, around, 'asTyped'),
	help: screen => openHelp(screen, ''),
	where: (screen, around) => told(screen, whereText(around)),
	sidebar: toggleSidebar,
	mouse: toggleMouse,
	redraw: screen => and(screen, {type: 'redraw'}),
	close: (screen, around) => close(screen, around),
	interrupt: (screen, around) => interrupt(screen, around),
	suspend: screen => and(screen, {type: 'suspend'}),
};

/** One thing after the other: what is written about a message, what is picked, where one jumped to, where one scrolled. */
const close = (screen: Screen, around: Surroundings): Step => {
	const {about, picked, origin} = screen;
	if (about) return giveUp(screen, about);
	if (picked && picked.seq !== origin?.seq) return only({...screen, picked: undefined});
	return origin || roomHere(around)?.visit ? back(screen, around) : toNewest(screen, around);
};

/** An answer that is no answer any more is still something to say. */
const giveUp = (screen: Screen, {type, before}: About): Step => {
	const {text} = screen.editor;
	if (type !== 'reply' || text === '') return only(end(screen));
	if (before.text === '') return only({...screen, about: undefined, asking: undefined});
	return only(end({...screen, recall: remember(screen.recall, text)}));
};

const interrupt = (screen: Screen, {now, appearance}: Surroundings): Step => {
	if (screen.editor.text !== '') return only({...screen, editor: setText(screen.editor, '')});
	if (screen.about) return only(end(screen));
	if (now < screen.armedUntil) return and(screen, {type: 'quit', text: undefined});
	const text = `${appearance.keys.labelFor('interrupt')} again quits`;
	return only({...screen, armedUntil: now + quitWithinMs, hint: {text, tone: 'info'}});
};
