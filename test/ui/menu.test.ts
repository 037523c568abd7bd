import {describe, expect, test} from 'vitest';
import {keysIn, type Menu, menuItemAt, menuRows, over} from '../../source/ui/menu.ts';
import {columns} from '../../source/ui/wrap.ts';
import {colour, mono} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const names = ['Alan', 'Albert', 'Alice', 'Bob', 'Carol', 'Dana', 'Erin', 'Frank'];

const menu = (more: Partial<Menu> = {}): Menu => ({
	title: 'people',
	keys: '',
	sample: [],
	count: names.length,
	chosen: 0,
	item: index => ({name: names[index]!, word: index === 1 ? 'away: lunch' : ''}),
	...more,
});

describe('a menu', () => {
	test.each([
		[40, 'Tab next · Enter takes · Esc back'],
		[33, 'Tab next · Enter takes · Esc back'],
		[32, 'Enter takes · Esc back'],
		[10, 'Esc back'],
	])('in %i columns says no key by halves', (width, keys) => {
		expect(keysIn({keys: 'Tab next · Enter takes · Esc back'}, width)).toBe(keys);
	});

	test('shows six choices around the chosen one, with a word beside them', () => {
		expect(drawn(menuRows(menu({chosen: 1}), 40, 20, mono))).toBe(`
── people ──────────────────── 2 of 8 ──
   Alan
 › Albert  away: lunch
   Alice
   Bob
   Carol
   Dana
`);
		expect(drawn(menuRows(menu({chosen: 7}), 40, 20, mono))).toBe(`
── people ──────────────────── 8 of 8 ──
   Alice
   Bob
   Carol
   Dana
   Erin
 › Frank
`);
	});

	test('leaves messages in sight where rows are few', () => {
		const heights = [1, 2, 3, 5, 6, 7, 8, 20];
		const rows = heights.map(height => menuRows(menu({chosen: 4}), 30, height, mono));
		expect(rows.map(({length}) => length)).toEqual([2, 2, 2, 4, 4, 5, 5, 7]);
		for (const shown of rows) expect(drawn(shown)).toContain(' › Carol');
	});

	test('shows what it is about where there is room besides all choices', () => {
		const asked = menu({count: 3, sample: ['Traceback', '  File "x.py"', '\u001b[31mred', 'more']});
		expect(drawn(menuRows(asked, 30, 20, mono))).toBe(`
── people ────────── 1 of 3 ──
   │ Traceback
   │   File "x.py"
   │ ␛[31mred
 › Alan
   Albert  away: lunch
   Alice
`);
		expect(menuRows(asked, 30, 6, mono)).toHaveLength(4);
	});

	test('cuts names and words that are wider than it, whatever is in them', () => {
		const wide = menu({
			title: '漢字'.repeat(30),
			item: () => ({name: '👩‍👩‍👧'.repeat(30), word: 'e\u0301\u202e'.repeat(60)}),
		});
		for (const width of [30, 31, 57, 100]) {
			for (const row of menuRows(wide, width, 12, colour)) expect(columns(plain(row))).toBe(width);
		}
	});

	test('knows what stands in each of its rows', () => {
		const asked = menu({sample: ['a', 'b']});
		expect(Array.from({length: 8}, (_, row) => menuItemAt(asked, 8, row))).toEqual([
			...[undefined, undefined, undefined, 'title'],
			...[0, 1, 2, 3],
		]);
		const few = menu({count: 2, sample: ['a', 'b', 'c']});
		expect([13, 14, 15, 17, 18, 19].map(row => menuItemAt(few, 20, row))).toEqual([
			...[undefined, 'title', 'title', 'title'],
			...[0, 1],
		]);
	});

	test('stands over the lowest rows', () => {
		expect(over(['a', 'b', 'c'], ['x'])).toEqual(['a', 'b', 'x']);
		expect(over(['a'], ['x', 'y'])).toEqual(['y']);
	});
});
