/** A frame before it is drawn: what it is drawn from, and where everything stands. */

import {numberOf} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import type {Appearance} from './appearance.ts';
import {type Editor, layoutEditor} from './editor.ts';
import type {EditorLayout} from './editor-layout.ts';
import {foldingOf} from './folding.ts';
import {type Geometry, geometry, type SidebarWish} from './geometry.ts';
import {shownRoom} from './held.ts';
import type {Receipt} from './receipts.ts';
import {type Screen, shownPlace} from './screen.ts';
import type {PaneInput, Place} from './view.ts';

/** Everything that a frame is drawn from. A new object for each frame, equal parts kept. */
export type Snapshot = {
	readonly state: State;
	readonly screen: Screen;
	/** changes with what is set, and with what the terminal tells of itself */
	readonly appearance: Appearance;
	readonly columns: number;
	readonly rows: number;
	/** ms since 1970; moves only while something on the screen counts */
	readonly now: number;
	/** a message of one's own that has just arrived */
	readonly receipt?: Receipt | undefined;
};

/** What is set of the sidebar. */
export const sidebarOf = ({preferences: {values}}: Pick<Screen, 'preferences'>): SidebarWish => ({
	show: values['sidebar.show'],
	side: values['sidebar.side'],
	width: values['sidebar.width'],
});

/** What one writes in: the line, or the search in what was sent before. */
const shownEditor = ({asking, editor}: Screen): Editor => (asking?.type === 'sent' ? asking.query : editor);

export const composerLayout = ({screen, columns, rows}: Snapshot): EditorLayout => {
	const {composer} = geometry(columns, rows, sidebarOf(screen), 1);
	return layoutEditor(shownEditor(screen), composer.width, composer.mostRows);
};

export const layoutOf = (snapshot: Snapshot): Geometry => {
	const {columns, rows, screen} = snapshot;
	const banner = screen.about ? 1 : 0;
	return geometry(columns, rows, sidebarOf(screen), composerLayout(snapshot).rows.length + banner);
};

/** The message pane of the room on the screen at the reader's place, or of another room and at another place. */
export const paneInput = (snapshot: Snapshot, place?: Place, room?: Room): PaneInput => {
	const {state, screen, appearance, receipt} = snapshot;
	const {theme, clock, keys, texts} = appearance;
	const {width, height} = layoutOf(snapshot).pane;
	const whole = room ?? state.rooms.get(state.current)!;
	const shown = shownRoom(whole);
	const isHere = whole.key === state.current;
	return {
		room: shown,
		width,
		height,
		place: place ?? shownPlace(screen, whole),
		theme,
		clock,
		me: state.me,
		texts,
		picked: isHere && screen.picked ? numberOf(shown, screen.picked.seq) : undefined,
		arrived: receipt?.room === whole.key ? numberOf(shown, receipt.seq) : undefined,
		loading: screen.loading.get(whole.key) === 'older',
		loose: whole.visit !== undefined,
		folding: foldingOf(screen, whole.key),
		turned: screen.turned.get(whole.key),
		hints: {
			retry: keys.labelFor('retry'),
			pick: keys.labelFor('pickOlder'),
			fold: keys.labelFor('fold'),
		},
	};
};
