import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {checkRequest} from '../../source/protocol/messages.ts';
import {parseSearch} from '../../source/protocol/search.ts';

const now = Date.UTC(2026, 10, 21, 12);
const day = 24 * 60 * 60 * 1000;

/** Midnight here, as people mean a date. */
const midnight = new Date(2026, 10, 1).getTime();

describe('a search', () => {
	test.each<[string, object]>([
		['green build', {text: 'green build'}],
		['  green\n build ', {text: 'green build'}],
		['"green build"', {text: 'green build'}],
		['green in:#ops', {text: 'green', room: 'ops'}],
		['in:ops green', {text: 'green', room: 'ops'}],
		['green IN:@Dana', {text: 'green', room: '@Dana'}],
		['from:Bob green from:@Carol', {text: 'green', from: 'Carol'}],
		['from:"Bob" green', {text: 'green', from: 'Bob'}],
		['before:2026-11-01 green', {text: 'green', before: midnight}],
		['before:2026-11-01T14:30Z', {text: '', before: Date.UTC(2026, 10, 1, 14, 30)}],
		['before:7d green', {text: 'green', before: now - 7 * day}],
		['before:1.5d', {text: '', before: now - 1.5 * day}],
		['before:100y', {text: '', before: 0}],
		['in: from:@ in:# before: green', {text: 'green'}],
		['see https://ci.example/1812 at 14:02', {text: 'see https://ci.example/1812 at 14:02'}],
		['constructor:x about:x', {text: 'constructor:x about:x'}],
		['\u001b[31mred', {text: 'red'}],
		['', {text: ''}],
	])('%j', (typed, meaning) => {
		expect(parseSearch(typed, now)).toEqual(meaning);
	});

	test.each([
		['in:#a/b', 'ROOM_BAD'],
		['from:a:b', 'NO_SUCH_ID'],
		['in:@a:b', 'NO_SUCH_ID'],
		['before:yesterday', 'BAD_REQUEST'],
		['before:12', 'BAD_REQUEST'],
		['before:2026-13-45', 'BAD_REQUEST'],
		['before:1000-01-01', 'BAD_REQUEST'],
	])('%j is refused as %s', (typed, code) => {
		expect(() => parseSearch(typed, now)).toThrow(expect.objectContaining({code}));
	});

	test('whatever is typed is a request that a server takes, or a ChatError that does not end the link', () => {
		const words = fc.oneof(
			fc.string({unit: 'binary', maxLength: 20}),
			fc.constantFrom(
				'in:',
				'from:',
				'before:',
				'#ops',
				'@Dana',
				'"',
				'x'.repeat(299),
				'😀',
				'7d',
				'9e99y',
				' ',
			),
		);
		fc.assert(
			fc.property(fc.array(words, {maxLength: 12}), parts => {
				let search: ReturnType<typeof parseSearch>;
				try {
					search = parseSearch(parts.join(''), now);
				} catch (error) {
					expect(error).toBeInstanceOf(ChatError);
					expect((error as ChatError).fatal).toBe(false);
					return;
				}
				const request = {type: 'search', ...search, nonce: 'n1'};
				expect(checkRequest(JSON.parse(JSON.stringify(request)))).toEqual(request);
			}),
			{numRuns: 2000},
		);
	});
});
