/** What may be on the wire, as types, and the checks that make an unknown value one of them. */
import * as v from 'valibot';
import {reveal} from './clean.ts';
import {ChatError, type ErrorCode} from './errors.ts';
import {eventSchemas} from './event-schemas.ts';
import {requestSchemas} from './request-schemas.ts';
import {kinds} from './values.ts';
import {protocolVersion} from './version.ts';

export {eventSchemas} from './event-schemas.ts';
export {requestSchemas} from './request-schemas.ts';
export {protocolVersion} from './version.ts';

type Union<Schemas extends Record<string, v.GenericSchema>> = {
	[Type in keyof Schemas]: {type: Type} & v.InferOutput<Schemas[Type]>;
}[keyof Schemas];

export type Request = Union<typeof requestSchemas>;
export type RequestType = Request['type'];
export type RequestOf<Type extends RequestType> = Extract<Request, {type: Type}>;

export type Event = Union<typeof eventSchemas>;
export type EventType = Event['type'];
export type EventOf<Type extends EventType> = Extract<Event, {type: Type}>;

export type Person = v.InferOutput<typeof kinds.member>;

/** @throws {ChatError} NOT_JSON, BAD_REQUEST, ID_BAD, NO_SUCH_ID, ROOM_BAD, BAD_TEXT or VERSION */
export const checkRequest = (value: unknown): Request => {
	const type = typeOf(value);
	if (!Object.hasOwn(requestSchemas, type))
		throw new ChatError('BAD_REQUEST', short(`There is no request "${type}".`));
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
	throw new ChatError('BAD_REQUEST', short(`In "${type}", ${v.getDotPath(issue)} ${fault(issue)}.`));
};

const kindInWords: Readonly<Record<string, string>> = {
	string: 'a string',
	number: 'a number',
	array: 'a list',
	object: 'an object',
	record: 'an object',
};

/** What is wrong with a field, as the end of a sentence. Only schemas lack sentences of their own. */
const fault = ({kind, type, message, expected, received}: v.BaseIssue<unknown>): string => {
	if (kind !== 'schema') return message;
	if (received === 'undefined') return 'is missing';
	return `has to be ${kindInWords[type] ?? expected?.replaceAll(/[()]/g, '').replaceAll('|', 'or')}`;
};

const typeOf = (value: unknown): string => {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ChatError('NOT_JSON');
	const {type} = value as {type?: unknown};
	if (typeof type !== 'string') throw new ChatError('BAD_REQUEST', 'A message needs a "type", a string.');
	return type;
};

/** Our sentence may quote a stranger: it stays short, on one line, and shows what it quotes. */
const short = (sentence: string): string => {
	const shown = reveal(sentence.slice(0, 160)).replaceAll(/\s+/g, ' ');
	return sentence.length > 160 ? `${shown}…` : shown;
};

/** The nonce of something that may not even be a request, so that its error can carry it. */
export const nonceOf = (value: unknown): string | undefined => {
	const parsed = v.safeParse(nonceOnly, value);
	return parsed.success ? parsed.output.nonce : undefined;
};

const nonceOnly = v.object({nonce: kinds.nonce});

/** @param request which this answers */
export const errorEvent = (
	error: ChatError,
	request?: {nonce?: string | undefined; room?: string},
): EventOf<'error'> => ({
	type: 'error',
	code: error.code satisfies ErrorCode,
	text: error.message,
	...(request?.room === undefined ? {} : {room: request.room}),
	...(error.details.owned === undefined ? {} : {owned: error.details.owned}),
	...(error.details.here === undefined ? {} : {here: error.details.here}),
	...(error.details.wait === undefined ? {} : {wait: error.details.wait}),
	...(request?.nonce === undefined ? {} : {nonce: request.nonce}),
});
