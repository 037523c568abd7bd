import {describe, expect, test} from 'vitest';
import {emptyRecall, newer, older, type Recall, remember} from '../../source/ui/recall.ts';

const having = (...sent: string[]): Recall => sent.reduce(remember, emptyRecall);

/** What ↑ and ↓ show, one after the other; `-` where there is nothing more. */
const look = (recall: Recall, keys: string, draft = 'draft'): string[] => {
	let now = recall;
	let shown = draft;
	return [...keys].map(key => {
		const found = key === '↑' ? older(now, shown) : newer(now);
		if (!found) return '-';
		now = found.recall;
		shown = found.text;
		return shown;
	});
};

describe('what was sent before', () => {
	test('comes newest first, and stops at the oldest', () => {
		expect(look(having('one', 'two', 'three'), '↑↑↑↑')).toEqual(['three', 'two', 'one', '-']);
	});

	test('leads back to what was being written', () => {
		expect(look(having('one', 'two'), '↑↑↓↓↓')).toEqual(['two', 'one', 'two', 'draft', '-']);
	});

	test('holds no two equal ones in a row, and nothing empty', () => {
		expect(look(having('one', 'one', '', 'two', 'one'), '↑↑↑↑')).toEqual(['one', 'two', 'one', '-']);
	});

	test('is the newest again after sending', () => {
		const found = older(older(having('one', 'two'), '')!.recall, 'two')!;
		expect(found.text).toBe('one');
		expect(look(remember(found.recall, 'one'), '↑↑')).toEqual(['one', 'two']);
	});

	test('begins anew once something else was written, and keeps that', () => {
		const found = older(having('one', 'two'), 'draft')!;
		const again = older(found.recall, 'two, changed')!;
		expect(again.text).toBe('two');
		expect(newer(again.recall)!.text).toBe('two, changed');
	});

	test('is bounded', () => {
		const sent = Array.from({length: 600}, (_, index) => `text ${index}`);
		const shown = look(having(...sent), '↑'.repeat(501));
		expect(shown.slice(-2)).toEqual(['text 100', '-']);
	});

	test('is nothing at first', () => {
		expect(older(emptyRecall, 'draft')).toBeUndefined();
		expect(newer(emptyRecall)).toBeUndefined();
	});
});
