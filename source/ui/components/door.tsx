import {Box, useCursor} from 'ink';
import type {ReactNode} from 'react';
import type {Snapshot} from '../layout.ts';
import {doorRows} from '../overlays/door.ts';
import {Rows} from './rows.tsx';

/** What stands in the chat's place where the server said no. */
export const Door = ({snapshot, address}: {snapshot: Snapshot; address: string}): ReactNode => {
	const {state, screen, columns, rows, now, appearance} = snapshot;
	const isStill = screen.preferences.values.motion === 'reduced';
	const drawn = screen.door
		? doorRows({
				door: screen.door,
				state,
				address,
				columns,
				rows,
				theme: appearance.theme,
				now: isStill ? undefined : now,
			})
		: {rows: []};
	const {setCursorPosition} = useCursor();
	setCursorPosition(drawn.cursor);
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Rows width={columns} rows={drawn.rows} />
		</Box>
	);
};
