import {Box, useCursor} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {headerRow, ruleRow, sidebarRows, statusRow} from '../chrome.ts';
import {promptColumns} from '../geometry.ts';
import {messageOf} from '../held.ts';
import {usePane} from '../hooks/use-pane.ts';
import {composerLayout, layoutOf, type Snapshot} from '../layout.ts';
import {localTime} from '../local-time.ts';
import {helpRows} from '../overlays/help.ts';
import {pickerCursor, pickerRows} from '../overlays/room-picker.ts';
import {searchInput, searchRows} from '../overlays/search.ts';
import {pickedMessage} from '../pick.ts';
import type {Overlay} from '../screen.ts';
import type {Shell} from '../shell.ts';
import type {Theme} from '../themes.ts';
import {bannerRow, composerRows, placeholderFor} from './composer.ts';
import {Rows} from './rows.tsx';

type Props = {shell: Shell; snapshot: Snapshot; address: string};

/** Header, sidebar, messages or what covers them, status and composer, at their places. */
export const Chat = ({shell, snapshot, address}: Props): ReactNode => {
	const {state, screen, columns, rows, now} = snapshot;
	const {theme} = shell;
	const {sidebar, pane, rules} = layoutOf(snapshot);
	const composer = composerLayout(snapshot);
	const messages = usePane(snapshot, theme);
	const {overlay, about} = screen;

	const bodyTop = rules ? 2 : 1;
	const composerTop = rows - composer.rows.length;
	const {setCursorPosition} = useCursor();
	const left = sidebar === 0 ? 0 : sidebar + 1;
	const cursor =
		overlay === undefined
			? {x: promptColumns + composer.column, y: composerTop + composer.row}
			: cursorIn(overlay, pane.width);
	setCursorPosition(overlay && cursor ? {x: left + cursor.x, y: bodyTop + cursor.y} : cursor);

	const covered = overlay ? coveringRows(overlay, snapshot, theme) : messages.rows;
	const people = useMemo(
		() => (sidebar === 0 ? [] : sidebarRows({state, width: sidebar, height: pane.height, theme})),
		[state, sidebar, pane.height, theme],
	);
	const hint = screen.completing ? choicesHint(screen.completing) : screen.hint;
	const room = state.rooms.get(state.current);
	const isGoing = screen.loading.get(state.current) === 'visit';
	const away = isGoing ? 'going' : room?.visit || screen.origin ? 'there' : undefined;
	const status = {
		state,
		width: columns,
		theme,
		now,
		newer: room?.visit ? 0 : messages.newer,
		hint,
		away,
	} as const;
	const aboutLine = about && room && messageOf(room, about.seq);
	const placeholder = placeholderFor(about, room?.readOnly ?? false);
	// What covers the messages has the keys.
	const picked = overlay ? undefined : pickedMessage(screen, state);

	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Rows
				width={columns}
				rows={[headerRow({state, address, width: columns, theme, activity: sidebar === 0})]}
			/>
			{rules && <Rows width={columns} rows={[ruleRow(columns, sidebar, '┬', theme)]} />}
			<Box height={pane.height} flexShrink={0}>
				{sidebar > 0 && <Rows width={sidebar + 1} rows={people} />}
				<Rows width={pane.width} rows={covered} />
			</Box>
			{rules && <Rows width={columns} rows={[ruleRow(columns, sidebar, '┴', theme)]} />}
			<Rows width={columns} rows={[statusRow({...status, picked})]} />
			{about && <Rows width={columns} rows={[bannerRow(about, aboutLine, columns, theme)]} />}
			<Rows width={columns} rows={composerRows(composer.rows, placeholder, theme)} />
		</Box>
	);
};

/** Where the cursor stands in what covers the messages; nowhere when nothing is typed there. */
const cursorIn = (overlay: Overlay, width: number): {x: number; y: number} | undefined => {
	switch (overlay.type) {
		case 'help':
			return undefined;
		case 'rooms':
			return {x: pickerCursor(overlay.query.text), y: 0};
		case 'search':
			return {x: searchInput(overlay, width).column, y: 0};
	}
};

const coveringRows = (overlay: Overlay, snapshot: Snapshot, theme: Theme): string[] => {
	const {state} = snapshot;
	const {width, height} = layoutOf(snapshot).pane;
	switch (overlay.type) {
		case 'help':
			return helpRows(width, height, theme, overlay.command, overlay.top);
		case 'rooms':
			return pickerRows(state, overlay.query.text, overlay.chosen, width, height, theme);
		case 'search':
			return searchRows({searching: overlay, state, width, height, theme, clock: localTime});
	}
};

const choicesHint = ({
	choices,
	chosen,
}: {
	choices: readonly string[];
	chosen: number;
}): {text: string; tone: 'info'} => {
	const rest = [...choices.slice(chosen), ...choices.slice(0, chosen)];
	return {text: rest.map(choice => choice.trim()).join('  '), tone: 'info'};
};
