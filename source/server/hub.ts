import type {Journal} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Event} from '../protocol/messages.ts';
import {directMark, generalRoom, isDirect, logRoom, nameKey} from '../protocol/names.ts';
import {Broadcast} from './broadcast.ts';
import {Delivery} from './delivery.ts';
import {mayRead} from './desk.ts';
import {type Direct, Directs} from './directs.ts';
import type {LogReport} from './log.ts';
import {type Member, personOf} from './member.ts';
import {announce} from './presence.ts';
import {replay} from './replay.ts';
import {type Conversation, Room, type RoomKind, type Wish} from './room.ts';

export type HubOptions = {
	journal: Journal;
	clock: Clock;
	/** name of the help desk's room, if there is one */
	desk: string | undefined;
	report: (event: LogReport) => void;
	/** `flush` is to be called at the end of this turn */
	onDirty: () => void;
};

/** Rooms and the people in them. Knows members, never sockets. */
export class Hub {
	readonly rooms = new Map<string, Room>();
	readonly people = new Map<string, Member>();
	readonly directs: Directs;
	readonly delivery: Delivery;
	readonly #options: HubOptions;
	/** keys of the rooms that stay when they are empty */
	readonly #lasting: ReadonlySet<string>;
	readonly #unannounced = new Set<Room>();
	#operators = 0;

	constructor(options: HubOptions) {
		this.#options = options;
		this.directs = new Directs(options.journal);
		this.delivery = new Delivery({...options, hub: this});
		this.#make(logRoom, 'log');
		if (options.desk !== undefined) this.#make(options.desk, 'desk');
		if (!this.rooms.has(generalRoom)) this.#make(generalRoom, 'open');
		this.#lasting = new Set(this.rooms.keys());
	}

	/** Connected people who are no operators. */
	get clients(): number {
		return this.people.size - this.#operators;
	}

	/** @throws {ChatError} NO_SUCH_ID */
	person(id: string): Member {
		const member = this.people.get(nameKey(id));
		if (member === undefined) throw new ChatError('NO_SUCH_ID', `Nobody called ${id} is connected.`);
		return member;
	}

	/** The room, if the member is in it. @throws {ChatError} NOT_IN_ROOM */
	roomOf(member: Member, name: string): Room {
		const room = this.rooms.get(nameKey(name));
		if (room !== undefined && member.rooms.has(room)) return room;
		throw new ChatError('NOT_IN_ROOM', `You are not in #${name}. Join it first.`);
	}

	enter(member: Member): void {
		this.people.set(member.key, member);
		if (member.operator) this.#operators++;
	}

	/** Puts a member in the place of its own older connection; nobody else notices. */
	replace(old: Member, member: Member): void {
		this.people.set(member.key, member);
		member.away = old.away;
		for (const room of old.rooms) {
			this.#announce(room);
			room.replaying.delete(old);
			room.members.set(member.key, member);
			member.rooms.add(room);
		}
		for (const direct of this.directs.of(old.key)) direct.replaying.delete(old);
		old.rooms.clear();
	}

	/** Takes somebody who is in, and was not replaced, out of everything. */
	leave(member: Member, why: string | undefined): void {
		this.people.delete(member.key);
		if (member.operator) this.#operators--;
		for (const room of [...member.rooms]) this.depart(member, room, why);
		this.directs.close(member.key);
	}

	/**
	 * Brings a member into a room, which is made if there is none, or shows it again to one who is there. What
	 * it is like, its history and `live` follow at the end of the turn; for a direct conversation, at once.
	 * @throws {ChatError} NO_SUCH_ID, OPERATORS_ONLY, ROOMS_FULL
	 */
	join(member: Member, target: string, wish: Wish): void {
		if (isDirect(target)) this.#openDirect(member, target, wish);
		else this.#enterRoom(member, target, wish);
	}

	#enterRoom(member: Member, name: string, wish: Wish): void {
		const found = this.rooms.get(nameKey(name));
		if (found?.kind === 'log' && !member.operator) throw new ChatError('OPERATORS_ONLY');
		const fresh = found === undefined || !member.rooms.has(found);
		if (fresh && member.rooms.size >= limits.roomsPerClient) throw new ChatError('ROOMS_FULL');
		const room = found ?? this.#make(name, 'open');
		room.members.set(member.key, member);
		member.rooms.add(room);
		room.arrivals.push({member, fresh, wish});
		this.#changed(room);
	}

	#openDirect(member: Member, target: string, wish: Wish): void {
		const other = this.person(target.slice(directMark.length));
		const list = other === member ? [member] : [member, other];
		const name = directMark + other.id;
		const nonce = wish.nonce === undefined ? {} : {nonce: wish.nonce};
		member.tell({type: 'room', room: name, members: list.length, ...nonce});
		member.tell({type: 'members', room: name, list: list.map(personOf)});
		this.#replay(member, this.directs.open(member, other), name, wish);
	}

	/** Takes a member out of a room, which goes when it is empty. The member itself is not told. */
	depart(member: Member, room: Room, why: string | undefined): void {
		if (room.arrivals.some(arrival => arrival.member === member)) this.#announce(room);
		member.rooms.delete(room);
		room.members.delete(member.key);
		room.replaying.delete(member);
		room.departures.push({member, why});
		if (room.members.size > 0 || this.#lasting.has(room.key)) this.#changed(room);
		else this.#drop(room);
	}

	/** Tells all who may see that it comes from this member, the member itself too. */
	tellRoom(room: Room, from: Member, event: Event): void {
		const broadcast = new Broadcast([event]);
		for (const member of room.members.values()) {
			if (room.shows(from, member)) broadcast.sendTo(member);
		}
	}

	tellEverybody(event: Event): void {
		const broadcast = new Broadcast([event]);
		for (const member of this.people.values()) broadcast.sendTo(member);
	}

	/** Says what has changed in this turn: first who came and went, then what was said. */
	flush(): void {
		for (const room of this.#unannounced) this.#announce(room);
		this.delivery.flush();
	}

	/** Has a member got an answer to everything, and its share of what was said? Ask after `flush`. */
	isSettled(member: Member): boolean {
		const reads = (conversation: Conversation): boolean => conversation.replaying.has(member);
		return (
			member.unsettled === 0 &&
			![...member.rooms].some(reads) &&
			![...this.directs.of(member.key)].some(reads)
		);
	}

	#make(name: string, kind: RoomKind): Room {
		const room = new Room(name, kind, this.#options.journal.last(nameKey(name)));
		this.rooms.set(room.key, room);
		return room;
	}

	#drop(room: Room): void {
		this.rooms.delete(room.key);
		this.#options.journal.forget(room.key);
	}

	#changed(room: Room): void {
		this.#unannounced.add(room);
		this.#options.onDirty();
	}

	#announce(room: Room): void {
		this.#unannounced.delete(room);
		for (const {member, wish} of announce(room, this.#options.clock.now()))
			this.#replay(member, room, room.name, wish);
	}

	#replay(member: Member, conversation: Room | Direct, name: string, wish: Wish): void {
		const {journal, report} = this.#options;
		replay({
			journal,
			conversation,
			name,
			member,
			wish,
			mayRead: entry => !(conversation instanceof Room) || mayRead(conversation, member, entry),
		}).catch((cause: unknown) => {
			report({event: 'failed', from: member.from, error: String(cause)});
			member.cut(new ChatError('LOST', 'The history could not be read. Connect again.', {cause}));
		});
	}
}
