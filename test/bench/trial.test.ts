import {expect, test} from 'vitest';
import {wordOf} from '../../bench/million.ts';
import {never, rowTable, scaled, withinAlways, withinAt99} from '../../bench/trial.ts';

test('what may never happen is not held after the first time', () => {
	expect(never('messages lost', 0, '10 sends')).toEqual({
		what: 'messages lost',
		goal: '0',
		seen: '0 in 10 sends',
		held: true,
		must: true,
	});
	expect(never('messages lost', 1, '10 sends').held).toBe(false);
});

test('one time in a hundred may be over a goal for the 99th percentile, and none over one for all', () => {
	const times = [...Array.from({length: 99}, () => 5), 1000];
	expect(withinAt99('page', 5, times).held).toBe(true);
	expect(withinAt99('page', 4.9, times).held).toBe(false);
	expect(withinAt99('page', 5, [...times, 1000]).held).toBe(false);
	expect(withinAlways('page', 5, times).held).toBe(false);
	expect(withinAlways('page', 1000, times).held).toBe(true);
});

test('nothing measured holds nothing', () => {
	expect(withinAt99('page', 5, []).held).toBe(false);
	expect(withinAlways('page', 5, []).held).toBe(false);
});

test('a smaller size is never none', () => {
	expect(scaled(200, 0.1)).toBe(20);
	expect(scaled(20, 0.001)).toBe(1);
});

test('a table shows what did not hold at its left', () => {
	const rows = [never('messages lost', 0, '10 sends'), withinAt99('page', 5, [20])];
	expect(rowTable(rows).split('\n')).toEqual([
		'✓  messages lost  0       0 in 10 sends',
		'✗  page           ≤ 5 ms  p99 20 ms, p50 20 ms, 1 times',
	]);
});

test('each rank has a word of its own', () => {
	const words = Array.from({length: 20_000}, (_, rank) => wordOf(rank));
	expect(new Set(words).size).toBe(words.length);
	for (const word of words) expect(word).toMatch(/^[a-z]{2,}$/);
});
