/** The server refuses control characters in every field of every request, wherever a text stands in it. */
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {decodeRequest} from '../../source/protocol/json.ts';
import {requests} from './arbitraries.ts';
import {fullest, placesIn} from './places.ts';

/** What no text may hold: C0 without newline and tab, DEL, C1, the line separators, halves of surrogate pairs. */
const forbidden: readonly string[] = [
	...Array.from({length: 0x20}, (_, code) => String.fromCharCode(code)).filter(one => !'\n\t'.includes(one)),
	...Array.from({length: 0x21}, (_, code) => String.fromCharCode(0x7f + code)),
	'\u2028',
	'\u2029',
	'\ud800',
	'\udfff',
];

const refusal = (request: unknown): ChatError => {
	try {
		decodeRequest(Buffer.from(JSON.stringify(request)));
	} catch (error) {
		if (error instanceof ChatError) return error;
		throw error;
	}
	throw new Error(`accepted: ${JSON.stringify(request)}`);
};

describe.each(requests)('%s', (type, arbitrary) => {
	const request = fullest(arbitrary);
	const places = placesIn(request).filter(({path}) => path !== '.type');

	test('with nothing forbidden is taken', () => {
		expect(decodeRequest(Buffer.from(JSON.stringify(request)))).toMatchObject({type});
	});

	test.each(places)('a control character in $path is refused, and never repeated', ({put, text}) => {
		for (const sign of forbidden) {
			for (const spoiled of [sign + text, text + sign, text.slice(0, 1) + sign + text.slice(1), sign]) {
				const {message} = refusal(put(spoiled));
				expect(message).not.toMatch(/[\0-\u001f\u007f-\u009f\u2028\u2029]/);
				expect(message.isWellFormed()).toBe(true);
			}
		}
	});
});

test('there are texts in the fields of almost every request', () => {
	const count = requests.flatMap(([, arbitrary]) => placesIn(fullest(arbitrary))).length;
	expect(count).toBeGreaterThan(80);
});
