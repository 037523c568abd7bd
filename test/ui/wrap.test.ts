import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {reveal} from '../../source/protocol/clean.ts';
import {isSimple} from '../../source/ui/simple-text.ts';
import {columns, fit as fitted, wrap} from '../../source/ui/wrap.ts';
import {hostileText, wildText} from './samples.ts';

const width = fc.integer({min: 1, max: 40});

describe('columns', () => {
	test.each([
		['', 0],
		['Hello', 5],
		['Zośka', 5],
		['李雷', 4],
		['e\u0301', 1],
		['👩‍👩‍👧', 2],
		['🇵🇱', 2],
		['한글', 4],
	])('%j takes %i', (text, expected) => {
		expect(columns(text)).toBe(expected);
	});

	test('are what Ink measures', () => {
		fc.assert(
			fc.property(hostileText, text => {
				const shown = reveal(text).replaceAll(/[\n\t]/g, ' ');
				expect(columns(shown)).toBe(stringWidth(shown));
			}),
		);
	});

	test('of characters that are taken for simple are one each', () => {
		const wrong: string[] = [];
		for (let point = 0x20; point < 0xffff; point++) {
			const character = String.fromCharCode(point);
			if (isSimple(character) && stringWidth(character) !== 1) wrong.push(point.toString(16));
		}
		expect(wrong).toEqual([]);
	});

	test('of simple characters in a row are as many as there are', () => {
		const simple = fc.integer({min: 0x20, max: 0x2fff}).map(String.fromCharCode).filter(isSimple);
		fc.assert(
			fc.property(fc.string({unit: simple}), text => {
				expect(stringWidth(text)).toBe(text.length);
			}),
		);
	});
});

describe('wrap', () => {
	test.each<[string, number, string, string[]]>([
		['breaks at spaces', 11, 'shall we ship it today', ['shall we', 'ship it', 'today']],
		['lets a word fill its row', 5, 'hello world', ['hello', 'world']],
		['lets the spaces at a break vanish', 5, 'hello    world  ', ['hello', 'world']],
		['keeps spaces inside a row', 20, 'a   b', ['a   b']],
		['keeps the blanks that a line begins with', 20, '    at run (x.ts)', ['    at run (x.ts)']],
		['gives them up where the word has no room', 6, '    running', ['runnin', 'g']],
		['breaks a long word where it must', 4, 'abcdefghij', ['abcd', 'efgh', 'ij']],
		['begins a long word on a row of its own', 5, 'see abcdefgh now', ['see', 'abcde', 'fgh', 'now']],
		['keeps newlines', 9, 'one\n\ntwo', ['one', '', 'two']],
		['has one empty row for nothing', 9, '', ['']],
		['has one empty row for blanks', 3, '       ', ['']],
		['turns tabs into blanks up to the next stop', 20, '\ta\tbc\td', ['    a   bc  d']],
		['breaks between ideographs', 6, '今天天气很好', ['今天天', '气很好']],
		['leaves no column to half an ideograph', 5, '今天天气', ['今天', '天气']],
		['begins no row with a full stop', 4, '今天。好', ['今', '天。', '好']],
		['ends no row with a bracket', 4, '今「天」', ['今', '「天', '」']],
		['breaks beside emoji', 3, 'ab👍👍', ['ab', '👍', '👍']],
		['never inside a cluster', 2, '👩‍👩‍👧👍🏽', ['👩‍👩‍👧', '👍🏽']],
		['draws a sign for what is wider than the row', 1, '漢a', ['?', 'a']],
		['breaks where a zero-width space says so', 5, 'ភាសា\u200bខ្មែរ', ['ភាសា\u200b', 'ខ្មែរ']],
		['breaks Cyrillic as Latin', 7, 'Привет всем', ['Привет', 'всем']],
	])('%s', (_, columnsWide, text, rows) => {
		expect(wrap(text, columnsWide)).toEqual(rows);
	});

	test('gives the first row what the others leave for blanks before them', () => {
		expect(wrap('Bob: shall we ship it now', 12, 2)).toEqual(['Bob: shall', 'we ship it', 'now']);
		expect(wrap('Bob: shall we\nship it now', 13, 4)).toEqual(['Bob: shall we', 'ship it', 'now']);
	});

	test('never makes a row wider than asked', () => {
		fc.assert(
			fc.property(hostileText, width, (text, most) => {
				for (const row of wrap(reveal(text), most)) expect(stringWidth(row)).toBeLessThanOrEqual(most);
			}),
		);
	});

	test('loses nothing but blanks', () => {
		const visible = (text: string): string => text.replaceAll(/[ \n\t]/g, '');
		const text = wildText.filter(one => !one.includes('\u0301'.repeat(3)));
		fc.assert(
			fc.property(text, fc.integer({min: 8, max: 40}), (one, most) => {
				expect(visible(wrap(reveal(one), most).join(''))).toBe(visible(reveal(one)));
			}),
		);
	});

	test('makes an empty row only of a line without ink', () => {
		fc.assert(
			fc.property(hostileText, width, (text, most) => {
				const blank = reveal(text)
					.split('\n')
					.filter(line => /^[ \t]*$/.test(line)).length;
				expect(wrap(reveal(text), most).filter(row => row === '')).toHaveLength(blank);
			}),
		);
	});

	test('treats words of simple letters as any other words', () => {
		const words = fc.array(fc.constantFrom('a', 'to', 'ship', 'release', '  ', 'incomprehensible'));
		fc.assert(
			fc.property(words, width, (parts, most) => {
				const text = parts.join(' ');
				// A combining mark on every letter changes no width, but takes the way over clusters.
				const marked = text.replaceAll(/[a-z]/g, letter => `${letter}\u0331`);
				expect(wrap(marked, most).map(row => row.replaceAll('\u0331', ''))).toEqual(wrap(text, most));
			}),
		);
	});

	test('cuts a pile of marks, which would cover the rows around it', () => {
		const [row] = wrap(`e${'\u0301'.repeat(500)}`, 10);
		expect(row!.length).toBeLessThan(50);
		expect(row!.startsWith('e\u0301')).toBe(true);
	});
});

describe('fit', () => {
	test.each<[string, string, number, 'left' | 'right', string]>([
		['pads', 'Bob', 5, 'left', 'Bob  '],
		['pads at the left', 'Bob', 5, 'right', '  Bob'],
		['leaves what fits', 'Alice', 5, 'left', 'Alice'],
		['cuts with a sign', 'Alexander', 5, 'left', 'Alex…'],
		['cuts wide characters whole', '李雷韩梅', 6, 'left', '李雷… '],
		['has room for the sign alone', 'Alice', 1, 'left', '…'],
		['has no room at all', 'Alice', 0, 'left', ''],
	])('%s', (_, text, columnsWide, align, expected) => {
		expect(fitted(text, columnsWide, align)).toBe(expected);
	});

	test('takes exactly the columns asked for', () => {
		fc.assert(
			fc.property(
				hostileText,
				width,
				fc.constantFrom('left' as const, 'right' as const),
				(text, most, align) => {
					const shown = reveal(text).replaceAll(/[\n\t]/g, ' ');
					expect(stringWidth(fitted(shown, most, align))).toBe(most);
				},
			),
			{numRuns: 300},
		);
	});
});
