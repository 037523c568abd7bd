/** What covers the messages: a row for each, how it is drawn and what keys do in it. */
import type {Action} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {layoutOf, type Snapshot} from '../layout.ts';
import {and, type Overlay, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import {pressSearch} from '../searching.ts';
import {helpRows, pressHelp} from './help.ts';
import {pickerCursor, pickerRows, pressPicker} from './room-picker.ts';
import {searchInput, searchRows} from './search.ts';
import {pressSettings, settingsCursor, settingsRows} from './settings.ts';

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
};

const rows: {readonly [Type in Overlay['type']]: Row<Type>} = {
	help: {
		draw: ({command, top}, {appearance}, {width, height}) => ({
			rows: helpRows(width, height, appearance, command, top),
		}),
		press: (screen, overlay, _, action, around) => pressHelp(screen, overlay, action, around),
	},
	rooms: {
		draw: ({query, chosen}, {state, appearance}, {width, height}) => ({
			rows: pickerRows(state, query.text, chosen, width, height, appearance.theme),
			cursor: {x: pickerCursor(query.text), y: 0},
		}),
		press: pressPicker,
	},
	search: {
		draw: (searching, {state, appearance}, {width, height}) => ({
			rows: searchRows({searching, state, width, height, ...appearance}),
			cursor: {x: searchInput(searching, width).column, y: 0},
		}),
		press: pressSearch,
	},
	settings: {
		draw: (overlay, {screen, appearance}, size) => ({
			rows: settingsRows(overlay, screen.preferences, appearance, size),
			cursor: {x: Math.min(settingsCursor(overlay), size.width - 1), y: 0},
		}),
		press: pressSettings,
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
