/**
 * Everything that can be said on the wire: one schema for each request and each event. The types come from
 * the schemas, so a new message is one row here, and the compiler names the handlers and reducers that lack it.
 */
import * as v from 'valibot';
import {checkLine, checkText} from './clean.ts';
import {ChatError, type ErrorCode} from './errors.ts';
import {limits} from './limits.ts';
import {checkId, checkRoom, checkTarget} from './names.ts';

/** Grows when an older side could misunderstand a newer one; unknown fields and events are always ignored. */
export const protocolVersion = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Milliseconds since 1970, UTC. */
const time = count;
/** Chosen by the sender, best 128 random bits; comes back in whatever answers the request. */
const nonce = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[\u0021-\u007e]+$/));

// What a client sends is held to the rules, and comes out in normal form.
const id = v.pipe(v.string(), v.transform(checkId));
const room = v.pipe(v.string(), v.transform(checkRoom));
const target = v.pipe(v.string(), v.transform(checkTarget));
const line = v.pipe(v.string(), v.maxLength(limits.topicCharacters), v.transform(checkLine));
const text = v.pipe(
	v.string(),
	v.check(said => said.trim() !== '', 'empty'),
	v.transform(checkText),
);

/** What a client holds of a room already: the seq of the newest message, 0 for none. */
const cursor = v.object({room: target, after: count});

/** What a client may ask. Every row may carry a nonce, and its answer then carries it too. */
export const requestSchemas = {
	hello: v.object({
		v: v.literal(protocolVersion),
		id,
		/** from an earlier welcome: takes the place of one's own older connection */
		token: v.optional(v.pipe(v.string(), v.maxLength(64))),
		/** the journal that the cursors speak of; another one makes them 0 */
		journal: v.optional(v.pipe(v.string(), v.maxLength(64))),
		/** rooms to be in at once; general when left out */
		rooms: v.optional(v.pipe(v.array(cursor), v.maxLength(limits.roomsPerClient))),
		/** messages of history at most, for each room */
		history: v.optional(count),
		/** program and version, for the operator's eyes */
		client: v.optional(v.pipe(v.string(), v.maxLength(64), v.transform(checkLine))),
		nonce: v.optional(nonce),
	}),
	say: v.object({room: target, msg: text, kind: v.optional(v.literal('me')), nonce: v.optional(nonce)}),
	join: v.object({
		room: target,
		after: v.optional(count),
		history: v.optional(count),
		nonce: v.optional(nonce),
	}),
	leave: v.object({room: target, nonce: v.optional(nonce)}),
	topic: v.object({room, topic: line, nonce: v.optional(nonce)}),
	away: v.object({text: line, nonce: v.optional(nonce)}),
	back: v.object({nonce: v.optional(nonce)}),
	typing: v.object({room: target, nonce: v.optional(nonce)}),
	rooms: v.object({nonce: v.optional(nonce)}),
	who: v.object({room, nonce: v.optional(nonce)}),
	whois: v.object({id, nonce: v.optional(nonce)}),
	kick: v.object({id, room: v.optional(room), reason: v.optional(line), nonce: v.optional(nonce)}),
	announce: v.object({msg: text, nonce: v.optional(nonce)}),
	ping: v.object({nonce: v.optional(nonce)}),
	pong: v.object({nonce: v.optional(nonce)}),
	quit: v.object({text: v.optional(line), nonce: v.optional(nonce)}),
};

// What a server sends is only held to its shape: ids of older systems may break our rules.
const name = v.pipe(v.string(), v.maxLength(256));
const person = v.object({id: name, away: v.optional(v.string()), operator: v.optional(v.literal(true))});

