/**
 * Everything that can be said on the wire: one schema for each request and each event, with its meaning. The
 * types, the checks and the tables of docs/protocol.md come from here.
 */
import * as v from 'valibot';
import {checkLine, checkText, isReaction} from './clean.ts';
import {limits} from './limits.ts';
import {checkId, checkPerson, checkRoom, checkTarget} from './names.ts';

/** Grows when an older side could misunderstand a newer one; unknown fields and events are always ignored. */
export const protocolVersion = 1;

const means = <const Schema extends v.GenericSchema>(schema: Schema, says: string) =>
	v.pipe(schema, v.description(says));

/** No longer than this, in UTF-16 units. */
const upTo = (most: number) => v.maxLength<string, number, string>(most, `is longer than ${most} characters`);

const count = v.pipe(v.number(), v.safeInteger('is not a whole number'), v.minValue(0, 'is below 0'));
const time = v.pipe(count);
const nonce = v.pipe(
	v.string(),
	v.minLength(1, 'is empty'),
	upTo(64),
	v.regex(/^[\u0021-\u007e]+$/, 'may hold visible ASCII only'),
);
const key = v.pipe(v.string(), upTo(64));

// What a client sends is held to the rules, and comes out in normal form.
const id = v.pipe(v.string(), v.transform(checkId));
const person = v.pipe(v.string(), v.transform(checkPerson));
const room = v.pipe(v.string(), v.transform(checkRoom));
const target = v.pipe(v.string(), v.transform(checkTarget));
const line = v.pipe(v.string(), v.transform(checkLine));
const text = v.pipe(
	v.string(),
	v.check(said => said.trim() !== '', 'is empty'),
	v.transform(checkText),
);
const emoji = v.pipe(
	v.string(),
	upTo(limits.reactionCharacters),
	v.check(one => isReaction(one), 'is not one emoji'),
);
const place = v.pipe(count, v.minValue(1, 'is below 1'));
const cursor = v.object({room: target, after: count});

// What a server sends is only held to its shape: ids of older systems may break our rules.
const name = v.pipe(v.string(), upTo(256));
const member = v.object({id: name, away: v.optional(v.string()), operator: v.optional(v.literal(true))});
const leaver = v.object({id: name, why: v.optional(v.string())});
const listed = v.object({
	room: name,
	members: count,
	topic: v.optional(v.string()),
	desk: v.optional(v.literal(true)),
});
const quote = v.object({id: name, msg: v.string()});
const told = v.looseObject({type: v.string()});

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

const request = <const Entries extends v.ObjectEntries>(says: string, entries: Entries) =>
	means(v.object({...entries, nonce: v.optional(means(nonce, 'comes back in whatever answers this'))}), says);

