import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {reveal} from '../../source/protocol/clean.ts';
import {edit, emptyEditor, insert, layoutEditor} from '../../source/ui/editor.ts';
import {type EditorLayout, layoutText} from '../../source/ui/editor-layout.ts';
import {fit as fitted} from '../../source/ui/wrap.ts';
import {hostileText} from './samples.ts';

/** The composer's rows with the cursor drawn in its cell, from a text in which `|` is the cursor. */
const draw = (drawing: string, width: number, mostRows = 6): string[] => {
	const cursor = drawing.indexOf('|');
	const {rows, row, column} = layoutText(drawing.replace('|', ''), cursor, width, mostRows);
	return rows.map((text, index) => (index === row ? withCursor(text, column) : text));
};

const withCursor = (text: string, column: number): string => {
	let before = '';
	for (const {segment} of new Intl.Segmenter().segment(text)) {
		if (stringWidth(before) >= column) break;
		before += segment;
	}
	return `${fitted(before, column)}█${text.slice(before.length)}`;
};

describe('a composer', () => {
	test.each<[string, string, number, string[]]>([
		['is one empty row at first', '|', 10, ['█']],
		['shows a short text as it is', 'shall we say th|', 20, ['shall we say th█']],
		['keeps a column for the cursor', 'abcd|', 5, ['abcd█']],
		['goes on below when that is full', 'abcde|', 5, ['abcd', 'e█']],
		['breaks before words', 'shall we ship|', 9, ['shall we ', 'ship█']],
		['lets a space take the free column', 'abcd |', 5, ['abcd ', '█']],
		['begins no row with the space before it', 'abcd e|', 5, ['abcd ', 'e█']],
		['keeps every blank', 'a    |b', 4, ['a   ', ' █b']],
		['has a row for each line', 'one\n|\ntwo', 10, ['one', '█', 'two']],
		['stands before what follows a break', 'abcd|efg', 5, ['abcd', '█efg']],
		['counts wide characters twice', '漢字|', 10, ['漢字█']],
		['breaks between them', '漢字漢字|', 5, ['漢字', '漢字█']],
		['counts from where a word begins after a break', 'e\u0301 one t|wo', 9, ['e\u0301 one ', 't█wo']],
		['counts a cluster once', 'e\u0301👩‍👩‍👧|', 10, ['e\u0301👩‍👩‍👧█']],
		['shows tabs as blanks', 'a\tb|', 10, ['a   b█']],
		['shows deceivers by number, and steps over them whole', 'a\u202e|b', 12, ['a‹202E›█b']],
		['stands before one as before any other', 'a|\u202eb', 12, ['a█‹202E›b']],
		['leaves joiners where they join', 'می\u200cخواهم|', 20, ['می\u200cخواهم█']],
		['shows a joiner that joins nothing', '1\u200d|2', 12, ['1‹200D›█2']],
		['is not confused by the signs themselves', '‹202E›|\u202e', 20, ['‹202E›█‹202E›']],
	])('%s', (_, drawing, width, rows) => {
		expect(draw(drawing, width)).toEqual(rows);
	});
});

describe('with more text than fits', () => {
	const lines = Array.from({length: 9}, (_, index) => `line ${index}`);
	const drawing = (cursorLine: number): string =>
		lines.map((line, index) => (index === cursorLine ? `${line}|` : line)).join('\n');

	test('the end is in sight while one writes there', () => {
		expect(draw(drawing(8), 20, 3)).toEqual(['line 6', 'line 7', 'line 8█']);
	});

	test('the beginning while one is there', () => {
		expect(draw(drawing(0), 20, 3)).toEqual(['line 0█', 'line 1', 'line 2']);
	});

	test('else the cursor is in the middle', () => {
		expect(draw(drawing(4), 20, 3)).toEqual(['line 3', 'line 4█', 'line 5']);
		expect(draw(drawing(4), 20, 4)).toEqual(['line 2', 'line 3', 'line 4█', 'line 5']);
	});

	test('one row is the cursor’s', () => {
		expect(draw(drawing(4), 20, 1)).toEqual(['line 4█']);
	});

	test('rows of one long line scroll as lines do', () => {
		expect(draw('aaaa bbbb cccc dddd|', 6, 2)).toEqual(['cccc ', 'dddd█']);
		expect(draw('aa|aa bbbb cccc dddd', 6, 2)).toEqual(['aa█aa ', 'bbbb ']);
	});
});

describe('for any text, cursor and size', () => {
	const any = fc.record({
		typed: fc.array(hostileText, {maxLength: 4}),
		moves: fc.array(fc.constantFrom('left' as const, 'up' as const, 'wordLeft' as const), {maxLength: 8}),
		width: fc.integer({min: 1, max: 30}),
		mostRows: fc.integer({min: 1, max: 6}),
	});

	test('rows fit, and the cursor is among them, behind what stands before it', () => {
		fc.assert(
			fc.property(any, ({typed, moves, width, mostRows}) => {
				const written = typed.reduce(insert, emptyEditor);
				const editor = moves.reduce((now, move) => edit(now, move, width), written);
				const {rows, row, column} = layoutEditor(editor, width, mostRows);
				expect(rows.length).toBeGreaterThanOrEqual(1);
				expect(rows.length).toBeLessThanOrEqual(mostRows);
				for (const one of rows) expect(stringWidth(one)).toBeLessThanOrEqual(width);
				expect(rows[row]).toBeDefined();
				expect(column).toBeGreaterThanOrEqual(0);
				expect(column).toBeLessThan(width);
			}),
			{numRuns: 300},
		);
	});

	test('every cluster is shown, and none twice', () => {
		const visible = (text: string): string => text.replaceAll(/[ \n\t]/g, '');
		fc.assert(
			fc.property(hostileText, fc.integer({min: 16, max: 40}), (text, width) => {
				const editor = insert(emptyEditor, text);
				fc.pre(!/\p{M}{9}/u.test(editor.text));
				const {rows} = layoutEditor(editor, width, 1000);
				expect(visible(rows.join(''))).toBe(visible(reveal(editor.text)));
			}),
		);
	});

	test('the cursor is never left of where it was one cluster before, in one row', () => {
		fc.assert(
			fc.property(hostileText, text => {
				let editor = edit(insert(emptyEditor, text.replaceAll(/[\n\r\u0085\u2028\u2029]/g, '')), 'textStart');
				let before: EditorLayout | undefined;
				while (editor.cursor < editor.text.length) {
					editor = edit(editor, 'right');
					const layout = layoutEditor(editor, 2000, 1);
					expect(layout.rows).toHaveLength(1);
					expect(layout.column).toBeGreaterThanOrEqual(before?.column ?? 0);
					before = layout;
				}
				// Behind the last cluster stands nothing more.
				expect(before?.column ?? 0).toBeGreaterThanOrEqual(stringWidth(before?.rows[0] ?? ''));
			}),
		);
	});
});

test('a large paste lays out only what is in sight', () => {
	const pasted = insert(emptyEditor, 'at Object.run (file:///app/index.js:1:2)\n'.repeat(5000));
	expect(layoutEditor(pasted, 80, 3)).toEqual({
		rows: ['at Object.run (file:///app/index.js:1:2)', 'at Object.run (file:///app/index.js:1:2)', ''],
		row: 2,
		column: 0,
	});
});
