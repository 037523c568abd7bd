import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {commandNames} from '../../source/protocol/commands.ts';
import {complete} from '../../source/protocol/completion.ts';

const candidates = {
	rooms: ['general', 'ops', 'Опера'],
	ids: ['Alice', 'alan', 'Bob', 'Зоя', 'Straße', 'Zośka'],
};

/** `|` is the cursor. Gives the texts that the choices make. */
const completed = (marked: string): string[] => {
	const cursor = marked.indexOf('|');
	const typed = marked.replace('|', '');
	const completion = complete(typed, cursor, {
		...candidates,
		listed: argument => (argument === 'device' ? ['d1', 'd2'] : []),
	});
	if (!completion) return [];
	const {start, end, choices} = completion;
	return choices.map(({put}) => typed.slice(0, start) + put + typed.slice(end));
};

describe('completion', () => {
	test.each<[string, string[]]>([
		['/jo|', ['/join ']],
		['/JO|', ['/join ']],
		['/ex|', ['/exit ']],
		['/wh|', ['/who ', '/whois ']],
		['/xyz|', []],
		[' /jo|', []],
		['/join |', ['/join #general ', '/join #ops ', '/join #Опера ']],
		['/join #o|', ['/join #ops ']],
		['/join o|', ['/join #ops ']],
		['/join ОП|', ['/join #Опера ']],
		['/leave @b|', ['/leave @Bob ']],
		['/help wh|', ['/help who ', '/help whois ']],
		['/help /wh|', ['/help who ', '/help whois ']],
		['/msg al|', ['/msg Alice ', '/msg alan ']],
		['/msg @al|', ['/msg Alice ', '/msg alan ']],
		['/msg #o|', []],
		['/msg Bob al|', ['/msg Bob Alice ', '/msg Bob alan ']],
		['/me hugs bo|', ['/me hugs Bob ']],
		['/ban al|', ['/ban Alice ', '/ban alan ']],
		['/ban Bob 1|', ['/ban Bob 10m ', '/ban Bob 1h ', '/ban Bob 1d ']],
		['/ban Bob #o|', ['/ban Bob #ops ']],
		['/lock r|', ['/lock read-only ']],
		['/lock #ops inv|', ['/lock #ops invited ']],
		['/invite --u|', ['/invite --uses ']],
		['/invite al|', ['/invite Alice ', '/invite alan ']],
		['/invite --uses 3 #o|', ['/invite --uses 3 #ops ']],
		['/invite #ops --for 7|', ['/invite #ops --for 7d ']],
		['/invite --role o|', ['/invite --role operator ']],
		['/invite |', []],
		['/revoke |', ['/revoke d1 ', '/revoke d2 ']],
		['/react :ta|', ['/react 🎉 ']],
		['/react TA|', ['/react 🎉 ']],
		['/react :c|', ['/react ✅ ', '/react ❌ ', '/react 👏 ', '/react ☕ ', '/react 🚀 ']],
		['/react :tada:|', ['/react 🎉 ']],
		['done :+|', ['done 👍 ']],
		['well:|', []],
		['/search gre|', []],
		['/search green in:o|', ['/search green in:#ops ']],
		['/search in:#О|', ['/search in:#Опера ']],
		['/search in:@b|', ['/search in:@Bob ']],
		['/find from:al green FROM:zoś|', ['/find from:al green FROM:Zośka ']],
		['al|', ['Alice: ', 'alan: ']],
		['AL|', ['Alice: ', 'alan: ']],
		['@bo|', ['@Bob ']],
		['ask al| later', ['ask Alice  later', 'ask alan  later']],
		['ask\nal|', ['ask\nAlice ', 'ask\nalan ']],
		['see #o|', ['see #ops ']],
		['зо|', ['Зоя: ']],
		['strasse|', ['Straße: ']],
		['STRAẞ|', ['Straße: ']],
		['zos\u0301|', ['Zośka: ']],
		['|', []],
		['hello |', []],
		['al|ice', ['Alice: ice', 'alan: ice']],
	])('%j', (marked, texts) => {
		expect(completed(marked)).toEqual(texts);
	});

	test('each command by the start of each of its names', () => {
		for (const name of commandNames) {
			for (let length = 0; length <= name.length; length++)
				expect(completed(`/${name.slice(0, length)}|`)).toContain(`/${name} `);
		}
	});

	test('nothing but the word before the cursor changes, and every choice ends in a space', () => {
		const typing = fc.oneof(
			fc.string({unit: 'grapheme'}),
			fc
				.array(fc.constantFrom('/join', '/msg', '#', '@', 'al', 'б', ' ', '\n', '/', 'op', ':'))
				.map(parts => parts.join('')),
		);
		fc.assert(
			fc.property(typing, fc.nat(), (typed, at) => {
				const cursor = at % (typed.length + 1);
				const completion = complete(typed, cursor, candidates);
				if (!completion) return;
				expect(completion.end).toBe(cursor);
				expect(typed.slice(completion.start, cursor)).not.toMatch(/\s/);
				expect(completion.start === 0 || /\s/.test(typed[completion.start - 1]!)).toBe(true);
				expect(completion.choices).not.toHaveLength(0);
				for (const {put} of completion.choices) expect(put).toMatch(/^\S+ $/);
			}),
			{numRuns: 2000},
		);
	});

	test('a long text costs no more than its last word', () => {
		const completion = complete(`${'x'.repeat(2_000_000)} al`, 2_000_003, candidates);
		expect(completion?.choices.map(({put}) => put)).toEqual(['Alice ', 'alan ']);
	});
});
