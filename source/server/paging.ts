/** Reading what was said earlier, page by page. */
import type {Entry} from '../journal/journal.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {RequestOf} from '../protocol/messages.ts';
import type {Answered, Call} from './call.ts';
import {Direct} from './directs.ts';
import {eventOf} from './entries.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import {inPieces} from './pieces.ts';
import {readableOf} from './reading.ts';
import type {Conversation} from './room.ts';

/** A page as a member may read it, and whether there is more of that on either side. */
type Sheet = {entries: readonly Entry[]; later: readonly Entry[]; first: boolean; last: boolean};

/** Entries read at a time of which nobody knows whether they may be read. */
const mostAtOnce = 500;

type Where = {before: number} | {after: number};

type Reading = {hub: Hub; member: Member; conversation: Conversation; limit: number};

/** @throws {ChatError} NOT_IN_ROOM, NO_SUCH_ID, BAD_REQUEST */
export const history = async (
	{hub, member}: Call,
	{room: target, before, after, around, limit = limits.pageMessages}: RequestOf<'history'>,
): Promise<Answered> => {
	if ([before, after, around].filter(place => place !== undefined).length !== 1)
		throw new ChatError('BAD_REQUEST', 'A "history" needs one of before, after and around.');
	const {conversation, name} = hub.conversationOf(member, target);
	const reading = {hub, member, conversation, limit: Math.max(1, Math.min(limit, limits.pageMessages))};
	const sheet =
		around === undefined
			? await turn(reading, before === undefined ? {after: after!} : {before})
			: await turnAround(reading, around);
	const {entries, later, first, last} = sheet;
	const events = [...entries, ...later].map(eventOf);
	const flags = {...(first ? {first} : {}), ...(last ? {last} : {})};
	return await inPieces(member, events, (list, isLast) => ({
		type: 'page',
		room: name,
		list,
		...(isLast ? flags : {}),
	}));
};

/** The next page in one direction of which something may be read: there may be many in between of which nothing may. */
const turn = async (reading: Reading, where: Where): Promise<Sheet> => {
	const {hub, member, conversation, limit} = reading;
	const {archive, key} = conversation;
	const oldest = await oldestOf(reading);
	for (let place: Where = where; ; ) {
		const page = await archive.page(key, place, limit);
		const entries = readableOf(member, page.entries);
		const ends = endsOf(page.entries, place, oldest, archive.conversation(key)?.last ?? 0);
		const isOver = 'before' in place ? ends.first : ends.last;
		if (entries.length > 0 || isOver || hub.present.get(member.key) !== member)
			return {entries, later: readableOf(member, page.later), ...ends};
		place = await skip(
			reading,
			'before' in place ? {before: page.entries[0]!.seq} : {after: page.entries.at(-1)!.seq},
			oldest,
		);
	}
};

/**
 * Passes by what is not for the reader, as in a help desk is most: many at a time, as one thread reads for everybody.
 * @returns the place from which something may be read, or one that is as good as the end
 */
const skip = async ({hub, member, conversation}: Reading, from: Where, oldest: number): Promise<Where> => {
	const {archive, key} = conversation;
	const isBack = 'before' in from;
	let place = from;
	while (hub.present.get(member.key) === member) {
		const [start, end] =
			'before' in place
				? [Math.max(oldest - 1, place.before - 1 - mostAtOnce), place.before]
				: [place.after, Number.POSITIVE_INFINITY];
		const chunk = (await archive.after(key, start, mostAtOnce)).filter(({seq}) => seq < end);
		if (chunk.length === 0) break;
		const hit = readableOf(member, chunk).at(isBack ? -1 : 0);
		if (hit) return isBack ? {before: hit.seq + 1} : {after: hit.seq - 1};
		place = isBack ? {before: chunk[0]!.seq} : {after: chunk.at(-1)!.seq};
	}
	return place;
};

/** Does a page reach the oldest and the newest entry of its conversation? */
const endsOf = (
	entries: readonly Entry[],
	place: Where,
	oldest: number,
	newest: number,
): {first: boolean; last: boolean} => {
	const from = entries[0]?.seq;
	const to = entries.at(-1)?.seq;
	return 'before' in place
		? {first: from === undefined || from <= oldest, last: place.before > newest}
		: {first: place.after < oldest, last: to === undefined || to >= newest};
};

/** Seq of the oldest entry that can be of use to somebody. */
const oldestOf = async ({member, conversation}: Reading): Promise<number> => {
	const {archive, key} = conversation;
	const first = archive.conversation(key)?.first ?? 1;
	if (!(conversation instanceof Direct)) return first;
	return Math.max(first, (await archive.since(key, member.knownSince)) + 1);
};

/** A place, and as much on both sides of it. */
const turnAround = async (reading: Reading, place: number): Promise<Sheet> => {
	const half = Math.ceil(reading.limit / 2);
	const older = await turn({...reading, limit: half}, {before: place + 1});
	const newer = await turn({...reading, limit: Math.max(1, reading.limit - half)}, {after: place});
	const entries = [...older.entries, ...newer.entries];
	const held = new Set(entries.map(({seq}) => seq));
	const later = new Map([...older.later, ...newer.later].map(entry => [entry.seq, entry]));
	return {
		entries,
		later: [...later.values()].filter(({seq}) => !held.has(seq)).sort((one, other) => one.seq - other.seq),
		first: older.first,
		last: newer.last,
	};
};
