import {Box, useCursor} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {headerRow, ruleRow, sidebarRows, statusRow} from '../chrome.ts';
import {promptColumns} from '../geometry.ts';
import {usePane} from '../hooks/use-pane.ts';
import {helpRows} from '../overlays/help.ts';
import {pickerCursor, pickerRows} from '../overlays/room-picker.ts';
import type {Shell, Snapshot} from '../shell.ts';
import {composerRows} from './composer.ts';
import {Rows} from './rows.tsx';

type Props = {shell: Shell; snapshot: Snapshot; address: string};

/** Header, sidebar, messages or what covers them, status and composer, at their places. */
export const Chat = ({shell, snapshot, address}: Props): ReactNode => {
	const {state, screen, columns, rows, now} = snapshot;
	const {theme} = shell;
	const {sidebar, pane, rules} = shell.geometry(snapshot);
	const composer = shell.composerRows(snapshot);
	const messages = usePane(shell, snapshot);
	const {overlay} = screen;

	const bodyTop = rules ? 2 : 1;
	const composerTop = rows - composer.rows.length;
	const {setCursorPosition} = useCursor();
	const left = sidebar === 0 ? 0 : sidebar + 1;
	setCursorPosition(
		overlay === undefined
			? {x: promptColumns + composer.column, y: composerTop + composer.row}
			: overlay.type === 'rooms'
				? {x: left + pickerCursor(overlay.query.text), y: bodyTop}
				: undefined,
	);

	const covered =
		overlay?.type === 'help'
			? helpRows(pane.width, pane.height, theme, overlay.command, overlay.top)
			: overlay?.type === 'rooms'
				? pickerRows(state, overlay.query.text, overlay.chosen, pane.width, pane.height, theme)
				: messages.rows;
	const people = useMemo(
		() => (sidebar === 0 ? [] : sidebarRows({state, width: sidebar, height: pane.height, theme})),
		[state, sidebar, pane.height, theme],
	);
	const hint = screen.completing ? choicesHint(screen.completing) : screen.hint;
	const placeholder = state.rooms.get(state.current)?.readOnly ? 'This room is read-only.' : '';

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
			<Rows
				width={columns}
				rows={[statusRow({state, width: columns, theme, now, newer: messages.newer, hint})]}
			/>
			<Rows width={columns} rows={composerRows(composer.rows, placeholder, theme)} />
		</Box>
	);
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
