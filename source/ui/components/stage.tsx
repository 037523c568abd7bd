import {Box, Text, useCursor} from 'ink';
import type {ReactNode} from 'react';
import type {State} from '../../client/state.ts';
import {smallest} from '../geometry.ts';
import {keyLabel} from '../keymap.ts';
import type {Theme} from '../themes.ts';

/** Lines in the middle of the screen, when there is no chat to show. */
export const Stage = ({
	columns,
	rows,
	children,
}: {
	columns: number;
	rows: number;
	children: ReactNode;
}): ReactNode => {
	const {setCursorPosition} = useCursor();
	setCursorPosition(undefined);
	// A whole row above, not the exact middle: from half a row on, two rows would be rounded to the same one.
	const above = Math.max(0, Math.floor(rows / 2) - 3);
	return (
		<Box width={columns} height={rows} paddingTop={above} flexDirection="column" alignItems="center">
			{children}
		</Box>
	);
};

/** What stands there while nothing else would fit. */
export const TooSmall = ({columns, rows}: {columns: number; rows: number}): ReactNode => (
	<Stage columns={columns} rows={rows}>
		<Text wrap="truncate">{`${columns}x${rows} is too small:`}</Text>
		<Text wrap="truncate">{`${smallest.columns}x${smallest.rows} is enough`}</Text>
	</Stage>
);

type Props = {state: State; address: string; theme: Theme};

/** What stands there before the chat: the connection, or the queue. */
export const Doorstep = ({state: {link}, address, theme}: Props): ReactNode =>
	link.type === 'waiting' ? (
		<>
			<Text>{theme.paint('heading', `${address} is full`)}</Text>
			<Text>{`You are number ${link.place} in the queue and will be let in.`}</Text>
			<Text>{theme.paint('dim', `${keyLabel('ctrl+c')} twice leaves`)}</Text>
		</>
	) : (
		<Text>{theme.paint('dim', `Connecting to ${address} …`)}</Text>
	);
