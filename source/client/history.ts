import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {checkEvent, type EventOf, type RequestOf} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import {isEntry, numberOfSeq} from './lines.ts';
import {meets} from './paging.ts';
import type {Answer} from './requests.ts';
import type {Action, EntryEvent, HistoryPage, Room} from './state.ts';
import type {Store} from './store.ts';

/** Which entries of a room, by their seqs; `limit` at most, and never more than the server gives at once. */
export type Where = ({before: number} | {after: number} | {around: number}) & {limit?: number | undefined};

/** After a failure nothing is asked again for so long: a reader at the top asks with every frame. */
const calmMs = 5_000;

/** A page of the newest entries is one of those before the end of time. */
const never = Number.MAX_SAFE_INTEGER;

export type HistoryOptions = {
	store: Store;
	clock: Clock;
	ask: (request: RequestOf<'history'>) => Promise<Answer>;
};

/** Loads older parts of rooms into the state, each part once, however often it is asked for. */
export class History {
	readonly #options: HistoryOptions;
	/** what is under way, by what and where */
	readonly #loading = new Map<string, Promise<boolean>>();
	readonly #failedAt = new Map<string, number>();
	/** by room: a later visit makes an earlier one void */
	readonly #visits = new Map<string, number>();

	constructor(options: HistoryOptions) {
		this.#options = options;
	}

	/** @throws {ChatError} by rejecting */
	async page(room: string, where: Where): Promise<HistoryPage> {
		const {limit, ...place} = where;
		const most = limit === undefined ? {} : {limit};
		const answer = await this.#options.ask({type: 'history', room, ...place, ...most});
		const {list, first = false, last = false} = answer as EventOf<'page'>;
		return {list: list.flatMap(entryOf), first, last};
	}

	older(target: string): Promise<boolean> {
		const room = this.#room(target);
		if (!room || room.gone) return Promise.resolve(false);
		if (room.visit) return this.#load(`visit ${room.key}`, target, () => this.#widenOlder(target));
		return this.#load(`older ${room.key}`, target, () => this.#older(target));
	}

	newer(target: string): Promise<boolean> {
		const room = this.#room(target);
		if (!room?.visit) return Promise.resolve(false);
		return this.#load(`visit ${room.key}`, target, () => this.#widenNewer(target));
	}

	visit(target: string, seq: number): Promise<boolean> {
		const room = this.#room(target);
		if (!room) return Promise.resolve(false);
		const number = (this.#visits.get(room.key) ?? 0) + 1;
		this.#visits.set(room.key, number);
		if (numberOfSeq(room.log, seq, room.record) !== undefined) {
			this.#dispatch({type: 'endVisit', target});
			return Promise.resolve(true);
		}
		return this.#tried(target, async () => {
			const page = await this.page(target, {around: Math.max(1, seq)});
			if (this.#visits.get(room.key) !== number || page.list.length === 0) return false;
			this.#dispatch({type: 'visit', target, seq, page});
			return true;
		});
	}

	endVisit(target: string): void {
		const key = nameKey(target);
		this.#visits.set(key, (this.#visits.get(key) ?? 0) + 1);
		this.#dispatch({type: 'endVisit', target});
	}

	/** Goes on over pages without a message, which hold changes of others only. */
	async #older(target: string): Promise<boolean> {
		for (;;) {
			const before = this.#room(target);
			if (!before || before.complete) return false;
			const isEmpty = before.seq === 0;
			const page = await this.page(target, {before: isEmpty ? never : before.oldest});
			const now = this.#room(target);
			// Emptied, cut or shortened meanwhile: the page does not fit in front of it any more.
			if (!now || now.record !== before.record || (!isEmpty && now.oldest !== before.oldest)) return false;
			this.#dispatch({type: 'older', target, page});
			const after = this.#room(target)!;
			if (after.log.start < now.log.start) return true;
			if (!after.complete && after.oldest >= now.oldest && !(isEmpty && after.seq > 0)) throw noProgress();
		}
	}

	async #widenOlder(target: string): Promise<boolean> {
		for (;;) {
			const before = this.#room(target)?.visit;
			if (!before || before.complete) return false;
			const page = await this.page(target, {before: before.oldest});
			const now = this.#room(target)?.visit;
			if (!now || now.oldest !== before.oldest || now.seq !== before.seq) return false;
			this.#dispatch({type: 'widen', target, side: 'older', page});
			const after = this.#room(target)!.visit!;
			if (after.log.start < now.log.start) return true;
			if (!after.complete && after.oldest >= now.oldest) throw noProgress();
		}
	}

	async #widenNewer(target: string): Promise<boolean> {
		for (;;) {
			const room = this.#room(target);
			const before = room?.visit;
			if (!room || !before || (before.current && before.newest >= room.seq)) return false;
			const page = meets(room, before) ? undefined : await this.page(target, {after: before.newest});
			const now = this.#room(target)?.visit;
			if (!now || now.newest !== before.newest || now.seq !== before.seq) return false;
			this.#dispatch({type: 'widen', target, side: 'newer', page});
			const after = this.#room(target)!.visit!;
			if (after.log.end > now.log.end) return true;
			if (after.newest > now.newest) continue;
			if (after.current) return false;
			throw noProgress();
		}
	}

	/** The same thing is under way once at a time. */
	#load(name: string, target: string, load: () => Promise<boolean>): Promise<boolean> {
		const under = this.#loading.get(name);
		if (under) return under;
		const failed = this.#failedAt.get(name);
		if (failed !== undefined && this.#options.clock.elapsed() - failed < calmMs)
			return Promise.resolve(false);
		const loading = this.#tried(target, load, () =>
			this.#failedAt.set(name, this.#options.clock.elapsed()),
		).finally(() => this.#loading.delete(name));
		this.#loading.set(name, loading);
		return loading;
	}

	/** A failure is told in the room. Without a link it is known already. */
	async #tried(target: string, load: () => Promise<boolean>, failed?: () => void): Promise<boolean> {
		const {store, clock} = this.#options;
		if (store.get().link.type !== 'online') return false;
		try {
			return await load();
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			failed?.();
			if (store.get().link.type === 'online')
				this.#dispatch({type: 'note', target, text: error.message, tone: 'error', ts: clock.now()});
			return false;
		}
	}

	#room(target: string): Room | undefined {
		return this.#options.store.get().rooms.get(nameKey(target));
	}

	#dispatch(action: Action): void {
		this.#options.store.dispatch(action);
	}
}

/** A server that says there is more, and gives nothing, would be asked for ever. */
const noProgress = (): ChatError =>
	new ChatError('HISTORY_LOST', 'The server has more messages here, but gave none of them.');

/** What a newer server may have put into a page besides is left out. */
const entryOf = (value: unknown): EntryEvent[] => {
	try {
		const event = checkEvent(value);
		return event && isEntry(event) ? [event] : [];
	} catch {
		return [];
	}
};

/** The messages of what a search found. */
export const messagesOf = (list: readonly unknown[]): Array<EventOf<'message'>> =>
	list.flatMap(entryOf).filter(event => event.type === 'message');
