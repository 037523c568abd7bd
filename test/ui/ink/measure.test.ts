import fc from 'fast-check';
import {expect, test} from 'vitest';
import widestLine from 'widest-line';
import sanitizeAnsi from '../../../node_modules/ink/build/sanitize-ansi.js';
import {sanitizeOver, widestOver} from '../../../source/ui/ink/measure.ts';
import {plainColumns} from '../../../source/ui/ink/plain.ts';
import {remember} from '../../../source/ui/ink/remember.ts';
import {rowText} from './rows.ts';

const sanitize = sanitizeOver(sanitizeAnsi);
const widest = widestOver(widestLine);

test('a text is as safe and as wide as Ink finds it', () => {
	fc.assert(
		fc.property(fc.array(rowText, {maxLength: 3}), rows => {
			const text = rows.join('\n');
			expect(sanitize(text)).toBe(sanitizeAnsi(text));
			expect(widest(text)).toBe(widestLine(text));
		}),
		{numRuns: 1000},
	);
});

test('rows as a theme paints them are told at a glance', () => {
	expect(
		plainColumns(' \u001b[2m12:02\u001b[22m  \u001b[1m\u001b[31mAlice\u001b[39m\u001b[22m  Is it green?'),
	).toBe(27);
	expect(plainColumns('\u001b[31mtouching\u001b[39m\u001b[32mstyles\u001b[39m')).toBe(-1);
	expect(plainColumns('今天')).toBe(-1);
});

test('what is asked for again and again stays, however much is asked for once', () => {
	const asked: string[] = [];
	const length = remember(text => {
		asked.push(text);
		return text.length;
	}, 3);
	for (let number = 0; number < 20; number++) {
		expect(length('often')).toBe(5);
		expect(length(`once ${number}`)).toBe(`once ${number}`.length);
	}
	expect(asked.filter(text => text === 'often')).toHaveLength(1);
});
