/** What stands above the line in which one writes: a row for each, what it shows and what keys do in it. */
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import {type Menu, menuRows} from '../menu.ts';
import type {Asking} from '../opened.ts';
import type {Screen, Step, Surroundings} from '../screen.ts';
import {chooseCompletion, completionMenu, pressCompletion} from './completion.ts';
import {choosePaste, pasteMenu, pressPaste} from './paste.ts';
import {chooseSent, pressSent, sentMenu} from './sent.ts';

type Row<Type extends Asking['type']> = {
	readonly menu: (asking: Extract<Asking, {type: Type}>, snapshot: Snapshot) => Menu;
	/** what Enter does once that one is chosen */
	readonly choose: (
		screen: Screen,
		asking: Extract<Asking, {type: Type}>,
		index: number,
		around: Surroundings,
	) => Step;
	/** @returns undefined for what is none of the menu's: it closes, and the key does what it always does */
	readonly press: (
		screen: Screen,
		asking: Extract<Asking, {type: Type}>,
		input: Input,
		action: Action | undefined,
		around: Surroundings,
	) => Step | undefined;
};

const rows: {readonly [Type in Asking['type']]: Row<Type>} = {
	completion: {menu: completionMenu, choose: chooseCompletion, press: pressCompletion},
	sent: {menu: sentMenu, choose: chooseSent, press: pressSent},
	paste: {menu: pasteMenu, choose: choosePaste, press: pressPaste},
};

const rowOf = ({type}: Asking): Row<Asking['type']> => rows[type] as unknown as Row<Asking['type']>;

/** The menu that is open; none while something covers the messages. */
export const menuOf = (snapshot: Snapshot): Menu | undefined => {
	const {asking, overlay} = snapshot.screen;
	return asking && !overlay ? rowOf(asking).menu(asking, snapshot) : undefined;
};

/** The open menu as rows over the lowest ones of the pane. */
export const drawMenu = (menu: Menu, snapshot: Snapshot): string[] => {
	const {width, height} = layoutOf(snapshot).pane;
	return menuRows(menu, width, height, snapshot.appearance.theme);
};

/** What an input does to the open menu, if it is the menu's. */
export const pressMenu = (
	screen: Screen,
	asking: Asking,
	input: Input,
	around: Surroundings,
): Step | undefined => {
	const now = {empty: false, picked: false};
	const action = input.type === 'key' ? around.appearance.keys.actionFor(input.name, now) : undefined;
	return rowOf(asking).press(screen, asking, input, action, around);
};

/** Takes one of the choices of the open menu, as a click does. */
export const chooseItem = (screen: Screen, asking: Asking, index: number, around: Surroundings): Step =>
	rowOf(asking).choose(screen, asking, index, around);
