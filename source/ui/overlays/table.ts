/** What covers the messages: a row for each, how it is drawn and what keys do in it. */
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import {pressMentions} from '../mentions.ts';
import type {Overlay} from '../opened.ts';
import {and, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import {pressSearch} from '../searching.ts';
import {placeAt} from './found.ts';
import {helpCursor, helpRows, pressHelp} from './help.ts';
import {mentionsRows} from './mentions.ts';
import {peopleCursor, peopleRows, personAt, pressPeople} from './people.ts';
import {cardRows, pressPerson} from './person.ts';
import {pressRecords, recordsRows} from './records.ts';
import {destinationAt, pickerCursor, pickerRows, pressPicker} from './room-picker.ts';
import {searchInput, searchRows} from './search.ts';
import {pressSecret, secretRows} from './secret.ts';
import {pressSettings, settingAt, settingsCursor, settingsRows} from './settings.ts';

export type Size = {readonly width: number; readonly height: number};

/** What covers the pane, as rows, and where the cursor stands among them; nowhere when nothing is typed there. */
export type Drawn = {
	readonly rows: string[];
	readonly cursor?: {readonly x: number; readonly y: number};
};

type Row<Type extends Overlay['type']> = {
	readonly draw: (overlay: Extract<Overlay, {type: Type}>, snapshot: Snapshot, size: Size) => Drawn;
	/** @param action what the key is bound to, if it is one and if it is */
	readonly press: (
		screen: Screen,
		overlay: Extract<Overlay, {type: Type}>,
		input: Input,
		action: Action | undefined,
		around: Surroundings,
	) => Step;
	/** the place in its list of what stands in a row, to be chosen by a click */
	readonly choice?: (
		overlay: Extract<Overlay, {type: Type}>,
		snapshot: Snapshot,
		size: Size,
		row: number,
	) => number | undefined;
};

const rows: {readonly [Type in Overlay['type']]: Row<Type>} = {
	help: {
		draw: (help, {screen, appearance}, size) => ({
			rows: helpRows({help, appearance, aliases: screen.preferences.aliases, ...size}),
			cursor: {x: helpCursor(help, size.width), y: 0},
		}),
		press: pressHelp,
	},
	rooms: {
		draw: (picker, {state, appearance}, {width, height}) => ({
			rows: pickerRows({picker, state, width, height, theme: appearance.theme}),
			cursor: {x: pickerCursor(picker, width), y: 0},
		}),
		press: pressPicker,
		choice: (picker, _, {height}, row) => destinationAt(picker, height, row),
	},
	people: {
		draw: (list, {state, appearance}, size) => ({
			rows: peopleRows({list, state, theme: appearance.theme, ...size}),
			cursor: {x: peopleCursor(list, size.width), y: 0},
		}),
		press: pressPeople,
		choice: (list, _, {height}, row) => personAt(list, height, row),
	},
	mentions: {
		draw: (list, {state, appearance}, size) => ({rows: mentionsRows({list, state, ...size, ...appearance})}),
		press: pressMentions,
		choice: (list, _, {height}, row) => placeAt(list, height, row),
	},
	person: {
		draw: (card, {state, appearance, now}, size) => ({
			rows: cardRows({card, state, appearance, now, ...size}),
		}),
		press: pressPerson,
	},
	search: {
		draw: (searching, {state, appearance}, {width, height}) => ({
			rows: searchRows({searching, state, width, height, ...appearance}),
			cursor: {x: searchInput(searching, width).column, y: 0},
		}),
		press: pressSearch,
		choice: (searching, _, {height}, row) => placeAt(searching, height, row),
	},
	records: {
		draw: (list, {appearance, now}, size) => ({rows: recordsRows({list, now, ...size, ...appearance})}),
		press: pressRecords,
		choice: (list, _, {height}, row) => placeAt(list, height, row),
	},
	secret: {
		draw: (form, {state, appearance}, size) =>
			secretRows({form, me: state.me, theme: appearance.theme, ...size}),
		press: pressSecret,
	},
	settings: {
		draw: (overlay, {screen, appearance}, size) => ({
			rows: settingsRows(overlay, screen.preferences, appearance, size),
			cursor: {x: Math.min(settingsCursor(overlay), size.width - 1), y: 0},
		}),
		press: pressSettings,
		choice: (overlay, _, {height}, row) => settingAt(overlay, height, row),
	},
};

const rowOf = ({type}: Overlay): Row<Overlay['type']> => rows[type] as unknown as Row<Overlay['type']>;

export const drawOverlay = (overlay: Overlay, snapshot: Snapshot): Drawn =>
	rowOf(overlay).draw(overlay, snapshot, layoutOf(snapshot).pane);

/** What an input does to what covers the messages. */
export const pressOverlay = (screen: Screen, overlay: Overlay, input: Input, around: Surroundings): Step => {
	const now = {empty: false, picked: false};
	const action = input.type === 'key' ? around.appearance.keys.actionFor(input.name, now) : undefined;
	if (action === 'close' || action === 'interrupt') return only({...screen, overlay: undefined});
	if (action === 'redraw' || action === 'suspend') return and(screen, {type: action});
	return rowOf(overlay).press(screen, overlay, input, action, around);
};

const helpNotch = 3;

/** A notch of the wheel over what covers the messages: a row of a list, some of a text. */
export const wheelOverlay = (screen: Screen, overlay: Overlay, way: -1 | 1, around: Surroundings): Step => {
	const key = {type: 'key', name: way < 0 ? 'up' : 'down'} as const;
	const action = way < 0 ? 'older' : 'newer';
	const steps = overlay.type === 'help' ? helpNotch : 1;
	let step = only(screen);
	for (let left = steps; left > 0 && step.screen.overlay; left--) {
		const next = rowOf(overlay).press(step.screen, step.screen.overlay, key, action, around);
		step = and(next.screen, ...step.effects, ...next.effects);
	}
	return step;
};

/** A click on what covers the messages: what stands there is chosen, and done. */
export const clickOverlay = (
	screen: Screen,
	overlay: Overlay,
	row: number,
	snapshot: Snapshot,
	around: Surroundings,
): Step => {
	const chosen = rowOf(overlay).choice?.(overlay, snapshot, layoutOf(snapshot).pane, row);
	if (chosen === undefined || !('chosen' in overlay)) return only(screen);
	const there = {...overlay, chosen};
	const key = {type: 'key', name: 'enter'} as const;
	return rowOf(there).press({...screen, overlay: there}, there, key, 'submit', around);
};
