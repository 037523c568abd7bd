/** The server refuses control characters in every field of every request, wherever a text stands in it. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fieldsOf} from '../../docs/fields.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {decodeRequest} from '../../source/protocol/json.ts';
import {type Request, requestSchemas} from '../../source/protocol/messages.ts';
import {requests} from './arbitraries.ts';

/** What no text may hold: C0 without newline and tab, DEL, C1, the line separators, halves of surrogate pairs. */
const forbidden: readonly string[] = [
	...Array.from({length: 0x20}, (_, code) => String.fromCharCode(code)).filter(one => !'\n\t'.includes(one)),
	...Array.from({length: 0x21}, (_, code) => String.fromCharCode(0x7f + code)),
	'\u2028',
	'\u2029',
	'\ud800',
	'\udfff',
];

/** Each place of a text in a value, as a function that puts another one there. */
const placesIn = (
	value: unknown,
	path = '',
): Array<{path: string; put: (text: string) => unknown; text: string}> => {
	if (typeof value === 'string') return [{path, put: text => text, text: value}];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		placesIn(inner, `${path}.${key}`).map(place => ({
			...place,
			put: (text: string) =>
				Array.isArray(value) ? value.with(Number(key), place.put(text)) : {...value, [key]: place.put(text)},
		})),
	);
};

/** One request of a type with all of its fields, so that none is passed over. */
const whole = (type: string, arbitrary: fc.Arbitrary<Request>): Request => {
	const names = fieldsOf(requestSchemas[type as keyof typeof requestSchemas]).map(({name}) => name);
	const all = fc.sample(
		arbitrary.filter(
			request =>
				names.every(name => name in request) &&
				Object.values(request).every(value => !Array.isArray(value) || value.length > 0),
		),
		{numRuns: 1, seed: 5},
	);
	return all[0]!;
};

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
	const request = whole(type, arbitrary);
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
	const count = requests.flatMap(([type, arbitrary]) => placesIn(whole(type, arbitrary))).length;
	expect(count).toBeGreaterThan(80);
});
