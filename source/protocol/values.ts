/** The values that stand in requests and events: what each may be, checked, and in words for the documentation. */
import * as v from 'valibot';
import {checkLine, checkText, isReaction} from './clean.ts';
import {limits} from './limits.ts';
import {checkId, checkPerson, checkRoom, checkTarget} from './names.ts';

/** A schema with what it means, for the documentation. */
export const means = <const Schema extends v.GenericSchema>(schema: Schema, says: string) =>
	v.pipe(schema, v.description(says));

/** No longer than this, in UTF-16 units. */
export const upTo = (most: number) =>
	v.maxLength<string, number, string>(most, `is longer than ${most} characters`);

export const count = v.pipe(v.number(), v.safeInteger('is not a whole number'), v.minValue(0, 'is below 0'));
export const time = v.pipe(count);
export const nonce = v.pipe(
	v.string(),
	v.minLength(1, 'is empty'),
	upTo(64),
	v.regex(/^[\u0021-\u007e]+$/, 'may hold visible ASCII only'),
);
export const key = v.pipe(v.string(), upTo(64));

// What a client sends is held to the rules, and comes out in normal form.
export const id = v.pipe(v.string(), v.transform(checkId));
export const person = v.pipe(v.string(), v.transform(checkPerson));
export const room = v.pipe(v.string(), v.transform(checkRoom));
export const target = v.pipe(v.string(), v.transform(checkTarget));
export const line = v.pipe(v.string(), v.transform(checkLine));
export const text = v.pipe(
	v.string(),
	v.check(said => said.trim() !== '', 'is empty'),
	v.transform(checkText),
);
export const emoji = v.pipe(
	v.string(),
	upTo(limits.reactionCharacters),
	v.check(one => isReaction(one), 'is not one emoji'),
);
export const place = v.pipe(count, v.minValue(1, 'is below 1'));
export const cursor = v.object({room: target, after: count});

// What a server sends is only held to its shape: ids of older systems may break our rules.
export const name = v.pipe(v.string(), upTo(256));
export const member = v.object({
	id: name,
	away: v.optional(v.string()),
	operator: v.optional(v.literal(true)),
});
export const leaver = v.object({id: name, why: v.optional(v.string())});
export const listed = v.object({
	room: name,
	members: count,
	topic: v.optional(v.string()),
	desk: v.optional(v.literal(true)),
});
export const quote = v.object({id: name, msg: v.string()});
export const told = v.looseObject({type: v.string()});

/** The kinds of value that a field may hold, and their names in the documentation. */
export const kinds = {
	count: means(count, 'a whole number from 0 to 2⁵³−1'),
	time: means(time, 'milliseconds since 1970-01-01T00:00:00Z, a count'),
	nonce: means(nonce, '1 to 64 visible ASCII characters that the sender chose, best 128 random bits'),
	key: means(key, 'up to 64 characters that the server chose; send them back as they came'),
	id: means(id, 'who you are; see [Names](#names)'),
	person: means(person, 'the id of somebody else'),
	room: means(room, 'a room’s name, without `#`; see [Names](#names)'),
	target: means(target, 'a room’s name, or `@` and an id for a direct conversation'),
	text: means(
		text,
		'not empty; holds newlines and tabs, but no other control characters, no U+2028 or U+2029 and no half of a surrogate pair',
	),
	line: means(
		line,
		`up to ${limits.topicCharacters} UTF-16 units on one line; newlines and tabs become spaces`,
	),
	name: means(name, 'an id, a room’s name, or `@` and an id, as the server spells it'),
	member: means(member, '`{"id": name, "away": string?, "operator": true?}`'),
	leaver: means(leaver, '`{"id": name, "why": string?}`'),
	listed: means(listed, '`{"room": name, "members": count, "topic": string?, "desk": true?}`'),
	quote: means(
		quote,
		`\`{"id": name, "msg": string}\`: who said what is answered, and its first ${limits.quoteCharacters} UTF-16 units`,
	),
	event: means(told, 'an event, with the fields that it has on a line of its own'),
	place: means(place, 'the `seq` of a message, 1 or more'),
	emoji: means(
		emoji,
		`one sign (an emoji or a symbol, UTS 51), up to ${limits.reactionCharacters} UTF-16 units`,
	),
	cursor: means(cursor, '`{"room": target, "after": count}`: the newest `seq` held of it, 0 for none'),
};
