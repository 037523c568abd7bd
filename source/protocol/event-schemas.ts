/** Everything that a server may tell: one schema for each event. */
import * as v from 'valibot';
import {
	count,
	device,
	invitation,
	leaver,
	listed,
	means,
	member,
	mode,
	name,
	nonce,
	quote,
	record,
	role,
	sanction,
	time,
	told,
} from './values.ts';

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
		role: v.optional(means(role, 'what you are on this server')),
		owned: v.optional(means(v.literal(true), 'the name has become yours by this hello')),
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
		owned: v.optional(means(v.literal(true), 'the name belongs to somebody: a password may help')),
		here: v.optional(
			means(v.literal(true), 'the name is yours and you are here from another device: `takeover` ends that'),
		),
		wait: v.optional(means(count, 'ms after which it may be tried again')),
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
		crowd: v.optional(
			means(
				v.literal(true),
				'so many that no `members` follow, and changes are told as counts; `who` finds people',
			),
		),
		desk: v.optional(means(v.literal(true), 'a help desk: only operators see what you say')),
		readOnly: v.optional(means(v.literal(true), 'you cannot say anything here')),
		mode: v.optional(means(mode, 'who may enter it and speak; `open` when left out')),
		rank: v.optional(means(v.picklist(['owner', 'operator']), 'what you are in this room')),
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
		why: means(v.picklist(['left', 'kicked', 'banned']), 'by yourself, or by an operator'),
		text: v.optional(means(v.string(), 'the operator’s reason')),
	}),
	presence: event('Others entered or left a room.', {
		room: means(name, 'which'),
		ts: means(time, 'when'),
		members: v.optional(
			means(
				count,
				'how many are in it now: it is a crowd, and who they are is told no more; both lists are empty',
			),
		),
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
	mode: event('Somebody set who may enter a room and speak there.', {
		room: means(name, 'where'),
		id: means(name, 'who'),
		mode: means(mode, 'what it is now'),
		readOnly: v.optional(means(v.literal(true), 'you cannot say anything there now')),
		ts: means(time, 'when'),
	}),
	role: event('Somebody who shares a room with you, or you, became something else.', {
		id: means(name, 'who'),
		role: means(role, 'what they are now'),
		room: v.optional(means(name, 'only in this room, where `member` is nothing special')),
		by: means(name, 'who made them so'),
		ts: means(time, 'when'),
	}),
	muted: event('You may not speak for now, or may again.', {
		room: v.optional(means(name, 'only in this room')),
		until: v.optional(means(time, 'till when; for ever when left out')),
		off: v.optional(means(v.literal(true), 'you may again')),
		text: v.optional(means(v.string(), 'the operator’s reason')),
	}),
	invited: event('Somebody let you into a room that one is invited to.', {
		room: means(name, 'which'),
		id: means(name, 'who'),
		ts: means(time, 'when'),
	}),
	notice: event('An operator speaks to everybody.', {
		id: means(name, 'who'),
		msg: means(v.string(), 'what'),
		ts: means(time, 'when'),
	}),
	rooms: event(
		'Answers `rooms`; in several events when they are many, of which the last carries the nonce.',
		{
			list: means(v.array(listed), 'the rooms, those with most people first'),
			total: v.optional(means(count, 'how many there are, when that is more than were listed')),
			nonce: isNonce,
		},
	),
	who: event('Answers `who`; in several events when they are many, of which the last carries the nonce.', {
		room: means(name, 'which'),
		list: means(v.array(member), 'its members'),
		total: v.optional(means(count, 'how many there are, when that is more than were listed')),
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
		role: v.optional(means(role, 'what they are on this server')),
		key: v.optional(means(v.string(), 'fingerprint of the key they came by; only operators are told')),
		nonce: isNonce,
	}),
	devices: event('Answers `devices`.', {
		list: means(v.array(device), 'what may come in as you'),
		password: v.optional(means(v.literal(true), 'so may whoever knows your password')),
		nonce: isNonce,
	}),
	token: event('Answers `token`. It is shown this once.', {
		token: means(v.string(), 'the secret, for the `access` of a hello'),
		device: means(v.string(), 'what `revoke` takes'),
		nonce: isNonce,
	}),
	invite: event('Answers `invite`. It is shown this once.', {
		invite: v.optional(means(v.string(), 'what `uninvite` takes; left out where the link opens nothing')),
		link: means(v.string(), 'the whole invitation, as people paste it'),
		token: v.optional(means(v.string(), 'the secret, for the `invite` of a hello')),
		nonce: isNonce,
	}),
	invites: event('Answers `invites`; in several events when they are many.', {
		list: means(v.array(invitation), 'the invitations'),
		nonce: isNonce,
	}),
	bans: event('Answers `bans`; in several events when they are many.', {
		list: means(v.array(sanction), 'who may not come in, or not speak'),
		nonce: isNonce,
	}),
	audit: event('Answers `audit`, newest first; in several events when it is long.', {
		list: means(v.array(record), 'what was done'),
		more: v.optional(means(v.string(), 'there are older ones: ask again with it')),
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