/** What a client may ask. */
export const requestSchemas = {
	hello: request('Says who you are: the first line, and only that. Answered by `welcome` or `waiting`.', {
		v: means(v.literal(protocolVersion), 'version of this protocol'),
		id: means(id, 'who you want to be'),
		token: v.optional(means(key, 'from an earlier welcome: takes the place of your own older connection')),
		journal: v.optional(means(key, 'from an earlier welcome: what the cursors speak of')),
		rooms: v.optional(
			means(
				v.pipe(
					v.array(cursor),
					v.maxLength(limits.roomsPerClient, `holds more than ${limits.roomsPerClient} rooms`),
				),
				'rooms to be in at once; `general` when left out',
			),
		),
		history: v.optional(means(count, 'messages of history at most, for each room')),
		since: v.optional(means(time, 'no history from before this time')),
		resume: v.optional(
			means(
				v.literal(true),
				'also enters the rooms and opens the conversations that you, by the token, had on your last link',
			),
		),
		client: v.optional(
			means(
				v.pipe(v.string(), upTo(64), v.transform(checkLine)),
				'your program and its version, up to 64 characters; operators are told',
			),
		),
	}),
	say: request('Says something to a room that you are in, or to one person. Answered by `ack`.', {
		room: means(target, 'where'),
		msg: means(text, 'what'),
		kind: v.optional(means(v.literal('me'), 'tells what you do, as in `* Alice waves`')),
		ref: v.optional(means(place, 'the message that this answers')),
	}),
	edit: request('Changes the text of a message of your own. Answered by `ack`.', {
		room: means(target, 'where'),
		ref: means(place, 'which message'),
		msg: means(text, 'the new text'),
	}),
	delete: request(
		'Takes the text of a message of your own away, for operators of anybody’s. Answered by `ack`.',
		{
			room: means(target, 'where'),
			ref: means(place, 'which message'),
		},
	),
	react: request('Puts a sign to a message, or takes it off again. Answered by `ack`.', {
		room: means(target, 'where'),
		ref: means(place, 'to which message'),
		emoji: means(emoji, 'the sign'),
		off: v.optional(means(v.literal(true), 'takes your sign off')),
	}),
	read: request(
		'Tells how far you have read, so that you find the same place after your next hello. Answered by `done`.',
		{
			room: means(target, 'where'),
			seq: means(count, 'the newest `seq` that you have read; 0 for none'),
		},
	),
	history: request('Asks for older or newer messages of a room that you are in. Answered by `page`.', {
		room: means(target, 'where'),
		before: v.optional(means(place, 'the ones before this `seq`, the newest of them')),
		after: v.optional(means(count, 'the ones after this `seq`, the oldest of them')),
		around: v.optional(means(place, 'this one and those on both sides of it')),
		limit: v.optional(means(count, `how many at most; up to, and without it, ${limits.pageMessages}`)),
	}),
	search: request(
		'Finds messages in all open rooms, in those that you are in, and in your conversations. Answered by `found`.',
		{
			text: means(line, 'words that a message has to hold, each by its beginning'),
			room: v.optional(means(target, 'only there')),
			from: v.optional(means(person, 'only what this person said')),
			before: v.optional(means(time, 'only what was said before this time')),
			more: v.optional(means(key, 'from an earlier answer: goes on behind it')),
			limit: v.optional(means(count, `how many at most; up to, and without it, ${limits.foundMessages}`)),
		},
	),
	join: request(
		'Enters a room, which is made if there is none; for `@id`, replays that conversation. Answered by `room`.',
		{
			room: means(target, 'which'),
			after: v.optional(means(count, 'the newest `seq` that you hold of it')),
			history: v.optional(means(count, 'messages of history at most')),
		},
	),
	leave: request('Leaves a room. Answered by `gone`, then `done`.', {room: means(target, 'which')}),
	topic: request('Sets the topic of a room that you are in. Answered by `done`.', {
		room: means(room, 'where'),
		topic: means(line, 'the topic; empty to have none'),
	}),
	away: request('Shows everybody that you are away. Answered by `done`.', {
		text: means(line, 'why; may be empty'),
	}),
	back: request('Shows everybody that you are here again. Answered by `done`.', {}),
	typing: request(
		'Tells the others that you are writing; send it every few seconds while you do. Answered by `done`.',
		{
			room: means(target, 'where'),
		},
	),
	rooms: request('Lists the rooms of this server. Answered by `rooms`.', {}),
	who: request(
		'Lists who is in a room. Answered by `who`, with nobody in it for a room that does not exist.',
		{room: means(room, 'which')},
	),
	whois: request('Tells about a person who is connected. Answered by `whois`.', {id: means(person, 'who')}),
	kick: request(
		'Ends somebody’s connection, or takes them out of one room. For operators. Answered by `done`.',
		{
			id: means(person, 'who'),
			room: v.optional(means(room, 'only out of this room')),
			reason: v.optional(means(line, 'what they are told')),
		},
	),
	announce: request('Says something to everybody on the server. For operators. Answered by `done`.', {
		msg: means(text, 'what'),
	}),
	ping: request('Asks for a `pong`.', {}),
	pong: request('Answers a ping, and is not answered.', {}),
	quit: request('Ends the connection in good order. Answered by `bye`.', {
		text: v.optional(means(line, 'what the others are told')),
	}),
};

