/**
 * What wheel and clicks do: what stands in a cell, by the same geometry and the same rows that draw it, and what becomes
 * of the screen. Dragging is the terminal's, with Shift, so only presses and the wheel count.
 */
import {lineAt} from '../client/log.ts';
import {moveTo} from './editor.ts';
import {cursorAt} from './editor-layout.ts';
import {type Geometry, promptColumns} from './geometry.ts';
import {shownRoom} from './held.ts';
import {composerLayout, layoutOf, type Snapshot} from './layout.ts';
import {linkAt} from './links.ts';
import {menuItemAt} from './menu.ts';
import {chooseItem, menuOf} from './menus/table.ts';
import type {Asking} from './opened.ts';
import {openPeople} from './overlays/people.ts';
import {openPerson} from './overlays/person.ts';
import {openPicker} from './overlays/room-picker.ts';
import {clickOverlay, wheelOverlay} from './overlays/table.ts';
import {toggleFold} from './pick.ts';
import {openRoom, readAt, scrolled, toNewest, withMore} from './reading.ts';
import type {Mouse} from './reports.ts';
import {
	and,
	only,
	roomHere,
	type Screen,
	type Step,
	type Surroundings,
	shownPlace,
	told,
	withPreference,
} from './screen.ts';
import {type SidebarInput, sidebarItem, sidebarScrolled} from './sidebar.ts';
import {entryRow, held, pane} from './view.ts';

/** Rows for one notch of the wheel. */
const notch = 3;

type Cell = {readonly column: number; readonly row: number};

/** A cell's place in a part of the screen; both from 0 at its top left. */
type Spot =
	| ({readonly in: 'pane' | 'sidebar' | 'composer'} & Cell)
	| {readonly in: 'header' | 'status' | 'nothing'};

const spotOf = ({column, row}: Cell, layout: Geometry): Spot => {
	const {pane, rules, sidebar, sidebarLeft, columns, rows} = layout;
	const statusRow = pane.top + pane.height + (rules ? 1 : 0);
	if (column >= columns || row >= rows) return {in: 'nothing'};
	if (row === 0) return {in: 'header'};
	if (row === statusRow) return {in: 'status'};
	if (row > statusRow) return {in: 'composer', column: column - promptColumns, row};
	const inner = {row: row - pane.top};
	if (inner.row < 0 || inner.row >= pane.height) return {in: 'nothing'};
	const inPane = column - pane.left;
	if (inPane >= 0 && inPane < pane.width) return {in: 'pane', column: inPane, ...inner};
	const inSidebar = column - sidebarLeft;
	if (inSidebar >= 0 && inSidebar < sidebar) return {in: 'sidebar', column: inSidebar, ...inner};
	return {in: 'nothing'};
};

const sidebarInput = (
	{state, screen, appearance: {theme}}: Snapshot,
	{sidebar, pane}: Geometry,
): SidebarInput => ({state, width: sidebar, height: pane.height, theme, scroll: screen.sidebarScroll});

/** What the mouse does to a chat. */
export const pointed = (screen: Screen, mouse: Mouse, around: Surroundings): Step => {
	const snapshot = {...around, screen};
	const layout = layoutOf(snapshot);
	if (layout.tooSmall || around.state.journal === undefined) return only(screen);
	const spot = spotOf(mouse, layout);
	if (mouse.kind === 'wheel') return turned(screen, spot, mouse.button < 0 ? -1 : 1, snapshot, around);
	if (mouse.kind !== 'press' || mouse.button !== 0) return only(screen);
	if (screen.asking && !screen.overlay) return clickMenu(screen, screen.asking, spot, snapshot, around);
	switch (spot.in) {
		case 'header':
			// Where there is no sidebar, this is where rooms are spoken of.
			return layout.sidebar === 0 ? openPicker(screen, around) : only(screen);
		case 'sidebar':
			return clickSidebar(screen, spot.row, snapshot, around);
		case 'pane':
			return clickPane(screen, spot, snapshot, around);
		case 'status':
			return toNewest(screen, around);
		case 'composer':
			return clickComposer(screen, spot, snapshot);
		case 'nothing':
			return only(screen);
	}
};

const turned = (screen: Screen, spot: Spot, way: -1 | 1, snapshot: Snapshot, around: Surroundings): Step => {
	if (spot.in === 'sidebar') {
		const input = sidebarInput(snapshot, layoutOf(snapshot));
		return only({...screen, sidebarScroll: sidebarScrolled(input, spot.row, way)});
	}
	if (screen.overlay) return wheelOverlay(screen, screen.overlay, way, around);
	return scrolled(screen, around, way * notch);
};

const clickSidebar = (screen: Screen, row: number, snapshot: Snapshot, around: Surroundings): Step => {
	const item = sidebarItem(sidebarInput(snapshot, layoutOf(snapshot)), row);
	if (!item) return only(screen);
	if (item.type === 'room') return openRoom(screen, around, item.target);
	if (item.type === 'others') return openPeople(screen, around, item.room);
	return openPerson(screen, around, item.id);
};

/** A menu stands over the lowest messages; while it does, nothing else can be clicked. */
const clickMenu = (
	screen: Screen,
	asking: Asking,
	spot: Spot,
	snapshot: Snapshot,
	around: Surroundings,
): Step => {
	const menu = menuOf(snapshot);
	if (!menu || spot.in !== 'pane') return only(screen);
	const item = menuItemAt(menu, layoutOf(snapshot).pane.height, spot.row);
	return typeof item === 'number' ? chooseItem(screen, asking, item, around) : only(screen);
};

const clickPane = (screen: Screen, {column, row}: Cell, snapshot: Snapshot, around: Surroundings): Step => {
	if (screen.overlay) return clickOverlay(screen, screen.overlay, row, snapshot, around);
	const room = roomHere(around);
	if (!room) return only(screen);
	const input = around.pane(shownPlace(screen, room));
	const url = linkAt(pane(input).rows[row] ?? '', column);
	if (url !== undefined) return and(screen, {type: 'openLink', url});
	const found = entryRow(input, row);
	const line = found && lineAt(shownRoom(room).log, found.number);
	if (found?.isFold && line?.type === 'message') return toggleFold(screen, around, line.seq);
	// What stands above the record has places in another journal: nothing can be done with it.
	const isMessage = line?.type === 'message' && !line.deleted && found!.number >= input.room.record;
	if (!isMessage || line.seq === screen.picked?.seq) return only({...screen, picked: undefined});
	return withMore(readAt({...screen, picked: {seq: line.seq}}, around, held(input)), around);
};

const clickComposer = (screen: Screen, {column, row}: Cell, snapshot: Snapshot): Step => {
	if (screen.overlay) return only(screen);
	const layout = composerLayout(snapshot);
	const {composer} = layoutOf(snapshot);
	const below = row - (snapshot.rows - layout.rows.length + layout.row);
	const {text, cursor} = screen.editor;
	const there = cursorAt(text, cursor, composer.width, below, Math.max(0, column));
	return only({...screen, editor: moveTo(screen.editor, there), picked: undefined});
};

/** Takes the mouse, or gives it back to the terminal, until the program ends. */
export const toggleMouse = (screen: Screen): Step => {
	const on = !screen.preferences.values.mouse;
	return told(
		withPreference(screen, 'mouse', on),
		on
			? 'Wheel and clicks work here; with Shift held, dragging selects text.'
			: 'The mouse is the terminal’s: dragging selects text.',
	);
};
