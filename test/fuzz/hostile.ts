/** Hostile texts, and requests and events that have one in every place that takes a text. */
import fc from 'fast-check';
import {encodeJson} from '../../source/protocol/json.ts';
import {
	checkEvent,
	type Event,
	type EventType,
	type Request,
	type RequestType,
} from '../../source/protocol/messages.ts';
import {events, requests} from '../protocol/arbitraries.ts';
import {fullest, type Place, placesIn} from '../protocol/places.ts';
import {hostileTokens} from './tokens.ts';

/** No longer than a name on the wire may be. */
const longest = 120;

/** What a terminal would obey or take for something else, alone and in one piece with what it could harm. */
export const hostileText = fc
	.array(
		fc.oneof(
			{weight: 4, arbitrary: fc.constantFrom(...hostileTokens)},
			{weight: 1, arbitrary: fc.integer({min: 0, max: 0xff}).map(code => String.fromCharCode(code))},
			{weight: 1, arbitrary: fc.constantFrom('\ud800', '\udfff', '\u0590', '\u061c', '\u200f', '\ufffb')},
			{weight: 1, arbitrary: fc.constantFrom('a', 'Bob', '#', '@', '[', '](', 'https://a.example/', '`')},
			{weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 4})},
		),
		{minLength: 1, maxLength: 6},
	)
	.map(parts => parts.join('').slice(0, longest));

/** Puts a text into several places at once. */
const filled = (value: unknown, places: readonly Place[], text: string): unknown =>
	places.reduce((filled, {path}) => {
		const place = placesIn(filled).find(one => one.path === path);
		return place ? place.put(text) : filled;
	}, value);

const isTaken = (event: unknown): boolean => {
	try {
		return checkEvent(event) !== undefined;
	} catch {
		return false;
	}
};

type Filled<Message> = (text: string) => Message;

/** Each event with a text in all places where a client takes any. */
export const hostileEvents: ReadonlyArray<readonly [EventType, Filled<Event>]> = events.map(
	([type, arbitrary]) => {
		// What was taken away or back is not shown, and so is no test of what is.
		const {deleted: _, off: __, ...event} = fullest(arbitrary) as Event & {deleted?: true; off?: true};
		const places = placesIn(event).filter(({path, put}) => path !== '.type' && isTaken(put('\u001b[2J')));
		return [type as EventType, text => filled(event, places, text) as Event];
	},
);

/** How many places that are. */
export const placesOfEvents = hostileEvents.reduce(
	(sum, [, fill]) => sum + placesIn(fill('\u0001')).filter(({text}) => text === '\u0001').length,
	0,
);

/** Each request, each time with a text in one of its places. */
export const hostileRequests: ReadonlyArray<readonly [RequestType, string, Filled<unknown>]> =
	requests.flatMap(([type, arbitrary]) => {
		return placesIn(fullest(arbitrary))
			.filter(({path}) => path !== '.type')
			.map(({path, put}) => [type as RequestType, path, put] as const);
	});

/** As a hostile program writes it: JSON that no library of ours made safe. */
export const bytesOf = (message: unknown): Buffer => Buffer.from(encodeJson(message as Request).trimEnd());
