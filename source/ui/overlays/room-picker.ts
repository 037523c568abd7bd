import {roomList, unread} from '../../client/select.ts';
import type {Room, State} from '../../client/state.ts';
import {clean} from '../../protocol/clean.ts';
import {isDirect, nameKey} from '../../protocol/names.ts';
import {edit, emptyEditor, insert, isEditCommand, setText} from '../editor.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {openRoom} from '../reading.ts';
import {only, type RoomPicker, type Screen, type Step, type Surroundings} from '../screen.ts';
import {submit} from '../submit.ts';
import type {Theme} from '../themes.ts';
import {columns, fit} from '../wrap.ts';

const label = ' Room: ';

/** The column of the cursor in the picker's first row. */
export const pickerCursor = (query: string): number => columns(label + query);

const nameOf = (room: Room): string => (isDirect(room.target) ? room.target : `#${room.target}`);

const counts = (room: Room): string => {
	const {count, mentions} = unread(room);
	if (mentions > 0) return `${mentions}!`;
	return count > 0 ? String(count) : '';
};

/** The picker as `height` rows: what is typed, the rooms that fit, and how to leave. */
export const pickerRows = (
	state: State,
	query: string,
	chosen: number,
	width: number,
	height: number,
	theme: Theme,
): string[] => {
	const found = pickable(state, query);
	const shown = Math.max(1, height - 2);
	const at = Math.min(chosen, found.length - 1);
	const from = Math.max(0, Math.min(at - shown + 1, found.length - shown));
	const list = found.slice(from, from + shown).map((room, index) => {
		const isChosen = from + index === at;
		const right = counts(room);
		const text = `${fit(`${isChosen ? ' › ' : '   '}${nameOf(room)}`, Math.max(1, width - 6))}${fit(right, 5, 'right')} `;
		return isChosen ? theme.paint('current', text) : text;
	});
	if (list.length === 0)
		list.push(theme.paint('dim', fit(` ${keyLabel('enter')} makes #${query.replace(/^#/, '')}`, width)));
	const rows = [fit(label + query, width), ...list];
	while (rows.length < height - 1) rows.push('');
	return [
		...rows.slice(0, height - 1),
		theme.paint('dim', fit(` ${keyLabel('enter')} opens · ${keyLabel('escape')} closes`, width)),
	];
};

/** The rooms that fit what is typed. */
const pickable = (state: State, query: string): Room[] => {
	const wanted = nameKey(query.replace(/^[#@]/, ''));
	return roomList(state).filter(room => room.key.includes(wanted));
};

export const openPicker = (screen: Screen): Step =>
	only({...screen, overlay: {type: 'rooms', query: emptyEditor, chosen: 0}});

export const pressPicker = (
	screen: Screen,
	overlay: RoomPicker,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const found = pickable(around.state, overlay.query.text);
	const picking = (change: Partial<RoomPicker>): Step => only({...screen, overlay: {...overlay, ...change}});
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
