/** A journal as lines of JSON: what each kind of line holds. */
import {ChatError} from '../protocol/errors.ts';
import type {Deed, Kind} from './journal.ts';
import {kinds} from './rows.ts';

export const format = 'tui-chat journal';

/**
 * Grows when an older program would misread the lines of a newer one. 2: `record` and `deed`, without which the names
 * that people own would be anybody's.
 */
export const formatVersion = 2;

type Head = {type: 'head'; format: string; version: number; journal: string};

/** What is known of a conversation; `first` and `last` as in `ConversationRecord`. */
export type ConversationLine = {
	type: 'conversation';
	key: string;
	name: string;
	topic: string;
	first: number;
	last: number;
	ts: number;
};

type PersonLine = {type: 'person'; claim: string; id: string; since: number; seen: number};

export type PlaceLine = {
	type: 'place';
	claim: string;
	conversation: string;
	member: boolean;
	read?: number | undefined;
	closed: number;
};

/** An entry as it is now: `gone` marks one whose text was taken away, or an amendment that counts no more. */
export type EntryLine = {
	type: 'entry';
	conversation: string;
	seq: number;
	room: string;
	id: string;
	ts: number;
	kind: Kind;
	msg: string;
	nonce?: string | undefined;
	to?: string | undefined;
	ref?: number | undefined;
	gone?: true | undefined;
};

/** What the server keeps of its own, such as an account; secrets in it are hashes. */
export type RecordLine = {type: 'record'; kind: string; key: string; value: string};

/** What an operator did. */
export type DeedLine = {type: 'deed'} & Deed;

/** The last line, so that a file that was cut off is known as one. */
type End = {type: 'end'; entries: number};

export type JournalLine =
	| Head
	| ConversationLine
	| PersonLine
	| PlaceLine
	| RecordLine
	| DeedLine
	| EntryLine
	| End;

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isPlace = (value: unknown): boolean => isCount(value) && value !== 0;
const isKind = (value: unknown): boolean => kinds.includes(value as Kind);
const isSwitch = (value: unknown): boolean => typeof value === 'boolean';
const isTrue = (value: unknown): boolean => value === true;
const maybe =
	(is: (value: unknown) => boolean) =>
	(value: unknown): boolean =>
		value === undefined || is(value);

type Shape<Line> = {readonly [Field in keyof Required<Omit<Line, 'type'>>]: (value: unknown) => boolean};

const shapes: {readonly [Type in JournalLine['type']]: Shape<Extract<JournalLine, {type: Type}>>} = {
	head: {format: value => value === format, version: isCount, journal: isText},
	conversation: {key: isText, name: isText, topic: isText, first: isPlace, last: isCount, ts: isCount},
	person: {claim: isText, id: isText, since: isCount, seen: isCount},
	place: {claim: isText, conversation: isText, member: isSwitch, read: maybe(isCount), closed: isCount},
	record: {kind: isText, key: isText, value: isText},
	deed: {
		ts: isCount,
		by: isText,
		action: isText,
		subject: maybe(isText),
		room: maybe(isText),
		detail: maybe(isText),
	},
	entry: {
		conversation: isText,
		seq: isPlace,
		room: isText,
		id: isText,
		ts: isCount,
		kind: isKind,
		msg: isText,
		nonce: maybe(isText),
		to: maybe(isText),
		ref: maybe(isPlace),
		gone: maybe(isTrue),
	},
	end: {entries: isCount},
};

/**
 * Reads a line.
 * @throws {ChatError} FILE_BAD, without the line's number
 */
export const parseRecord = (text: string): JournalLine => {
	const line = parsed(text);
	const shape = Object.hasOwn(shapes, String(line.type)) && shapes[line.type as JournalLine['type']];
	if (!shape) throw new ChatError('FILE_BAD', 'is of no kind that --export writes');
	const wrong = Object.entries(shape).find(([field, is]) => !is(line[field]));
	if (wrong) throw new ChatError('FILE_BAD', `has a wrong “${wrong[0]}”`);
	const record = line as JournalLine;
	if (record.type === 'head' && record.version > formatVersion)
		throw new ChatError('FILE_BAD', 'is of a newer tui-chat; update this one');
	return record;
};

const parsed = (text: string): Record<string, unknown> => {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
	} catch {}
	throw new ChatError('FILE_BAD', 'is no JSON object');
};
