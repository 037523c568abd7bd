/** Where texts stand in requests and events, so that a test can put another one into each of these places. */
import fc from 'fast-check';
import type {Event, Request} from '../../source/protocol/messages.ts';

export type Place = {
	/** as `.list.0.id` */
	readonly path: string;
	/** the text that stands there */
	readonly text: string;
	/** the whole value with another text there */
	readonly put: (text: string) => unknown;
};

/** Each place of a text in a value. */
export const placesIn = (value: unknown, path = ''): Place[] => {
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

/** Of many messages of a type the one with the most in it, so that no field is passed over. */
export const fullest = <Message extends Request | Event>(arbitrary: fc.Arbitrary<Message>): Message =>
	fc
		.sample(arbitrary, {numRuns: 500, seed: 5})
		.reduce((fullest, message) => (sizeOf(message) > sizeOf(fullest) ? message : fullest));

/** How many fields there are in a value, at any depth. What a list holds counts once. */
const sizeOf = (value: unknown): number => {
	if (typeof value !== 'object' || value === null) return 1;
	const sizes = Object.values(value).map(sizeOf);
	return Array.isArray(value) ? Math.max(0, ...sizes) : sizes.reduce((sum, size) => sum + size, 0);
};
