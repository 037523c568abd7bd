/** Finding messages by their words. */
import type {Entry, Found, Query} from '../journal/journal.ts';
import {limits} from '../protocol/limits.ts';
import type {EventOf, RequestOf} from '../protocol/messages.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import type {Answered, Call} from './call.ts';
import {messageOf} from './entries.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import {inPieces} from './pieces.ts';
import {readable} from './reading.ts';

/** @throws {ChatError} NOT_IN_ROOM, NO_SUCH_ID, ROOM_BANNED, ROOM_INVITED */
export const search = async (
	{hub, member}: Call,
	{text, room, from, before, more, limit = limits.foundMessages}: RequestOf<'search'>,
): Promise<Answered> => {
	const query: Query = {
		text,
		...scopeOf(hub, member, room),
		...(from === undefined ? {} : {from: nameKey(from)}),
		...(before === undefined ? {} : {before}),
		limit: Math.max(1, Math.min(limit, limits.foundMessages)),
	};
	const found = await find(hub, member, query, more);
	return await inPieces(
		member,
		found.entries.map(messageOf),
		(list, isLast): EventOf<'found'> => ({
			type: 'found',
			list,
			...(isLast && found.more !== undefined ? {more: found.more} : {}),
		}),
	);
};

/** Where a member may look: in all open rooms, in those that it is in, and in what it talked of with others. */
const scopeOf = (
	hub: Hub,
	member: Member,
	target: string | undefined,
): Pick<Query, 'open' | 'conversations' | 'except'> => {
	if (target === undefined) {
		const own = hub.directs.readableBy(member).map(({key}) => key);
		const desks = [...member.rooms].filter(({kind}) => kind === 'desk').map(({key}) => key);
		const except = hub.moderation.closedTo(member);
		return {open: true, conversations: [...own, ...desks], ...(except.length === 0 ? {} : {except})};
	}
	if (isDirect(target)) {
		const {key} = hub.directs.find(member, target).direct;
		return {open: false, conversations: [key]};
	}
	const room = hub.rooms.get(nameKey(target));
	if (room !== undefined && room.kind !== 'open') hub.roomOf(member, target);
	hub.moderation.checkEntrance(member, nameKey(target));
	return {open: false, conversations: [nameKey(target)]};
};

/** What may be looked through that is not for the searcher, and how much at a time. */
const [mostUnreadable, mostAtOnce] = [20_000, 500];

/** Something found that may be read, and how to come to the place behind it. */
type Hit = {entry: Entry; start: string | undefined; index: number};

/**
 * As many as are wanted of those that the searcher may read, and whether there is another one. What it may not read
 * shows neither in how many there are nor in `more`: else a guest of a help desk, or whoever takes somebody's name,
 * could guess word by word what others said. So it also looks like the end when too much of that lies in between.
 */
const find = async (hub: Hub, member: Member, query: Query, from: string | undefined): Promise<Found> => {
	const {limit} = query;
	const look = (start: string | undefined, most: number): Promise<Found> =>
		hub.journal.search({...query, limit: most, ...(start === undefined ? {} : {more: start})});
	const hits: Hit[] = [];
	let behind: string | undefined;
	let unreadable = 0;
	let [start, most] = [from, limit];
	while (hits.length <= limit && unreadable < mostUnreadable) {
		const found = await look(start, most);
		for (const [index, one] of found.entries.entries()) {
			const entry = readable(member, one);
			if (entry) hits.push({entry, start, index});
			else unreadable++;
		}
		if (hits.length === limit) behind ??= found.more;
		if (found.more === undefined || hub.present.get(member.key) !== member) break;
		[start, most] = [found.more, Math.min(most * 2, mostAtOnce)];
	}
	const entries = hits.slice(0, limit).map(({entry}) => entry);
	if (hits.length <= limit) return {entries, more: undefined};
	const last = hits[limit - 1]!;
	return {entries, more: behind ?? (await look(last.start, last.index + 1)).more};
};
