import type {Clock} from '../protocol/clock.ts';
import {nameKey} from '../protocol/names.ts';

const everyMs = 3_000;

export type TypistOptions = {
	clock: Clock;
	/** tells a room that one is typing there */
	tell: (room: string) => void;
};

/** Tells rooms that one is typing, not with every key. */
export class Typist {
	readonly #options: TypistOptions;
	/** by room key: when it was told last */
	readonly #toldAt = new Map<string, number>();

	constructor(options: TypistOptions) {
		this.#options = options;
	}

	types(room: string): void {
		const {clock, tell} = this.#options;
		const key = nameKey(room);
		const now = clock.elapsed();
		if (now - (this.#toldAt.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
		this.#toldAt.set(key, now);
		tell(room);
	}

	/** Others take a message for the end of typing, so what is typed after one is told at once. */
	said(room: string): void {
		this.#toldAt.delete(nameKey(room));
	}
}
