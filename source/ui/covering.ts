/** Keys while something covers the messages: the help, the choice of a room, the search. */
import {roomList} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import {clean} from '../protocol/clean.ts';
import {nameKey} from '../protocol/names.ts';
import {edit, insert, isEditCommand, setText} from './editor.ts';
import {type Action, actionFor} from './keymap.ts';
import type {Input} from './keys.ts';
import {openRoom} from './reading.ts';
import {and, type Overlay, only, type Screen, type Step, type Surroundings} from './screen.ts';
import {pressSearch} from './searching.ts';
import {submit} from './submit.ts';

/** The rooms that fit what is typed in the picker. */
export const pickable = (state: State, query: string): Room[] => {
	const wanted = nameKey(query.replace(/^[#@]/, ''));
	return roomList(state).filter(room => room.key.includes(wanted));
};

/** What an input does to what covers the messages. */
export const pressOverlay = (screen: Screen, overlay: Overlay, input: Input, around: Surroundings): Step => {
	const action = input.type === 'key' ? actionFor(input.name, {empty: false, picked: false}) : undefined;
	if (action === 'close' || action === 'interrupt') return only({...screen, overlay: undefined});
	if (action === 'redraw' || action === 'suspend') return and(screen, {type: action});
	switch (overlay.type) {
		case 'help':
			return pressHelp(screen, overlay, action, around);
		case 'rooms':
			return pressPicker(screen, overlay, input, action, around);
		case 'search':
			return pressSearch(screen, overlay, input, action, around);
	}
};

const pressHelp = (
	screen: Screen,
	overlay: Overlay & {type: 'help'},
	action: Action | undefined,
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
	action: Action | undefined,
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
		return submit(
			{...screen, overlay: undefined, about: undefined, editor: setText(screen.editor, line)},
			around,
		);
	}
	return action && isEditCommand(action)
		? picking({query: edit(overlay.query, action), chosen: 0})
		: only(screen);
};
