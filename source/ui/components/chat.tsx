import {Box, useCursor} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {headerRow, ruleRow, sidebarRows, statusRow} from '../chrome.ts';
import {promptColumns} from '../geometry.ts';
import {messageOf} from '../held.ts';
import {useHighlight} from '../hooks/use-highlight.ts';
import {usePane} from '../hooks/use-pane.ts';
import {composerLayout, layoutOf, type Snapshot} from '../layout.ts';
import {keysIn, over} from '../menu.ts';
import {drawMenu, menuOf} from '../menus/table.ts';
import {drawOverlay} from '../overlays/table.ts';
import {pickedMessage} from '../pick.ts';
import type {Shell} from '../shell.ts';
import {helpKey} from '../status.ts';
import {silenceWords} from '../voice.ts';
import {bannerRow, composerRows, placeholderFor} from './composer.ts';
import {Rows} from './rows.tsx';

type Props = {shell: Shell; snapshot: Snapshot; address: string};

/** Header, sidebar, messages or what covers them, status and composer, at their places. */
export const Chat = ({shell, snapshot, address}: Props): ReactNode => {
	const {state, screen, columns, rows, now} = snapshot;
	const {theme, keys, clock} = snapshot.appearance;
	const {sidebar, sidebarLeft, border, pane, rules} = layoutOf(snapshot);
	const composer = composerLayout(snapshot);
	const messages = usePane(snapshot);
	useHighlight(shell, messages.code);
	const {overlay, about} = screen;

	const composerTop = rows - composer.rows.length;
	const {setCursorPosition} = useCursor();
	const covering = overlay && drawOverlay(overlay, snapshot);
	const typing = {x: promptColumns + composer.column, y: composerTop + composer.row};
	const inCovering = covering?.cursor && {x: pane.left + covering.cursor.x, y: pane.top + covering.cursor.y};
	setCursorPosition(covering ? inCovering : typing);

	const menu = menuOf(snapshot);
	const covered = covering
		? covering.rows
		: menu
			? over(messages.rows, drawMenu(menu, snapshot))
			: messages.rows;
	const side = sidebarLeft === 0 ? 'left' : 'right';
	const people = useMemo(
		() =>
			sidebar === 0
				? []
				: sidebarRows({
						state,
						width: sidebar,
						height: pane.height,
						theme,
						side,
						scroll: screen.sidebarScroll,
					}),
		[state, sidebar, pane.height, theme, side, screen.sidebarScroll],
	);
	const hint = screen.hint ?? (menu && ({text: keysIn(menu, columns - 2), tone: 'info'} as const));
	const room = state.rooms.get(state.current);
	const isGoing = screen.loading.get(state.current) === 'visit';
	const away = isGoing ? 'going' : room?.visit || screen.origin ? 'there' : undefined;
	const status = {
		state,
		width: columns,
		theme,
		keys,
		clock,
		now: screen.preferences.values.motion === 'reduced' ? undefined : now,
		newer: room?.visit ? 0 : messages.newer,
		hint,
		away,
		quiet: screen.preferences.values['notify.quiet'],
		help: helpKey(screen, keys),
	} as const;
	const aboutLine = about && room && messageOf(room, about.seq);
	const silence = silenceWords(state, room, clock, now);
	const placeholder = placeholderFor(screen, silence, columns - promptColumns);
	// What covers the messages has the keys.
	const picked = overlay ? undefined : pickedMessage(screen, state);

	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Rows
				width={columns}
				rows={[headerRow({state, address, width: columns, theme, activity: sidebar === 0})]}
			/>
			{rules && <Rows width={columns} rows={[ruleRow(columns, border, '┬', theme)]} />}
			<Box height={pane.height} flexShrink={0}>
				{sidebar > 0 && side === 'left' && <Rows width={sidebar + 1} rows={people} />}
				<Rows width={pane.width} rows={covered} />
				{sidebar > 0 && side === 'right' && <Rows width={sidebar + 1} rows={people} />}
			</Box>
			{rules && <Rows width={columns} rows={[ruleRow(columns, border, '┴', theme)]} />}
			<Rows width={columns} rows={[statusRow({...status, picked})]} />
			{about && <Rows width={columns} rows={[bannerRow(about, aboutLine, columns, theme)]} />}
			<Rows width={columns} rows={composerRows(composer.rows, placeholder, theme)} />
		</Box>
	);
};
