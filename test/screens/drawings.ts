/** Screens as text for people to judge: framed, with the cursor as a block. */

import {columns as columnsOf} from '../../source/ui/wrap.ts';
import type {Emulator} from '../helpers/emulator.ts';

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
export const drawingOf = (terminal: Emulator): string => {
	const {columns, rows} = terminal;
	const body = Array.from({length: rows}, (_, row) => `│${rowOf(terminal, row)}│`);
	const edge = '─'.repeat(columns);
	return [`┌${edge}┐`, ...body, `└${edge}┘`, ''].join('\n');
};