/** What a server tells. */
export const eventSchemas = {
	welcome: v.object({
		v: v.number(),
		id: name,
		server: v.string(),
		journal: v.string(),
		token: v.string(),
		time,
		limits: v.record(v.string(), v.number()),
		motd: v.optional(v.string()),
		operator: v.optional(v.literal(true)),
		nonce: v.optional(nonce),
	}),
	/** the server is full; place 1 is the next to be let in */
	waiting: v.object({place: count, nonce: v.optional(nonce)}),
	error: v.object({code: v.string(), text: v.string(), room: v.optional(name), nonce: v.optional(nonce)}),
	/** a say that is stored: its place in its room's order */
	ack: v.object({nonce, room: name, seq: count, ts: time}),
	/** any other request that has been done and has no answer of its own */
	done: v.object({nonce}),
	message: v.object({
		room: name,
		seq: count,
		id: name,
		msg: v.string(),
		ts: time,
		kind: v.optional(v.literal('me')),
		/** in a help desk, the one person besides the operators who sees this */
		to: v.optional(name),
		nonce: v.optional(nonce),
	}),
	/** you are in this room now; its members, then its messages, then `live` follow */
	room: v.object({
		room: name,
		topic: v.optional(v.string()),
		members: count,
		desk: v.optional(v.literal(true)),
		readOnly: v.optional(v.literal(true)),
		nonce: v.optional(nonce),
	}),
	members: v.object({room: name, list: v.array(person)}),
	/** history ends here: what follows happens now. seq is the newest message's, 0 for none */
	live: v.object({room: name, seq: count}),
	/** you are out of this room */
	gone: v.object({room: name, why: v.picklist(['left', 'kicked']), text: v.optional(v.string())}),
	presence: v.object({
		room: name,
		ts: time,
		joined: v.array(person),
		left: v.array(v.object({id: name, why: v.optional(v.string())})),
	}),
	topic: v.object({room: name, id: name, topic: v.string(), ts: time}),
	/** somebody went away (with a text, maybe empty) or came back (without) */
	status: v.object({id: name, away: v.optional(v.string())}),
	typing: v.object({room: name, id: name}),
	/** from an operator to everybody */
	notice: v.object({id: name, msg: v.string(), ts: time}),
	rooms: v.object({
		list: v.array(
			v.object({
				room: name,
				members: count,
				topic: v.optional(v.string()),
				desk: v.optional(v.literal(true)),
			}),
		),
		nonce: v.optional(nonce),
	}),
	who: v.object({room: name, list: v.array(person), nonce: v.optional(nonce)}),
	whois: v.object({
		id: name,
		/** when the connection was made */
		since: time,
		rooms: v.array(name),
		away: v.optional(v.string()),
		operator: v.optional(v.literal(true)),
		/** only operators are told */
		address: v.optional(v.string()),
		client: v.optional(v.string()),
		nonce: v.optional(nonce),
	}),
	ping: v.object({nonce: v.optional(nonce)}),
	pong: v.object({nonce: v.optional(nonce)}),
	/** the server ends the connection in good order */
	bye: v.object({code: v.string(), text: v.string()}),
};

type Union<Schemas extends Record<string, v.GenericSchema>> = {
	[Type in keyof Schemas]: {type: Type} & v.InferOutput<Schemas[Type]>;
}[keyof Schemas];

export type Request = Union<typeof requestSchemas>;
export type RequestType = Request['type'];
export type RequestOf<Type extends RequestType> = Extract<Request, {type: Type}>;

export type Event = Union<typeof eventSchemas>;
export type EventType = Event['type'];
export type EventOf<Type extends EventType> = Extract<Event, {type: Type}>;

export type Person = v.InferOutput<typeof person>;

/** @throws {ChatError} BAD_REQUEST, ID_BAD, ROOM_BAD, BAD_TEXT or VERSION */
export const checkRequest = (value: unknown): Request => {
	const type = typeOf(value);
	if (!Object.hasOwn(requestSchemas, type))
		throw new ChatError('BAD_REQUEST', `There is no request "${short(type)}".`);
	if (type === 'hello' && (value as {v?: unknown}).v !== protocolVersion) throw new ChatError('VERSION');
	return check(requestSchemas[type as RequestType], type, value) as Request;
};

/** Undefined for an event that this version does not know: a newer server may send it. @throws {ChatError} */
export const checkEvent = (value: unknown): Event | undefined => {
	const type = typeOf(value);
	if (!Object.hasOwn(eventSchemas, type)) return undefined;
	return check(eventSchemas[type as EventType], type, value) as Event;
};

const check = (schema: v.GenericSchema, type: string, value: unknown): unknown => {
	const result = v.safeParse(schema, value, {abortEarly: true, abortPipeEarly: true});
	if (result.success) return Object.assign(result.output as object, {type});
	const [issue] = result.issues;
	const path = v.getDotPath(issue) ?? 'it';
	throw new ChatError('BAD_REQUEST', short(`In "${type}", ${path} ${fault(issue)}.`));
};

const fault = ({message, expected, received}: v.BaseIssue<unknown>): string => {
	if (message === 'empty') return 'may not be empty';
	if (received === 'undefined') return 'is missing';
	return `has to be ${expected ?? 'different'}, not ${received}`;
};

const typeOf = (value: unknown): string => {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ChatError('NOT_JSON');
	const {type} = value as {type?: unknown};
	if (typeof type !== 'string') throw new ChatError('BAD_REQUEST', 'A request needs a "type".');
	return type;
};

const short = (said: string): string => (said.length > 120 ? `${said.slice(0, 120)}…` : said).toWellFormed();

/** The nonce of something that may not even be a request, so that its error can carry it. */
export const nonceOf = (value: unknown): string | undefined => {
	const parsed = v.safeParse(v.object({nonce}), value);
	return parsed.success ? parsed.output.nonce : undefined;
};

/** @param nonce of the request that this answers */
export const errorEvent = (
	error: ChatError,
	request?: {nonce?: string | undefined; room?: string},
): EventOf<'error'> => ({
	type: 'error',
	code: error.code satisfies ErrorCode,
	text: error.message,
	...(request?.room === undefined ? {} : {room: request.room}),
	...(request?.nonce === undefined ? {} : {nonce: request.nonce}),
});
