import {unread} from '../../client/select.ts';
import type {Room, State} from '../../client/state.ts';
import {isDirect} from '../../protocol/names.ts';
import {pickable} from '../covering.ts';
import {keyLabel} from '../keymap.ts';
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
