/** Screens as text for people to judge: framed, with the cursor as a block. */

import {expect} from 'vitest';
import {columns as columnsOf} from '../../source/ui/wrap.ts';
import type {Emulator} from '../helpers/emulator.ts';

/** Columns and rows of a window, of half of one, of a phone, and the least there is. */
export const sizes = [
	[100, 24],
	[60, 20],
	[40, 10],
	[30, 8],
] as const;

const block = '█';

/** A row as wide as the terminal, with the cursor in it if it is there. */
const rowOf = (terminal: Emulator, row: number): string => {
	const {cursor, columns} = terminal;
	const cells = Array.from({length: columns}, (_, column) => terminal.cell(row, column));
	const text = cells
		.map(({text}, column) =>
			cursor.visible && cursor.row === row && cursor.column === column ? block : text,
		)
		.join('');
	return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
};

/** What a terminal shows at this moment. */
const drawingOf = (terminal: Emulator): string => {
	const {columns, rows} = terminal;
	const body = Array.from({length: rows}, (_, row) => `│${rowOf(terminal, row)}│`);
	const edge = '─'.repeat(columns);
	return [`┌${edge}┐`, ...body, `└${edge}┘`, ''].join('\n');
};

/** The screen is as it is drawn in `drawn/`. */
export const checkDrawing = (terminal: Emulator, name: string): Promise<void> =>
	expect(drawingOf(terminal)).toMatchFileSnapshot(`drawn/${name}-${terminal.columns}x${terminal.rows}.txt`);
