import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {layoutText} from '../../../source/ui/editor-layout.ts';
import {boundaryAt} from '../../../source/ui/graphemes.ts';
import {
	blankLine,
	type InputLine,
	movingPen,
	overtypingPen,
	type Pen,
} from '../../../source/ui/linear/input-line.ts';
import {Emulator} from '../../helpers/emulator.ts';

const width = 24;
const lineOf = (text: string, cursor = text.length, mostRows = 6): InputLine =>
	layoutText(text, boundaryAt(text, cursor), width - 1, mostRows);

describe('what is typed is written, and nothing else', () => {
	test.each<[string, Pen, InputLine, InputLine, string]>([
		['a first letter', movingPen, blankLine, lineOf('h'), 'h'],
		['a letter at the end', movingPen, lineOf('hell'), lineOf('hello'), 'o'],
		['a letter at the end of a second row', movingPen, lineOf('one\ntw'), lineOf('one\ntwo'), 'o'],
		['a new line', movingPen, lineOf('one'), lineOf('one\n'), '\r\n'],
		['the last letter taken back', movingPen, lineOf('hello'), lineOf('hell'), '\u001b[1D\u001b[J'],
		['nothing', movingPen, lineOf('hello'), lineOf('hello'), ''],
		['a move', movingPen, lineOf('hello'), lineOf('hello', 3), '\u001b[2D'],
		['a letter at the end, overtyping', overtypingPen, lineOf('hell'), lineOf('hello'), 'o'],
		['the last letter taken back, overtyping', overtypingPen, lineOf('hello'), lineOf('hell'), '\b \b'],
		['a move, overtyping', overtypingPen, lineOf('hello'), lineOf('hello', 3), '\b\b'],
		['a move on, overtyping', overtypingPen, lineOf('hello', 3), lineOf('hello'), 'lo'],
	])('%s', (_, pen, before, after, bytes) => {
		expect(pen.change(before, after)).toBe(bytes);
	});
});

const texts = fc.array(
	fc.constantFrom('a', 'b', ' ', 'long word', '漢字', '\n', '👩‍👩‍👧', 'a\u0301', '\t', '→'),
	{maxLength: 30},
);
const lines = (mostRows: number): fc.Arbitrary<InputLine> =>
	fc
		.tuple(texts, fc.double({min: 0, max: 1, noNaN: true}))
		.map(([parts, part]) => [parts.join('').toWellFormed(), part] as const)
		.map(([text, part]) => lineOf(text, Math.round(part * text.length), mostRows));

describe.each([
	['moving', movingPen, 6],
	['overtyping', overtypingPen, 1],
] as const)('a terminal shows what is meant, by %s', (_, pen, mostRows) => {
	test('after any changes, and what was printed above stays', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(lines(mostRows), {minLength: 1, maxLength: 5}), async shown => {
				const terminal = new Emulator(width, 12);
				let bytes = 'printed\r\n';
				let before = blankLine;
				for (const line of shown) {
					bytes += pen.change(before, line);
					before = line;
				}
				terminal.write(bytes);
				await terminal.drawn();
				const rows = terminal.screen();
				expect(rows[0]).toBe('printed');
				expect(rows.slice(1, 1 + before.rows.length)).toEqual(before.rows.map(row => row.trimEnd()));
				expect(rows.slice(1 + before.rows.length).join('')).toBe('');
				expect(terminal.cursor).toMatchObject({row: 1 + before.row, column: before.column});
				terminal.write(pen.erase(before));
				await terminal.drawn();
				expect(terminal.screen().join('\n').trimEnd()).toBe('printed');
				expect(terminal.cursor).toMatchObject({row: 1, column: 0});
			}),
			{numRuns: 200},
		);
	});
});
