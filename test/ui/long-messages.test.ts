import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Folding} from '../../source/ui/folding.ts';
import {pane} from '../../source/ui/view.ts';
import {columns} from '../../source/ui/wrap.ts';
import {mono, paneOf, roomOf, says} from './rooms.ts';
import {drawn} from './samples.ts';

const most = 16_384;
const filled = (text: string): string => text.repeat(Math.ceil(most / text.length)).slice(0, most);

const messages: Readonly<Record<string, string>> = {
	'one word': filled('x'),
	words: filled('shall we ship '),
	'nothing but newlines': '\n'.repeat(10_000),
	'nothing but emoji': filled('🎉'),
	ideographs: filled('李'),
	Hebrew: filled('שלום '),
	'a list': filled('- one\n'),
	'marks of Markdown': filled('**_`['),
	links: filled('https://ci.example/1 '),
	code: `\`\`\`ts\n${filled('const a = (b) => b; ')}\n\`\`\``,
};

describe.each(Object.entries(messages))('a message of 16 KiB: %s', (_, msg) => {
	const room = roomOf([says('14:02', 'Bob', msg, {seq: 1}), says('14:03', 'Carol', 'And now?', {seq: 2})]);
	const folding = (open: readonly number[]): Folding => ({most: 24, unfolded: new Set(open)});

	test.each([30, 80, 200])('is folded, and each of its rows fits in %i columns', width => {
		const input = paneOf(room, width, 15, {theme: mono, folding: folding([])});
		const rows = pane(input).rows.map(stripVTControlCharacters);
		expect(rows.join('\n')).toMatch(/… [\d,]+ more rows/);
		const whole = pane({...input, height: 20_000, folding: folding([1])}).rows;
		const tooWide = whole.filter(row => columns(stripVTControlCharacters(row)) > width);
		expect(tooWide).toEqual([]);
	});
});

test('the smallest screen shows whose it is, how it begins and how much there is of it', () => {
	const room = roomOf([says('14:02', 'Bob', messages['one word']!, {seq: 1})]);
	expect(
		drawn(pane(paneOf(room, 30, 10, {theme: mono, folding: {most: 24, unfolded: new Set()}})).rows),
	).toMatchInlineSnapshot(`
		"
		 ───── Thu 19 November ──────
		 Bob:
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   xxxxxxxxxxxxxxxxxxxxxxxxxxx
		   … 600 more rows · Alt+↑ x …
		"
	`);
});
