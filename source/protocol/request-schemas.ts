/** Everything that a client may ask: one schema for each request. */
import * as v from 'valibot';
import {checkLine, checkText} from './clean.ts';
import {limits} from './limits.ts';
import {
	count,
	cursor,
	emoji,
	id,
	key,
	line,
	means,
	mode,
	nonce,
	password,
	person,
	place,
	publicKey,
	role,
	room,
	signature,
	span,
	subject,
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
		echo: v.optional(
			means(
				v.literal(true),
				'takes a message of your own that comes back with its nonce for its acknowledgement: no `ack` comes besides',
			),
		),
		client: v.optional(
			means(
				v.pipe(v.string(), upTo(64), v.transform(checkLine)),
				'your program and its version, up to 64 characters; operators are told',
			),
		),
		key: v.optional(means(publicKey, 'your key; the first one to use a name with a key owns that name')),
		proof: v.optional(means(signature, 'shows that the key is yours; see [Identity](#identity)')),
		password: v.optional(
			means(password, 'of your account; a key that comes with it is added to its devices'),
		),
		access: v.optional(
			means(v.pipe(v.string(), upTo(128), v.transform(checkText)), 'an access token, as `token` made it'),
		),
		invite: v.optional(means(key, 'the token of an invitation')),
		entry: v.optional(means(password, 'the join password of a closed server')),
		takeover: v.optional(
			means(v.literal(true), 'ends your connection from another device, if you own the name and are here'),
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
	rooms: request('Lists the rooms of this server. Answered by `rooms`.', {
		like: v.optional(means(line, 'only those that have this in their name or topic')),
		limit: v.optional(means(count, `how many at most; up to, and without it, ${limits.listedRooms}`)),
	}),
	who: request(
		'Lists who is in a room. Answered by `who`, with nobody in it for a room that does not exist.',
		{
			room: means(room, 'which'),
			like: v.optional(means(line, 'only those whose name begins with this')),
			after: v.optional(means(person, 'goes on behind this name; names come in their order')),
			limit: v.optional(means(count, `how many at most; up to, and without it, ${limits.listedPeople}`)),
		},
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
	register: request('Sets or changes the password of your account. Answered by `done`.', {
		password: means(password, 'the new one'),
		old: v.optional(means(password, 'the present one, where you came in by it')),
	}),
	devices: request('Lists what may come in as you. Answered by `devices`.', {}),
	revoke: request('Takes one of them away, and ends its connection. Answered by `done`.', {
		device: means(key, 'which, as `devices` names it'),
	}),
	token: request('Makes an access token for a program of yours. Answered by `token`.', {
		label: means(line, 'what it is for'),
		ms: v.optional(means(span, 'how long it works; for ever when left out')),
	}),
	invite: request('Makes an invitation, or lets one person into a room. Answered by `invite`, or `done`.', {
		room: v.optional(means(room, 'that it leads to; for a room that one is invited to, it lets one in')),
		id: v.optional(means(person, 'lets this person into the room, and tells them; no invitation is made')),
		uses: v.optional(means(place, 'how many may come by it; any number when left out')),
		ms: v.optional(means(span, 'how long it works; for ever when left out')),
		role: v.optional(means(role, 'what whoever comes by it becomes; only for roles below your own')),
	}),
	invites: request('Lists invitations: your own, for operators all. Answered by `invites`.', {}),
	uninvite: request('Takes an invitation back. Answered by `done`.', {
		invite: means(key, 'which, as `invites` names it'),
	}),
	ban: request('Keeps somebody out of the server or a room. For operators of it. Answered by `done`.', {
		subject: means(subject, 'whom'),
		room: v.optional(means(room, 'only out of this room')),
		ms: v.optional(means(span, 'for how long; for ever when left out')),
		reason: v.optional(means(line, 'what they are told')),
	}),
	unban: request('Lets them in again. Answered by `done`.', {
		subject: means(subject, 'whom'),
		room: v.optional(means(room, 'into this room')),
	}),
	mute: request('Lets somebody read and not speak. For operators. Answered by `done`.', {
		subject: means(subject, 'whom'),
		room: v.optional(means(room, 'only in this room')),
		ms: v.optional(means(span, 'for how long; for ever when left out')),
		reason: v.optional(means(line, 'what they are told')),
	}),
	unmute: request('Lets them speak again. Answered by `done`.', {
		subject: means(subject, 'whom'),
		room: v.optional(means(room, 'in this room')),
	}),
	bans: request('Lists who is banned or muted. For operators. Answered by `bans`.', {
		room: v.optional(means(room, 'only of this room, for operators of it')),
	}),
	role: request('Makes somebody something else. Only for roles below your own. Answered by `done`.', {
		id: means(person, 'who; owns their name'),
		role: means(role, 'what they become'),
		room: v.optional(means(room, 'only in this room')),
	}),
	lock: request('Sets who may enter a room and speak there. For operators of it. Answered by `done`.', {
		room: means(room, 'which'),
		mode: means(mode, 'what it becomes'),
	}),
	audit: request('Reads what operators did, newest first. For operators. Answered by `audit`.', {
		more: v.optional(means(key, 'from an earlier answer: goes on behind it')),
		limit: v.optional(means(count, `how many at most; up to, and without it, ${limits.pageMessages}`)),
	}),
	announce: request('Says something to everybody on the server. For operators. Answered by `done`.', {
		msg: means(text, 'what'),
	}),
	ping: request('Asks for a `pong`.', {}),
	pong: request('Answers a ping, and is not answered.', {}),
	quit: request('Ends the connection in good order. Answered by `bye`.', {
		text: v.optional(means(line, 'what the others are told')),
	}),
};
