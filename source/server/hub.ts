import type {Entry, Fact, Journal} from '../journal/journal.ts';
import {isAmendment} from '../journal/rows.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import {Announcements} from './announcements.ts';
import type {Bounds} from './bounds.ts';
import {Delivery} from './delivery.ts';
import {type Direct, Directs} from './directs.ts';
import {Listing} from './listing.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import {Membership} from './membership.ts';
import type {Meter} from './meter.ts';
import {Moderation} from './moderation/moderation.ts';
import {Openings} from './openings.ts';
import {People} from './people.ts';
import {startReplay} from './replay.ts';
import type {Conversation, Room, Wish} from './room.ts';
import {Rooms} from './rooms.ts';
import {SharedAnswers} from './shared-answers.ts';
import {SharedPages} from './shared-pages.ts';

export type HubOptions = {
	journal: Journal;
	clock: Clock;
	/** name of the help desk's room, if there is one */
	desk: string | undefined;
	bounds: () => Bounds;
	random: (bytes: number) => Uint8Array;
	report: (event: LogReport) => void;
	/** `flush` is to be called at the end of this turn */
	onDirty: () => void;
	/** Does so much wait to be written that what comes now goes along anyway? */
	isBehind: () => boolean;
	meter?: Meter | undefined;
};

/** Rooms and the people in them. Knows members, never sockets. */
export class Hub {
	readonly rooms: ReadonlyMap<string, Room>;
	/** who is connected, by `nameKey` */
	readonly present = new Map<string, Member>();
	readonly people: People;
	readonly directs: Directs;
	readonly delivery: Delivery;
	readonly moderation: Moderation;
	readonly listing: Listing;
	/** to what many ask about the same large room, or server */
	readonly answers: SharedAnswers;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly #rooms: Rooms;
	readonly #log: Room;
	readonly #announcements: Announcements;
	readonly #openings: Openings;
	readonly #membership: Membership;
	readonly #pages = new SharedPages();
	readonly #operators = new Set<Member>();
	#isWatched = false;

