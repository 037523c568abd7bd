/** Everything that a client may ask: one schema for each request. */
import * as v from 'valibot';
import {checkLine} from './clean.ts';
import {limits} from './limits.ts';
import {
	count,
	cursor,
	emoji,
	id,
	key,
	line,
	means,
	nonce,
	person,
	place,
	room,
	target,
	text,
	time,
	upTo,
} from './values.ts';
import {protocolVersion} from './version.ts';

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
