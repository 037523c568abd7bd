/** What people say in a measured room, and how evenly. */

const words = 'the build is green again and the log ends with nothing at all to see so we can ship it'.split(
	' ',
);

/** Milliseconds of a clock that all processes of this machine share (CLOCK_MONOTONIC on Linux). */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Texts as long as people's are, most of them one row, some two. Each begins with its number. */
export const textOf = (number: number): string =>
	`${number} ${Array.from({length: 4 + (number % 23)}, (_, word) => words[(number * 7 + word) % words.length]).join(' ')}`;

/**
 * Calls `say` so many times a second, from now until another rate is given. The calls are spread over time as
 * evenly as timers allow, and none is left out when a timer is late.
 * @returns sets the rate; 0 at first
 */
export const atRate = (say: () => void): ((rate: number) => void) => {
	let rate = 0;
	let due = 0;
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		due += ((now - last) * rate) / 1000;
		last = now;
		for (; due >= 1; due--) say();
	}, 2);
	return wanted => {
		rate = wanted;
		due = 0;
	};
};

/** A message's number and when it was sent, on the shared clock. */
export type Sent = readonly [number: number, at: number];

/** Notes when messages are sent, while somebody wants to know. */
export class Notes {
	#sent: Sent[] | undefined;

	begin(): void {
		this.#sent = [];
	}

	sending(number: number): void {
		this.#sent?.push([number, sharedNow()]);
	}

	/** All since the beginning; no more are noted. */
	end(): readonly Sent[] {
		const sent = this.#sent ?? [];
		this.#sent = undefined;
		return sent;
	}
}
