import type {Draft, Entry, Journal, Outcome} from '../journal/journal.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {type Event, errorEvent} from '../protocol/messages.ts';
import {directMark, isDirect} from '../protocol/names.ts';
import {Broadcast} from './broadcast.ts';
import type {Direct} from './directs.ts';
import {eventOf} from './entries.ts';
import {holdMs} from './gathering.ts';
import {Ledger} from './ledger.ts';
import type {LogReport} from './log.ts';
import type {Logbook} from './logbook.ts';
import type {Member} from './member.ts';
import {Meter} from './meter.ts';
import {readable, readableOf} from './reading.ts';
import {Room} from './room.ts';

/** What somebody says, or does to what was said. */
export type Saying = Pick<Draft, 'kind' | 'msg' | 'nonce' | 'ref' | 'rights' | 'to'> & {
	conversation: Room | Direct;
	/** as its readers get it */
	room: string;
};

type DeliveryOptions = {
	journal: Journal;
	clock: Clock;
	report: (event: LogReport) => void;
	onDirty: () => void;
	/** Does so much wait to be written that what comes now goes along anyway? */
	isBehind: () => boolean;
	meter?: Meter | undefined;
	/** who is connected, by `nameKey` */
	present: ReadonlyMap<string, Member>;
	/** A conversation in which something was committed, if somebody is there to be told. */
	reached: (entry: Entry) => Room | Direct | undefined;
};

/**
 * From a draft to everybody's screen: stored, then acknowledged, then shown. A commit comes whenever the
 * journal is done; by then its author or its room may be gone.
 */
export class Delivery {
	readonly ledger: Ledger;
	readonly #options: DeliveryOptions;
	readonly #meter: Meter;
	readonly #undelivered = new Set<Room | Direct>();
	/** to those whose words are told to nobody */
	#answers: Array<[Member, Event | undefined]> = [];
	#alarm: Timer | undefined;

	constructor(options: DeliveryOptions) {
		this.#options = options;
		const {journal, clock, report, onDirty, isBehind, meter = new Meter()} = options;
		this.#meter = meter;
		this.ledger = new Ledger({
			journal,
			clock,
			meter,
			report,
			isBehind,
			onOutcomes: (outcomes, waiting) => {
				for (const [index, outcome] of outcomes.entries()) this.#settle(outcome, waiting[index]!.author);
				onDirty();
			},
		});
	}

	say(author: Member, {conversation, ...said}: Saying): void {
		const ts = this.#options.clock.now();
		const draft = {conversation: conversation.key, author: author.id, ts, ...said};
		this.ledger.append(author, conversation, draft);
	}

	/** Puts a line into the operators' room. */
	record(room: Room, book: Logbook, msg: string): void {
		const entry = book.write(msg, this.#options.clock.now());
		// With nobody in it, as most of the time, it is only there for whoever comes.
		if (room.size === 0 && room.pending.length === 0) room.delivered = entry.seq;
		else {
			this.#deliver(room, entry, undefined);
			this.#options.onDirty();
		}
	}

	/**
	 * Acknowledges and sends what was committed: encoded once for each kind of reader, one frame for each reader. In wide
	 * rooms it waits a moment for what is being stored, since telling two messages costs what telling one does.
	 */
	flush(): void {
		const {clock, onDirty, isBehind} = this.#options;
		const holds = !isBehind();
		for (const [author, answer] of this.#answers.splice(0)) settle(author, answer);
		const now = clock.elapsed();
		let soonest = Number.POSITIVE_INFINITY;
		for (const conversation of this.#undelivered) {
			const isMoreComing = holds && conversation.storing > 0;
			const left = isMoreComing ? conversation.pendingSince + holdMs(conversation.size) - now : 0;
			if (left > 0) soonest = Math.min(soonest, left);
			else {
				this.#undelivered.delete(conversation);
				this.#tell(conversation);
			}
		}
		clock.clearTimeout(this.#alarm);
		// The next commit looks at it again; a slow disk must not hold up what is stored already.
		if (soonest < Number.POSITIVE_INFINITY) this.#alarm = clock.setTimeout(onDirty, soonest);
	}

	#tell(conversation: Room | Direct): void {
		const settled = conversation.pending;
		conversation.pending = [];
		conversation.delivered = settled.at(-1)!.entry.seq;
		for (const {entry, author} of settled) {
			if (author)
				settle(author, author.echo && this.#shows(conversation, entry, author) ? undefined : ackOf(entry));
		}
		this.#send(
			conversation,
			settled.map(({entry}) => entry),
		);
	}

	#send(conversation: Room | Direct, entries: readonly Entry[]): void {
		const readers = [...this.#readersOf(conversation)].filter(member => !conversation.replaying.has(member));
		// In an open room everybody reads everything.
		if (conversation instanceof Room && conversation.kind !== 'desk') {
			const everything = new Broadcast(entries.map(eventOf));
			for (const member of readers) everything.sendTo(member);
			this.#meter.delivered += readers.length * entries.length;
			return;
		}
		const broadcasts = new Map<Entry, Broadcast>();
		for (const member of readers) {
			for (const entry of readableOf(member, entries)) {
				const broadcast = broadcasts.get(entry) ?? new Broadcast([eventOf(entry)]);
				broadcasts.set(entry, broadcast);
				broadcast.sendTo(member);
				this.#meter.delivered++;
			}
		}
	}

	/** Is its author shown now what was said? Who was an operator at a help desk may be none any more. */
	#shows(conversation: Room | Direct, entry: Entry, author: Member): boolean {
		if (conversation.replaying.has(author) || readable(author, entry) === undefined) return false;
		return conversation instanceof Room
			? author.rooms.has(conversation)
			: this.#options.present.get(author.key) === author;
	}

	#readersOf(conversation: Room | Direct): Iterable<Member> {
		if (conversation instanceof Room) return conversation.members.values();
		const {present} = this.#options;
		return [...new Set(conversation.people)].flatMap(key => present.get(key) ?? []);
	}

	#deliver(conversation: Room | Direct, entry: Entry, author: Member | undefined): void {
		if (conversation.pending.length === 0) {
			conversation.pendingSince = this.#options.clock.elapsed();
			this.#undelivered.add(conversation);
		}
		conversation.pending.push({entry, author});
	}

	#settle(outcome: Outcome, author: Member): void {
		if ('error' in outcome) {
			const {draft, error} = outcome;
			const {room, nonce} = draft;
			this.#answers.push([author, errorEvent(error, {nonce, room})]);
			return;
		}
		const {entry, fresh} = outcome;
		if (fresh) this.#report(entry);
		const reached = fresh ? this.#options.reached(entry) : undefined;
		if (reached) this.#deliver(reached, entry, author);
		else this.#answers.push([author, ackOf(entry)]);
	}

	#report({author, room, msg, kind, ref = 0}: Entry): void {
		const {report} = this.#options;
		if (isDirect(room)) report({event: 'direct', id: author, to: room.slice(directMark.length)});
		else if (kind === 'say' || kind === 'me') report({event: 'received', id: author, room, msg});
		else report({event: 'amended', id: author, room, kind, ref});
	}
}

/** Undefined for peers that cannot name what they say. */
const ackOf = ({nonce, room, seq, ts}: Entry): Event | undefined =>
	nonce === undefined ? undefined : {type: 'ack', nonce, room, seq, ts};

/** Whoever said it knows now what became of it. */
const settle = (author: Member, answer: Event | undefined): void => {
	author.unsettled--;
	if (answer) author.tell(answer);
};
