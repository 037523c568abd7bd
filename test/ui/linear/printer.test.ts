import {expect, test} from 'vitest';
import {blankLine, movingPen} from '../../../source/ui/linear/input-line.ts';
import {Printer} from '../../../source/ui/linear/printer.ts';

/** What comes of lines on a terminal of 24 columns. */
const printed = (...lines: string[]): string[] => {
	const written: string[] = [];
	const printer = new Printer({write: text => written.push(text), pen: movingPen, columns: () => 24});
	printer.show(lines, blankLine);
	return written.join('').split('\r\n').slice(0, -1);
};

test.each([
	['what fits stays one row', ['Bob: short'], ['Bob: short']],
	[
		'rows break before words, and stand in',
		['Bob: a text that is too long for a row'],
		['Bob: a text that is too', '  long for a row'],
	],
	[
		'rows of a row that stands in stand in further',
		['Bob, 2 lines:\n  one\n  a line that has to be broken'],
		['Bob, 2 lines:', '  one', '  a line that has to be', '    broken'],
	],
	[
		'a link is never broken',
		['Bob: see https://ci.example/path/to/a/build now'],
		['Bob: see https://ci.example/path/to/a/build', '  now'],
	],
	['a text without spaces is left to the terminal', [`Bob: ${'漢'.repeat(30)}`], [`Bob: ${'漢'.repeat(30)}`]],
	['what could touch the terminal is made visible', ['a\u001b[2J\rb'], ['a␛[2J␍b']],
])('%s', (_, lines, rows) => {
	expect(printed(...lines)).toEqual(rows);
});
