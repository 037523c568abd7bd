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
/** What the server chose, and whoever sends it back may have spoiled. */
export const key = v.pipe(v.string(), upTo(64), v.transform(checkText));

/** So many bytes in base64url without padding (RFC 4648, section 5). */
const bytes = (count: number) =>
	v.pipe(
		v.string(),
		v.regex(new RegExp(`^[\\w-]{${Math.ceil((count * 4) / 3)}}$`), `is not ${count} bytes in base64url`),
	);
export const publicKey = bytes(32);
export const signature = bytes(64);
export const password = v.pipe(
	v.string(),
	v.minLength(1, 'is empty'),
	upTo(limits.passwordCharacters),
	v.transform(checkText),
);
/** Who or what is banned: `checkSubject` of the server tells which of them it is. */
export const subject = v.pipe(v.string(), v.minLength(1, 'is empty'), upTo(128), v.transform(checkLine));
export const span = v.pipe(
	v.number(),
	v.safeInteger('is not a whole number'),
	v.minValue(1000, 'is below a second'),
);
/** What people are on a server, from the most to the least. `member`: the name is theirs; `guest`: nobody owns it. */
export const roles = ['owner', 'operator', 'member', 'guest'] as const;
export const role = v.picklist(roles);
export const mode = v.picklist(['open', 'invited', 'read-only']);

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
	guest: v.optional(v.literal(true)),
	rank: v.optional(v.picklist(['owner', 'operator'])),
});
export const leaver = v.object({id: name, why: v.optional(v.string())});
export const listed = v.object({
	room: name,
	members: count,
	topic: v.optional(v.string()),
	desk: v.optional(v.literal(true)),
	mode: v.optional(mode),
});
export const device = v.object({
	device: v.string(),
	sort: v.picklist(['key', 'token', 'session']),
	label: v.string(),
	since: time,
	seen: time,
	current: v.optional(v.literal(true)),
});
export const invitation = v.object({
	invite: v.string(),
	by: name,
	room: v.optional(name),
	role: v.optional(role),
	uses: v.optional(count),
	until: v.optional(time),
});
export const sanction = v.object({
	effect: v.picklist(['ban', 'mute']),
	subject: v.string(),
	by: name,
	ts: time,
	room: v.optional(name),
	until: v.optional(time),
	reason: v.optional(v.string()),
});
export const record = v.object({
	ts: time,
	by: name,
	action: v.string(),
	subject: v.optional(v.string()),
	room: v.optional(name),
	detail: v.optional(v.string()),
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
	publicKey: means(publicKey, 'the 32 bytes of an Ed25519 public key (RFC 8032) in base64url'),
	signature: means(signature, 'the 64 bytes of an Ed25519 signature in base64url'),
	password: means(password, `1 to ${limits.passwordCharacters} UTF-16 units; compared in NFKC`),
	subject: means(
		subject,
		'an id; an address or a range of them such as `192.0.2.0/24`; or a key’s fingerprint, `SHA256:…`',
	),
	span: means(span, 'a time in milliseconds, 1000 or more'),
	role: means(role, '`owner`, `operator`, `member` (the name is theirs) or `guest`'),
	mode: means(
		mode,
		'`open`, `invited` (members and whom they invite) or `read-only` (operators of it speak)',
	),
	member: means(
		member,
		'`{"id": name, "away": string?, "operator": true?, "guest": true?, "rank": "owner" or "operator"?}`: an operator of the server, somebody whose name nobody owns, what they are in this room',
	),
	device: means(
		device,
		'`{"device": string, "sort": "key", "token" or "session", "label": string, "since": time, "seen": time, "current": true?}`',
	),
	invitation: means(
		invitation,
		'`{"invite": string, "by": name, "room": name?, "role": role?, "uses": count?, "until": time?}`: `uses` that are left',
	),
	sanction: means(
		sanction,
		'`{"effect": "ban" or "mute", "subject": string, "by": name, "ts": time, "room": name?, "until": time?, "reason": string?}`',
	),
	record: means(
		record,
		'`{"ts": time, "by": name, "action": string, "subject": string?, "room": name?, "detail": string?}`',
	),
	leaver: means(leaver, '`{"id": name, "why": string?}`'),
	listed: means(listed, '`{"room": name, "members": count, "topic": string?, "desk": true?, "mode": mode?}`'),
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
