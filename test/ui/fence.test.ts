import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {headerRow} from '../../source/ui/chrome.ts';
import {fence, fenced} from '../../source/ui/fence.ts';
import {sidebarRows} from '../../source/ui/sidebar.ts';
import {consoleSigns, createFit} from '../../source/ui/substitutes.ts';
import {pane} from '../../source/ui/view.ts';
import {entered, Person} from './person.ts';
import {reordered} from './reordering.ts';
import {colour, mono, paneOf, roomOf, says} from './rooms.ts';
import {plain} from './samples.ts';

/** A row as a terminal shows it that reorders. */
const shown = (row: string): string => {
	const characters = Array.from(plain(row));
	return reordered(characters.join(''))
		.map(index => characters[index])
		.join('')
		.replaceAll(fence, ' ');
};

test('the terminal of these tests reorders what runs from right to left, and digits and lines between', () => {
	expect(shown('I read שלום and')).toBe('I read םולש and');
	expect(shown('שרה │ 09:02  דנה')).toBe('הנד  09:02 │ הרש');
	expect(shown('ليلى 12')).toBe('12 ىليل');
});

const names = ['שרה', 'ليلى', 'Bob', 'דנה-לי', '李雷', 'ab שרה'];
const texts = [
	'שלום לכולם! (build 1812) ירוק?',
	'مرحبا، كل شيء جاهز: v1.0',
	'Hello שלום',
	'12 34',
	'',
	'«שלום» 5',
];
const name = fc.constantFrom(...names);
const text = fc.constantFrom(...texts);

/** Is each part of the row where it would be if nothing ran from right to left? */
const keepsParts = (row: string, parts: ReadonlyArray<readonly [from: number, to: number]>): void => {
	const order = reordered(row);
	for (const [from, to] of parts) {
		const inside = order.slice(from, to).toSorted((one, other) => one - other);
		expect(inside, row).toEqual(Array.from({length: to - from}, (_, index) => from + index));
	}
};

describe('right-to-left text leaves its neighbours where they are', () => {
	test('in the columns of the message pane, beside a sidebar on either side', () => {
		fc.assert(
			fc.property(
				fc.array(name, {minLength: 1, maxLength: 5}),
				fc.array(fc.tuple(name, text), {minLength: 6, maxLength: 6}),
				fc.constantFrom('left', 'right'),
				fc.constantFrom(mono, colour),
				(people, said, side, theme) => {
					const alice = new Person();
					alice.receive(...entered('general', 'Alice', ...people));
					const input = {state: alice.state, width: 18, height: 6, theme, side} as const;
					const sidebar = sidebarRows(input).map(fenced);
					const room = roomOf(said.map(([id, msg], index) => says(`14:0${index}`, id, msg || '–')));
					const messages = pane(paneOf(room, 60, 6, {theme})).rows.map(fenced);
					for (const [index, message] of messages.entries()) {
						const beside = plain(sidebar[index]!);
						const own = Array.from(plain(message)).length;
						const wide = plain(message) + ' '.repeat(Math.max(0, 60 - own));
						const row = side === 'left' ? beside + wide : wide + beside;
						const width = Array.from(beside).length;
						const left = side === 'left' ? width : 0;
						const edge = side === 'left' ? width - 1 : Array.from(wide).length;
						keepsParts(row, [
							[edge, edge + 1],
							[left + 1, left + 6],
							[left + 6, left + own],
						]);
					}
				},
			),
		);
	});

	test('in a narrow pane, between a name and what it says', () => {
		const room = roomOf([
			says('14:02', 'שרה', 'שלום לכולם'),
			says('14:03', 'שרה', 'see **שלום**', {mention: true}),
		]);
		const rows = pane(paneOf(room, 40, 3))
			.rows.slice(1)
			.map(fenced);
		expect(rows.map(shown)).toEqual([' הרש: םלוכל םולש', ' הרש» see םולש']);
	});

	test('between the one who is answered and what they said', () => {
		const room = roomOf([
			says('14:02', 'שרה', 'שלום', {seq: 1}),
			says('14:03', 'Bob', 'ok', {seq: 2, ref: 1}),
		]);
		expect(
			pane(paneOf(room, 60, 4))
				.rows.map(fenced)
				.map(shown)[2],
		).toBe(' 14:03    Bob  ↳ הרש: םולש');
	});

	test('in the header, between the topic and the address', () => {
		const alice = new Person();
		alice.receive({type: 'room', room: 'general', members: 1, topic: 'תכנון 2'});
		const row = headerRow({
			state: alice.state,
			address: '127.0.0.1:8082',
			width: 60,
			theme: mono,
			activity: false,
		});
		expect(shown(fenced(row))).toMatch(/^ #general {2}2 ןונכת +● 127\.0\.0\.1:8082 {2}Alice $/);
	});
});

test('nothing is changed where nothing runs from right to left', () => {
	const row = ' 14:02    Bob  Hello   there │ ';
	expect(fenced(row)).toBe(row);
});

test('a fence takes the column of the blank that it stands for, and is a blank again where fonts lack it', () => {
	const row = ' 14:02    שרה  שלום';
	expect(fenced(row)).toHaveLength(row.length);
	expect(fenced(row)).not.toBe(row);
	expect(createFit(new Set(), consoleSigns)(fenced(row))).toBe(row);
	expect(createFit(new Set(['sign']))(fenced(row))).toBe(row);
});
