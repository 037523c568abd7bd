/**
 * What a screen derives from the state. Each value is remembered for the immutable object that it was made
 * from, so that asking again for every frame costs nothing.
 */
import type {Candidates} from '../protocol/completion.ts';
import {directMark, isDirect, nameKey, sameName} from '../protocol/names.ts';
import {numberOfSeq} from './lines.ts';
import {type Log, lineAt} from './log.ts';
import {memo} from './memo.ts';
import {people, speakers} from './people.ts';
import {currentRoom, roomList} from './room-list.ts';
import type {AmendmentEvent, Line, MessageLine, Room, State} from './state.ts';

export * from './people.ts';
export * from './room-list.ts';
export * from './unread.ts';
export {isIgnored, isMuted, isPinned, levelOf} from './wishes.ts';

/** Number of the line of the message with this seq; undefined when it is not held. */
export const numberOf = ({log, record}: Room, seq: number): number | undefined =>
	numberOfSeq(log, seq, record);

/** The messages on the screen: of the part that is visited, else of the room as it goes on. */
export const shownLog = ({log, visit}: Room): Log<Line> => visit?.log ?? log;

export type Reactions = {readonly emoji: string; readonly ids: readonly string[]};

/** The signs that stand under a message, each with who put it there, in the order in which they came. */
export const reactionsOf: (line: MessageLine) => readonly Reactions[] = memo(({reactions}) => {
	const bySign = new Map<string, {emoji: string; ids: string[]}>();
	const standing = [...(reactions?.values() ?? [])].filter(({off}) => !off);
	for (const {emoji, id} of standing.sort((one, other) => one.seq - other.seq)) {
		const sign = bySign.get(emoji);
		if (sign) sign.ids.push(id);
		else bySign.set(emoji, {emoji, ids: [id]});
	}
	return [...bySign.values()];
});

type Replaced = ReadonlyMap<number, AmendmentEvent>;

/** What became of messages that are not held: the newest text of each, or that it was deleted. */
const replacedTexts = memo((orphans: Log<AmendmentEvent>): Replaced => {
	const texts = new Map<number, AmendmentEvent>();
	for (const event of orphans.chunks.flat()) {
		const known = texts.get(event.ref);
		const isFinal = known?.type === 'delete' || (known !== undefined && known.seq > event.seq);
		if (event.type !== 'react' && !isFinal) texts.set(event.ref, event);
	}
	return texts;
});

/** @property ignored of somebody of whom one reads nothing */
export type Quote = {readonly id: string; readonly msg: string; readonly ignored?: true};

/**
 * What the message says now that a line answers, and who said it; undefined for one that answers none, or one that
 * its reader may not read. A quote that came along is older than what the room holds, so it counts last.
 */
export const quoteOf = (
	room: Room,
	line: Pick<MessageLine, 'ref' | 'quote'>,
): Quote | 'deleted' | undefined => {
	const {ref, quote} = line;
	if (ref === undefined) return undefined;
	const target = messageIn(room.log, ref, room.record) ?? (room.visit && messageIn(room.visit.log, ref));
	if (target) {
		const {id, msg, deleted, ignored} = target;
		return deleted ? 'deleted' : {id, msg, ...(ignored ? {ignored} : {})};
	}
	const replaced = replacedTexts(room.orphans).get(ref);
	if (replaced?.type === 'delete') return 'deleted';
	return quote && replaced?.type === 'edit' ? {...quote, msg: replaced.msg} : quote;
};

const messageIn = (log: Log<Line>, seq: number, record?: number): MessageLine | undefined => {
	const number = numberOfSeq(log, seq, record);
	return number === undefined ? undefined : (lineAt(log, number) as MessageLine);
};

/** Who is typing at a moment of this machine's clock. */
export const typingNow = ({typing}: Room, now: number): readonly string[] =>
	[...typing.values()].filter(({until}) => until > now).map(({id}) => id);

/** The first of each name. */
const distinct = (names: Iterable<string>): string[] => {
	const byKey = new Map<string, string>();
	for (const name of names) {
		const key = nameKey(name);
		if (!byKey.has(key)) byKey.set(key, name);
	}
	return [...byKey.values()];
};

const candidatesOf = memo((state: State): Candidates => {
	const list = roomList(state);
	const rooms = list.filter(({target}) => !isDirect(target)).map(({target}) => target);
	const current = currentRoom(state);
	const ordered = current ? [current, ...list.filter(room => room !== current)] : list;
	const ids = [
		...(current ? speakers(current.log) : []),
		...ordered.flatMap(room =>
			isDirect(room.target) ? [room.target.slice(directMark.length)] : people(room).map(({id}) => id),
		),
	];
	return {
		rooms: distinct([...rooms, ...state.directory]),
		ids: distinct([...ids, ...state.found]).filter(id => !sameName(id, state.me)),
	};
});

/** What completion chooses from: who spoke here last comes first, then the others here, then everybody known. */
export const candidates = (state: State): Candidates => candidatesOf(state);