	constructor(options: HubOptions) {
		const {journal, report} = options;
		const {present} = this;
		this.journal = journal;
		this.clock = options.clock;
		this.delivery = new Delivery({
			...options,
			present,
			reached: entry => this.#reached(entry),
		});
		this.#announcements = new Announcements({
			...options,
			readOf: ({person}, room) => this.people.place(person, room.key).read,
			onWelcome: (room, member, {wish}) => {
				this.moderation.tellMutes(member, room.key);
				startReplay({conversation: room, name: room.name, member, wish, pages: this.#pages}, report);
			},
		});
		const {ledger} = this.delivery;
		const note = (fact: Fact): Promise<void> => ledger.note(fact);
		this.#rooms = new Rooms({...options, note, moderation: () => this.moderation});
		this.rooms = this.#rooms.byKey;
		this.moderation = new Moderation({
			...options,
			note,
			isWritten: room => this.#rooms.isWritten(room),
			present,
		});
		this.people = new People({
			journal,
			keep: (...fact) => ledger.keep(...fact),
			isHere: person => present.get(nameKey(person.id))?.person === person,
			isKept: conversation => this.#rooms.keeps(conversation),
		});
		this.#membership = new Membership({
			rooms: this.#rooms,
			people: this.people,
			moderation: this.moderation,
			announcements: this.#announcements,
		});
		ledger.onRecovery = () => {
			this.#rooms.retry();
			this.people.retry();
			this.moderation.retry();
		};
		this.directs = new Directs({journal, present, people: this.people});
		this.#openings = new Openings({
			...options,
			present,
			directs: this.directs,
			people: this.people,
			onOpen: opened => startReplay({...opened, pages: this.#pages}, report),
		});
		this.answers = new SharedAnswers(options.clock);
		this.listing = new Listing(this, options.clock, this.answers);
		this.#log = this.#rooms.furnish(options.desk);
	}

	/** Connected people who are no operators. */
	get clients(): number {
		return this.present.size - this.#operators.size;
	}

	/** Was an operator ever here, so that what is said has to be in their room? */
	get isWatched(): boolean {
		return this.#isWatched;
	}

	/** @throws {ChatError} NO_SUCH_ID */
	person(id: string): Member {
		const member = this.present.get(nameKey(id));
		if (member === undefined) throw new ChatError('NO_SUCH_ID', `Nobody called ${id} is connected.`);
		return member;
	}

	/** The room, if the member is in it. @throws {ChatError} NOT_IN_ROOM */
	roomOf(member: Member, name: string): Room {
		const room = this.rooms.get(nameKey(name));
		if (room !== undefined && member.rooms.has(room)) return room;
		throw new ChatError('NOT_IN_ROOM', `You are not in #${name}. Join it first.`);
	}

	/**
	 * What a member takes part in, with its name for events: a room that it is in, or a direct conversation.
	 * @throws {ChatError} NOT_IN_ROOM, NO_SUCH_ID
	 */
	conversationOf(member: Member, target: string): {conversation: Room | Direct; name: string} {
		if (isDirect(target)) {
			const {direct, name} = this.directs.find(member, target);
			return {conversation: direct, name};
		}
		const room = this.roomOf(member, target);
		return {conversation: room, name: room.name};
	}

	enter(member: Member): void {
		this.present.set(member.key, member);
		this.reckon(member);
		this.moderation.tellMutes(member, undefined);
	}

	/** To be called when somebody has become an operator, or is one no more. */
	reckon(member: Member): void {
		if (!member.operator) this.#operators.delete(member);
		else {
			this.#operators.add(member);
			this.#isWatched = true;
		}
	}

	/** Puts a member in the place of its own older connection; nobody else notices. */
	replace(old: Member, member: Member): void {
		this.#operators.delete(old);
		this.enter(member);
		member.away = old.away;
		for (const room of old.rooms) {
			this.#announcements.announce(room);
			// Who sat at the server's console may come back from elsewhere as less.
			const isOpen = room.kind === 'log' ? member.operator : this.moderation.isOpenTo(member, room.key);
			if (!isOpen) {
				this.depart(old, room, undefined);
				continue;
			}
			room.replaying.delete(old);
			room.admit(member);
			member.rooms.add(room);
		}
		for (const direct of this.directs.of(old.key)) direct.replaying.delete(old);
		old.rooms.clear();
	}

	/** Takes somebody who is in, and was not replaced, out of everything. It stays a member of its rooms. */
	leave(member: Member, why: string | undefined): void {
		this.present.delete(member.key);
		this.#operators.delete(member);
		for (const room of [...member.rooms]) this.depart(member, room, why);
		this.directs.leave(member.key);
		if (member.person) this.people.see(member.person, this.clock.now());
	}

	/**
	 * Brings a member into a room, which is made if there is none, or shows it again to one who is there. What
	 * it is like, its history and `live` follow at the end of the turn, those of direct conversations last.
	 * @throws {ChatError} NO_SUCH_ID, OPERATORS_ONLY, ROOMS_FULL, ROOM_BANNED, ROOM_INVITED, SERVER_FULL_OF
	 */
	join(member: Member, target: string, wish: Wish): void {
		if (isDirect(target)) this.#openings.add(member, target, wish);
		else this.#membership.enter(member, target, wish);
	}

	/** Takes a member out of a room for now; see `Membership.depart`. */
	depart(member: Member, room: Room, why: string | undefined): void {
		this.#membership.depart(member, room, why);
	}

	/**
	 * As `depart`, and for good: it is no member any more.
	 * @returns resolves when that is stored
	 */
	expel(member: Member, room: Room, why: string | undefined): Promise<void> {
		this.depart(member, room, why);
		return this.people.move(member.person, room.key, {member: false});
	}

	/** To be called when the journal keeps a room for sure: those who are in it are its members also after a restart. */
	remember({key, members}: Room): void {
		this.#rooms.settle(key);
		for (const {person} of members.values()) this.people.settled(person, key);
	}

	/** Puts a line into the operators' room. */
	record(line: string): void {
		this.delivery.record(this.#log, this.#rooms.logbook, line);
	}

	/** Says what has changed in this turn: first who came and went, then what was said. */
	flush(): void {
		this.#announcements.flush();
		this.#openings.flush();
		this.delivery.flush();
	}

	/** To be called now and then: what was put off is said also when nothing else happens. */
	inspect(): void {
		this.#announcements.inspect();
		this.answers.inspect();
		this.#pages.inspect();
		this.moderation.inspect();
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

	/** Where something was committed, if somebody is there to be told. */
	#reached({conversation: key, seq, kind}: Entry): Room | Direct | undefined {
		const room = this.rooms.get(key);
		// From its first message on, the journal keeps a room for sure.
		if (room !== undefined && seq === 1) this.remember(room);
		const reached = room ?? this.directs.reached(key, seq);
		if (reached !== undefined && isAmendment(kind)) this.#pages.forget(reached);
		return reached;
	}
}
