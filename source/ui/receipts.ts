/** For a moment a message of one's own is seen to have arrived: `✓` behind it, once the server has it. */
import {lineAt} from '../client/log.ts';
import type {Room, State} from '../client/state.ts';
import type {Clock, Timer} from '../protocol/clock.ts';

/** A message, by its room's key and its seq. */
export type Receipt = {readonly room: string; readonly seq: number};

const shownMs = 2000;

const onTheirWay = ({pending}: Room): number =>
	pending.reduce((sum, {change, error}) => (change || error ? sum : sum + 1), 0);

/** The newest message of the room on the screen that arrived between two states; undefined when none did. */
export const receiptBetween = (before: State, after: State): Receipt | undefined => {
	const [room, now] = [before.rooms.get(after.current), after.rooms.get(after.current)];
	if (!room || !now || room.pending.length === 0 || onTheirWay(now) >= onTheirWay(room)) return undefined;
	for (let number = now.log.end - 1; number >= room.log.end; number--) {
		const line = lineAt(now.log, number);
		if (line?.type === 'message' && line.mine) return {room: now.key, seq: line.seq};
	}
	return undefined;
};

type ReceiptsOptions = {
	clock: Clock;
	/** what is known already */
	state: State;
	/** it is over */
	faded: () => void;
};

export class Receipts {
	readonly #options: ReceiptsOptions;
	#seen: State;
	#shown: Receipt | undefined;
	#timer: Timer | undefined;

	constructor(options: ReceiptsOptions) {
		this.#options = options;
		this.#seen = options.state;
	}

	/** The one to be seen now. */
	get shown(): Receipt | undefined {
		return this.#shown;
	}

	/** The state has changed. @param isStill nothing may change by itself, so nothing is shown that would go away */
	look(state: State, isStill: boolean): void {
		const before = this.#seen;
		this.#seen = state;
		const receipt = isStill ? undefined : receiptBetween(before, state);
		if (!receipt) return;
		const {clock} = this.#options;
		clock.clearTimeout(this.#timer);
		this.#shown = receipt;
		this.#timer = clock.setTimeout(this.#fade, shownMs);
	}

	close(): void {
		this.#options.clock.clearTimeout(this.#timer);
	}

	readonly #fade = (): void => {
		this.#shown = undefined;
		this.#timer = undefined;
		this.#options.faded();
	};
}