const isNonce = v.optional(means(nonce, 'of the request that this answers'));

const event = <const Entries extends v.ObjectEntries>(says: string, entries: Entries) =>
	means(v.object(entries), says);

/** What happened to an earlier message. It has a place of its own in the order of its room, so that it replays. */
const amendment = {
	room: means(name, 'where, as for a message'),
	seq: means(count, 'its own place in the order of its room'),
	ref: means(count, 'the `seq` of the message that it is about'),
	id: means(name, 'who did it'),
	ts: means(time, 'when it was stored'),
	to: v.optional(means(name, 'in a help desk: as for a message')),
	nonce: v.optional(means(nonce, 'of the request')),
};

/** What a server tells. */
export const eventSchemas = {
	welcome: event('You are in.', {
		v: means(v.number(), 'version of this protocol'),
		id: means(name, 'who you are, in NFC'),
		server: means(v.string(), 'the server’s program and version'),
		journal: means(v.string(), 'names the record that every `seq` here belongs to'),
		token: means(v.string(), 'a secret: whoever shows it with your id in a hello takes your place'),
		time: means(time, 'now, by the server’s clock'),
		limits: means(
			v.record(v.string(), v.number()),
			'the advertised limits by their names; see [Limits](#limits)',
		),
		motd: v.optional(means(v.string(), 'what the server’s owner says to all who come')),
		operator: v.optional(means(v.literal(true), 'you are an operator')),
		nonce: isNonce,
	}),
	waiting: event('The server is full. You will be let in when a place is free.', {
		place: means(count, 'yours in the queue; 1 is let in next'),
		nonce: isNonce,
	}),
	error: event('Something was refused.', {
		code: means(v.string(), 'for programs; see [Errors](#errors)'),
		text: means(v.string(), 'for people'),
		room: v.optional(means(name, 'the room of the request')),
		nonce: isNonce,
	}),
	ack: event('Your say is stored.', {
		nonce: means(nonce, 'of the say'),
		room: means(name, 'where it was said'),
		seq: means(count, 'its place in the order of its room'),
		ts: means(time, 'when it was stored'),
	}),
	done: event('Your request is done. For those that have no answer of their own.', {
		nonce: means(nonce, 'of the request'),
	}),
	message: event('Something was said, by anybody, you included.', {
		room: means(name, 'where; `@` and the receiver’s id when it is direct'),
		seq: means(count, 'its place in the order of its room: 1, 2, 3, …'),
		id: means(name, 'who said it'),
		msg: means(v.string(), 'what was said'),
		ts: means(time, 'when it was stored'),
		kind: v.optional(means(v.literal('me'), 'tells what `id` does')),
		to: v.optional(means(name, 'in a help desk: the one person besides the operators who sees this')),
		ref: v.optional(means(count, 'the message that this answers')),
		quote: v.optional(means(quote, 'what that one says, while readers of this one may read it')),
		deleted: v.optional(means(v.literal(true), 'its text was taken away; `msg` is empty')),
		nonce: v.optional(means(nonce, 'the one of the say, so that its author knows it again')),
	}),
	edit: event('A message has another text now.', {
		...amendment,
		msg: means(v.string(), 'the new text'),
	}),
	delete: event('The text of a message was taken away.', amendment),
	react: event('Somebody put a sign to a message, or took it off.', {
		...amendment,
		emoji: means(v.string(), 'the sign'),
		off: v.optional(means(v.literal(true), 'it was taken off')),
	}),
	room: event('You are in this room now. Its members follow, then its messages, then `live`.', {
		room: means(name, 'which, as whoever made it wrote it'),
		topic: v.optional(means(v.string(), 'its topic')),
		members: means(count, 'how many are in it'),
		desk: v.optional(means(v.literal(true), 'a help desk: only operators see what you say')),
		readOnly: v.optional(means(v.literal(true), 'nobody can say anything here')),
		read: v.optional(means(count, 'the newest `seq` that you have read, by your last `read`')),
		nonce: isNonce,
	}),
	members: event('Who is in a room, you included; in several events when they are many.', {
		room: means(name, 'which'),
		list: means(v.array(member), 'some of its members'),
	}),
	live: event('The history of a room ends here; what follows happens now.', {
		room: means(name, 'which'),
		seq: means(count, 'the newest message’s, 0 when there is none'),
	}),
	gap: event(
		'Messages that you do not hold were pruned by the server’s owner; the history goes on behind them.',
		{
			room: means(name, 'where'),
			from: means(count, 'the first `seq` that is missing'),
			to: means(count, 'the last one'),
		},
	),
	gone: event('You are out of this room.', {
		room: means(name, 'which'),
		why: means(v.picklist(['left', 'kicked']), 'by yourself, or by an operator'),
		text: v.optional(means(v.string(), 'the operator’s reason')),
	}),
	presence: event('Others entered or left a room.', {
		room: means(name, 'which'),
		ts: means(time, 'when'),
		joined: means(v.array(member), 'who came'),
		left: means(v.array(leaver), 'who left, and what they said on going'),
	}),
	topic: event('Somebody set the topic.', {
		room: means(name, 'where'),
		id: means(name, 'who'),
		topic: means(v.string(), 'the topic; empty for none'),
		ts: means(time, 'when'),
	}),
	status: event('Somebody who shares a room with you went away or came back.', {
		id: means(name, 'who'),
		away: v.optional(means(v.string(), 'why they are away, maybe empty; left out when they are back')),
	}),
	typing: event('Somebody is writing.', {
		room: means(name, 'where; `@` and your id when it is to you alone'),
		id: means(name, 'who'),
	}),
	notice: event('An operator speaks to everybody.', {
		id: means(name, 'who'),
		msg: means(v.string(), 'what'),
		ts: means(time, 'when'),
	}),
	rooms: event(
		'Answers `rooms`; in several events when they are many, of which the last carries the nonce.',
		{
			list: means(v.array(listed), 'the rooms'),
			nonce: isNonce,
		},
	),
	who: event('Answers `who`; in several events when they are many, of which the last carries the nonce.', {
		room: means(name, 'which'),
		list: means(v.array(member), 'its members'),
		nonce: isNonce,
	}),
	whois: event('Answers `whois`.', {
		id: means(name, 'who'),
		since: means(time, 'when they connected'),
		rooms: means(v.array(name), 'where they are'),
		away: v.optional(means(v.string(), 'why they are away, maybe empty')),
		operator: v.optional(means(v.literal(true), 'an operator')),
		address: v.optional(means(v.string(), 'where they connect from; only operators are told')),
		client: v.optional(means(v.string(), 'their program')),
		nonce: isNonce,
	}),
	page: event('Answers `history`; in several events when it is long, of which the last carries the nonce.', {
		room: means(name, 'where'),
		list: means(
			v.array(told),
			'`message`, `edit`, `delete` and `react` events by their `seq`; also those from after the page that are about messages in it',
		),
		first: v.optional(means(v.literal(true), 'nothing older is kept')),
		last: v.optional(means(v.literal(true), 'nothing newer has been said')),
		nonce: isNonce,
	}),
	found: event('Answers `search`, newest first; in several events, of which the last carries the nonce.', {
		list: means(v.array(told), '`message` events, with their newest text'),
		more: v.optional(means(v.string(), 'there are older ones: ask again with it')),
		nonce: isNonce,
	}),
	ping: event('Asks for a pong.', {nonce: v.optional(means(nonce, 'wanted back in the pong'))}),
	pong: event('Answers a ping.', {nonce: isNonce}),
	bye: event('The server ends the connection in good order.', {
		code: means(v.string(), '`QUIT` after a quit, else one of the [Errors](#errors)'),
		text: means(v.string(), 'for people'),
	}),
};
