import fc from 'fast-check';
import {expect, test} from 'vitest';
import {matchesIn} from '../../source/ui/matches.ts';
import {wildText} from './samples.ts';

const marked = (text: string, words: string): string => {
	let result = '';
	let at = 0;
	for (const {from, to} of matchesIn(text, words)) {
		result += `${text.slice(at, from)}[${text.slice(from, to)}]`;
		at = to;
	}
	return result + text.slice(at);
};

test.each([
	['Is the build green?', 'green build', 'Is the [build] [green]?'],
	['evergreen greenish GREEN', 'green', 'evergreen [green]ish [GREEN]'],
	['Überall grün', 'uber gru', '[Über]all [grü]n'],
	['Die Straße', 'strass', 'Die [Straß]e'],
	['今天天气很好', '天气', '今天[天气]很好'],
	['done 🎉 done', '🎉', 'done [🎉] done'],
	['ok 👍🏽a', '👍', 'ok [👍🏽]a'],
	['the 👩‍👩‍👧 came', '👧', 'the [👩‍👩‍👧] came'],
	['release-notes', 'release-notes', '[release]-[notes]'],
	['a aa aaa', 'a aa', '[a] [aa] [aa]a'],
	['nothing here', '', 'nothing here'],
	['nothing here', '?!', 'nothing here'],
])('%j looked through for %j', (text, words, result) => {
	expect(marked(text, words)).toBe(result);
});

test('in any text, for any words, matches are in order and apart', () => {
	fc.assert(
		fc.property(wildText, wildText, (text, words) => {
			let end = 0;
			for (const {from, to} of matchesIn(text, words)) {
				expect(from).toBeGreaterThanOrEqual(end);
				expect(to).toBeGreaterThan(from);
				end = to;
			}
			expect(end).toBeLessThanOrEqual(text.length);
		}),
	);
});
