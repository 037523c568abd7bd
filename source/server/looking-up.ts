/** Who is in a room, for those who ask. */
import {limits} from '../protocol/limits.ts';
import type {EventOf, RequestOf} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import type {Call} from './call.ts';
import type {Member} from './member.ts';
import {onlyOperators} from './moderation/rights.ts';
import {inPages} from './pages.ts';
import {personIn} from './presence.ts';
import type {Room} from './room.ts';
import {placeOf} from './roster.ts';

/** What is asked, ready to be looked for. */
type Part = {
	/** what the names' keys begin with; empty for all */
	readonly prefix: string;
	/** the key of the name behind which to go on; undefined from the start */
	readonly after: string | undefined;
	/** people at most */
	readonly most: number;
};

/** @throws {ChatError} OPERATORS_ONLY */
export const who = (
	{hub, member}: Call,
	{room: name, like = '', after, limit = limits.listedPeople}: RequestOf<'who'>,
): readonly EventOf<'who'>[] => {
	const room = hub.rooms.get(nameKey(name));
	if (room?.kind === 'log') onlyOperators(member);
	if (room === undefined || !hub.moderation.isOpenTo(member, room.key))
		return [{type: 'who', room: name, list: []}];
	const part: Part = {
		prefix: nameKey(like),
		after: after === undefined ? undefined : nameKey(after),
		most: Math.min(limit, limits.listedPeople),
	};
	const make = (): EventOf<'who'>[] => pagesFor(room, sortedFor(room, member), part);
	if (!room.isCrowdFor(member)) return make();
	const question = ['who', room.key, part.prefix, part.after ?? '', part.most].join('\n');
	return hub.answers.give(member, question, make) as readonly EventOf<'who'>[];
};

/** Everybody whom somebody sees, by name. */
const sortedFor = (room: Room, viewer: Member): readonly Member[] =>
	room.kind !== 'desk' || viewer.operator
		? room.roster.sorted
		: [...room.seenBy(viewer)].sort((one, other) => (one.key < other.key ? -1 : 1));

/** Behind every name that begins so: no name holds the last code unit, or the first. */
const endOf = (prefix: string): string => `${prefix}\uffff`;
const behind = (key: string): string => `${key}\0`;

const pagesFor = (room: Room, sorted: readonly Member[], {prefix, after, most}: Part): EventOf<'who'>[] => {
	const [first, end] = [placeOf(sorted, prefix), placeOf(sorted, endOf(prefix))];
	const start = after === undefined ? first : Math.max(first, placeOf(sorted, behind(after)));
	const list = sorted.slice(start, Math.min(end, start + most)).map(one => personIn(room, one));
	const total = end - first > list.length ? {total: end - first} : {};
	const pages = inPages(list);
	return pages.map((page, number) => ({
		type: 'who',
		room: room.name,
		list: page,
		...(number === pages.length - 1 ? total : {}),
	}));
};
