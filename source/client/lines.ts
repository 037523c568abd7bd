/** Messages as lines, what later happens to them, and where they stand. */
import type {EventOf} from '../protocol/messages.ts';
import {nameKey, sameName, serverId} from '../protocol/names.ts';
import {type Log, lineAt} from './log.ts';
import {mentions} from './mention.ts';
import type {AmendmentEvent, EntryEvent, Line, MessageLine, Reaction, State} from './state.ts';
import {isIgnored} from './wishes.ts';

/** For whom a line is made. */
export type Reader = Pick<State, 'me' | 'ignored'>;

export const isEntry = (event: {type: string}): event is EntryEvent =>
	event.type === 'message' || event.type === 'edit' || event.type === 'delete' || event.type === 'react';

/** Who deleted it is told by an entry that comes later; until then, that it is so. */
const deletedSometime = {seq: 0, id: '', ts: 0} as const;

export const lineOf = (reader: Reader, message: EventOf<'message'>): MessageLine => {
	const mine = sameName(message.id, reader.me);
	const line: MessageLine = {
		type: 'message',
		seq: message.seq,
		id: message.id,
		msg: message.msg,
		ts: message.ts,
		...(message.kind === undefined ? {} : {kind: message.kind}),
		// What somebody asks a help desk is for themselves and the operators: that needs no arrow.
		...(message.to === undefined || sameName(message.to, message.id) ? {} : {to: message.to}),
		mine,
		mention: isCalled(reader, message),
		...(isIgnored(reader, message.id) ? {ignored: true} : {}),
		...(message.ref === undefined ? {} : {ref: message.ref}),
		...(message.quote === undefined ? {} : {quote: quoteFor(reader, message.quote)}),
	};
	return message.deleted ? emptied(line, deletedSometime) : line;
};

/** The log speaks of everybody all the time, and nobody is called by it or by themselves. */
const isCalled = (reader: Reader, {id, msg}: {id: string; msg: string}): boolean =>
	!sameName(id, reader.me) && id !== serverId && !isIgnored(reader, id) && mentions(msg, reader.me);

const quoteFor = (
	reader: Reader,
	{id, msg}: {id: string; msg: string},
): NonNullable<MessageLine['quote']> => ({
	id,
	msg,
	...(isIgnored(reader, id) ? {ignored: true} : {}),
});

/** A line for somebody who ignores others than when it was made; the same one when it is none of theirs. */
export const readAnew = (reader: Reader, line: Line): Line => {
	if (line.type !== 'message') return line;
	const quote = line.quote && quoteFor(reader, line.quote);
	const isSame = isIgnored(reader, line.id) === (line.ignored ?? false);
	if (isSame && quote?.ignored === line.quote?.ignored) return line;
	const {ignored: _, ...rest} = line;
	return {
		...rest,
		mention: isCalled(reader, line),
		...(isIgnored(reader, line.id) ? {ignored: true} : {}),
		...(quote ? {quote} : {}),
	};
};

/** Nothing is left of what was said, nor of what was added to it. */
const emptied = (
	{reactions: _, edited: __, ref: ___, quote: ____, ...line}: MessageLine,
	deleted: NonNullable<MessageLine['deleted']>,
): MessageLine => ({...line, msg: '', mention: false, deleted});

/** Of one message. What is more shows nothing that a reader could take in, and each costs a copy of all. */
const reactionsHeld = 1_000;

/** One sign of one person: the newest entry about it counts. */
const reactionKey = ({id, emoji}: {id: string; emoji: string}): string => `${nameKey(id)} ${emoji}`;

/**
 * A message after something happened to it. Of each kind of change the one with the highest seq counts, so that
 * the order in which they come does not matter: from a page, a replay, or as they happen.
 * @returns the same line when it changes nothing
 */
export const amended = (reader: Reader, line: MessageLine, event: AmendmentEvent): MessageLine => {
	const {seq, id, ts} = event;
	if (event.type === 'delete') {
		return (line.deleted?.seq ?? -1) >= seq ? line : emptied(line, {seq, id, ts});
	}
	if (line.deleted) return line;
	if (event.type === 'edit') {
		if ((line.edited?.seq ?? 0) >= seq) return line;
		const mention = isCalled(reader, {id: line.id, msg: event.msg});
		return {...line, msg: event.msg, mention, edited: {seq, id, ts}};
	}
	const key = reactionKey(event);
	const {reactions = new Map<string, Reaction>()} = line;
	const isFull = reactions.size >= reactionsHeld && !reactions.has(key);
	if (isFull || (reactions.get(key)?.seq ?? 0) >= seq) return line;
	const reaction = {seq, id, ts, emoji: event.emoji, off: event.off ?? false};
	return {...line, reactions: new Map(reactions).set(key, reaction)};
};

/** The first message at a number or behind it: its number, or the end. */
const messageFrom = (log: Log<Line>, number: number): number => {
	let at = number;
	while (at < log.end && lineAt(log, at)?.type !== 'message') at++;
	return at;
};

/**
 * Number of the first message with a seq of at least this, the end of the log when there is none.
 * @param record number of the line from which on seqs count
 */
export const numberFrom = (log: Log<Line>, seq: number, record = log.start): number => {
	let low = Math.max(log.start, record);
	let high = log.end;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const found = messageFrom(log, middle);
		const line = lineAt(log, found);
		if (line?.type === 'message' && line.seq < seq) low = found + 1;
		else high = middle;
	}
	return messageFrom(log, low);
};

/** Number of the message with this seq, undefined when it is not held. */
export const numberOfSeq = (log: Log<Line>, seq: number, record?: number): number | undefined => {
	const number = numberFrom(log, seq, record);
	const line = lineAt(log, number);
	return line?.type === 'message' && line.seq === seq ? number : undefined;
};
