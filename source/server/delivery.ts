import type {Commit, Draft, Entry, Journal} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';
import type {EventOf} from '../protocol/messages.ts';
import {directMark, isDirect, logRoom, nameKey, serverId} from '../protocol/names.ts';
import {Broadcast} from './broadcast.ts';
import {mayRead} from './desk.ts';
import type {Direct} from './directs.ts';
import type {Hub} from './hub.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import {messageOf} from './replay.ts';
import {Room} from './room.ts';

/** Queued in the journal at most; above it nobody is read until it has caught up. */
const draftsAtMost = 20_000;

/** What somebody says, and in which conversation. */
type Saying = {
	conversation: Room | Direct;
	/** as its readers get it */
	room: string;
	msg: string;
	kind?: 'me' | undefined;
	to?: string | undefined;
	nonce?: string | undefined;
};

type DeliveryOptions = {
	hub: Hub;
	journal: Journal;
	clock: Clock;
	report: (event: LogReport) => void;
	onDirty: () => void;
};

/**
 * From a draft to everybody's screen: stored, then acknowledged, then shown. A commit comes whenever the
 * journal is done; by then its author or its room may be gone.
 */
export class Delivery {
	/** Called once the journal has caught up. */
	onRelief: () => void = () => {};
	readonly #options: DeliveryOptions;
	readonly #undelivered = new Set<Room | Direct>();
	#drafts = 0;
	#acks: Array<[Member, EventOf<'ack'>]> = [];
	#waiters: Array<() => void> = [];

	constructor(options: DeliveryOptions) {
		this.#options = options;
		options.journal.onCommit = batch => this.#receive(batch);
	}

	/** Appended, and not committed yet. */
	get drafts(): number {
		return this.#drafts;
	}

	get congested(): boolean {
		return this.#drafts >= draftsAtMost;
	}

	/** Resolves when everything that was appended is committed. */
	settled(): Promise<void> {
		if (this.#drafts === 0) return Promise.resolve();
		return new Promise(resolve => this.#waiters.push(resolve));
	}

	say(author: Member, {conversation, room, msg, kind, to, nonce}: Saying): void {
		author.unsettled++;
		const ts = this.#options.clock.now();
		this.#append({conversation: conversation.key, room, author: author.id, nonce, ts, msg, kind, to});
	}

	/** Puts a line into the operators' room. */
	record(msg: string): void {
		const ts = this.#options.clock.now();
		this.#append({conversation: logRoom, room: logRoom, author: serverId, nonce: undefined, ts, msg});
	}

	/** Acknowledges and sends what was committed: encoded once for each kind of reader, one frame for each reader. */
	flush(): void {
		for (const [author, ack] of this.#acks.splice(0)) author.tell(ack);
		for (const conversation of this.#undelivered) {
			const entries = conversation.pending;
			conversation.pending = [];
			conversation.delivered = entries.at(-1)!.seq;
			const isDesk = conversation instanceof Room && conversation.kind === 'desk';
			if (isDesk) for (const entry of entries) this.#send(conversation, [entry]);
			else this.#send(conversation, entries);
		}
		this.#undelivered.clear();
	}

	/** @param entries with the same readers */
	#send(conversation: Room | Direct, entries: readonly Entry[]): void {
		const broadcast = new Broadcast(entries.map(messageOf));
		const {replaying} = conversation;
		if (conversation instanceof Room) {
			for (const member of conversation.members.values()) {
				if (!replaying.has(member) && mayRead(conversation, member, entries[0]!)) broadcast.sendTo(member);
			}
			return;
		}
		for (const key of new Set(conversation.people)) {
			const member = this.#options.hub.people.get(key);
			if (member && !replaying.has(member)) broadcast.sendTo(member);
		}
	}

	#append(draft: Draft): void {
		this.#drafts++;
		this.#options.journal.append(draft);
	}

	#receive(batch: readonly Commit[]): void {
		const wasCongested = this.congested;
		this.#drafts -= batch.length;
		for (const commit of batch) this.#settle(commit);
		this.#options.onDirty();
		if (wasCongested && !this.congested) this.onRelief();
		if (this.#drafts === 0) for (const wake of this.#waiters.splice(0)) wake();
	}

	#settle({entry, fresh}: Commit): void {
		const {hub, journal} = this.#options;
		const author = hub.people.get(nameKey(entry.author));
		// Somebody else may hold the author's name by now; then this is not what they wait for.
		if (author && author.unsettled > 0) {
			author.unsettled--;
			const {nonce, room, seq, ts} = entry;
			if (nonce !== undefined) this.#acks.push([author, {type: 'ack', nonce, room, seq, ts}]);
		}
		if (!fresh) return;
		this.#report(entry);
		const conversation = hub.rooms.get(entry.conversation) ?? hub.directs.get(entry.conversation);
		if (conversation) {
			conversation.pending.push(entry);
			this.#undelivered.add(conversation);
		} else journal.forget(entry.conversation);
	}

	#report({author, room, msg}: Entry): void {
		if (author === serverId) return;
		this.#options.report(
			isDirect(room)
				? {event: 'direct', id: author, to: room.slice(directMark.length)}
				: {event: 'received', id: author, room, msg},
		);
	}
}
