import type {EventOf, Person, Request} from '../protocol/messages.ts';
import {messagesOf} from './history.ts';
import type {Answer} from './requests.ts';
import type {Kept} from './state.ts';

/** Where an entry stands in its room's order, by the server's account. */
export type Receipt = {room: string; seq: number; ts: number};

export type SearchQuery = {
	/** words that a message has to hold, each by its beginning, whatever the case and the accents */
	text: string;
	/** only in this room or conversation */
	room?: string | undefined;
	/** only what this person said */
	from?: string | undefined;
	/** only what was said before, ms since 1970 */
	before?: number | undefined;
	/** from an earlier answer: goes on behind it */
	more?: string | undefined;
};

/** Newest first. There are older ones if there is `more`: ask again with it. */
export type SearchResult = {messages: ReadonlyArray<EventOf<'message'>>; more: string | undefined};

export type RoomQuery = {
	/** only rooms that have this in their name or topic, whatever the case */
	like?: string | undefined;
	/** so many at most, up to 1,000 */
	limit?: number | undefined;
};

export type PersonQuery = {
	/** only people whose name begins with this, whatever the case */
	like?: string | undefined;
	/** goes on behind this name */
	after?: string | undefined;
	/** so many at most, up to 1,000 */
	limit?: number | undefined;
};

export type ListedRoom = EventOf<'rooms'>['list'][number];

/** The first of those that were asked for, and how many there are of them in all, whatever they were to follow. */
export type Listing<Item> = {readonly list: readonly Item[]; readonly total: number};

const foundOf = <Item>({
	list,
	total,
}: {
	list: readonly Item[];
	total?: number | undefined;
}): Listing<Item> => ({
	list,
	total: total ?? list.length,
});

/** Without what is not asked for. */
const given = <Query extends object>(query: Query): {[Name in keyof Query]?: NonNullable<Query[Name]>} =>
	Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;

/**
 * What can be said to a server and asked of it, a method for each. All reject with a `ChatError`; a rejection that
 * nobody awaits does no harm.
 */
export abstract class Talk {
	/**
	 * Says something in a room, or to `@somebody`. Resolves once the server has stored it, however many links
	 * that takes.
	 * @param ref seq of the message that this answers
	 */
	say(
		room: string,
		msg: string,
		{kind, ref}: {kind?: 'me' | undefined; ref?: number | undefined} = {},
	): Promise<Receipt> {
		const answers = ref === undefined ? {} : {ref};
		return this.#keep({type: 'say', room, msg, ...(kind === undefined ? {} : {kind}), ...answers});
	}

	/** Changes the text of a message of one's own. @param ref its seq */
	edit(room: string, ref: number, msg: string): Promise<Receipt> {
		return this.#keep({type: 'edit', room, ref, msg});
	}

	/** Takes the text of a message of one's own away; operators, of anybody's. @param ref its seq */
	remove(room: string, ref: number): Promise<Receipt> {
		return this.#keep({type: 'delete', room, ref});
	}

	/**
	 * Puts a sign to a message, or takes it off.
	 * @param ref seq of the message
	 * @param emoji one emoji or symbol
	 */
	react(room: string, ref: number, emoji: string, {off = false}: {off?: boolean} = {}): Promise<Receipt> {
		return this.#keep({type: 'react', room, ref, emoji, ...(off ? {off} : {})});
	}

	/**
	 * Finds messages in everything that one may read.
	 * @throws {ChatError} by rejecting: NOT_IN_ROOM, NO_SUCH_ID, HISTORY_LOST, LOST …
	 */
	search({text, room, from, before, more}: SearchQuery): Promise<SearchResult> {
		const conditions = Object.entries({room, from, before, more}).filter(([, value]) => value !== undefined);
		const request = {type: 'search', text, ...Object.fromEntries(conditions)} as const;
		return this.ask(request, answer => {
			const {list, more: next} = answer as EventOf<'found'>;
			return {messages: messagesOf(list), more: next};
		});
	}

	/** Enters a room and shows it. @param history messages at most */
	join(room: string, {history}: {history?: number | undefined} = {}): Promise<void> {
		return this.ask({type: 'join', room, ...(history === undefined ? {} : {history})}, nothing);
	}

	leave(room: string): Promise<void> {
		return this.ask({type: 'leave', room}, nothing);
	}

	topic(room: string, topic: string): Promise<void> {
		return this.ask({type: 'topic', room, topic}, nothing);
	}

	away(text = ''): Promise<void> {
		return this.ask({type: 'away', text}, nothing);
	}

	back(): Promise<void> {
		return this.ask({type: 'back'}, nothing);
	}

	/** For operators: ends somebody's connection, or puts them out of one room. */
	kick(id: string, {room, reason}: {room?: string; reason?: string} = {}): Promise<void> {
		const where = room === undefined ? {} : {room};
		return this.ask({type: 'kick', id, ...where, ...(reason === undefined ? {} : {reason})}, nothing);
	}

	/** For operators: says something to everybody. */
	announce(msg: string): Promise<void> {
		return this.ask({type: 'announce', msg}, nothing);
	}

	/**
	 * The rooms of the server, those with most people first: all of them, or the first 1,000. Unlike the command it
	 * shows nothing, and so do those below.
	 */
	async rooms(query: RoomQuery = {}): Promise<EventOf<'rooms'>['list']> {
		return [...(await this.findRooms(query)).list];
	}

	/** As `rooms`, and how many there are. */
	findRooms({like, limit}: RoomQuery = {}): Promise<Listing<ListedRoom>> {
		return this.ask({type: 'rooms', ...given({like, limit})}, answer => foundOf(answer as EventOf<'rooms'>));
	}

	/**
	 * Who is in a room, by their names: all of them, or the first 1,000 in a larger one.
	 * @example the next hundred behind Bob: `client.who('general', {after: 'Bob', limit: 100})`
	 */
	async who(room: string, query: PersonQuery = {}): Promise<readonly Person[]> {
		return (await this.findPeople(room, query)).list;
	}

	/** As `who`, and how many there are. */
	findPeople(room: string, {like, after, limit}: PersonQuery = {}): Promise<Listing<Person>> {
		return this.ask({type: 'who', room, ...given({like, after, limit})}, answer =>
			foundOf(answer as EventOf<'who'>),
		);
	}

	whois(id: string): Promise<EventOf<'whois'>> {
		return this.ask({type: 'whois', id}, answer => answer as EventOf<'whois'>);
	}

	#keep(request: Kept): Promise<Receipt> {
		return this.ask(request, answer => {
			const {seq, ts} = answer as EventOf<'ack'>;
			return {room: request.room, seq, ts};
		});
	}

	/** Sends a request, and reads its answer. */
	protected abstract ask<Value>(request: Request, read: (answer: Answer) => Value): Promise<Value>;
}

const nothing = (): void => {};
