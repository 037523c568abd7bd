/** Tells of calls no faster than anybody can take them in: at once after a quiet second, and then all of a second together. */
import type {State} from '../client/state.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Terminal} from './errands.ts';
import {type Calls, callsBetween, joined, noticeOf} from './notices.ts';
import type {Screen} from './screen.ts';

const calmMs = 1000;

type NotifierOptions = {
	clock: Clock;
	/** what is known already */
	state: State;
	/** the screen as it is now */
	screen: () => Screen;
	terminal: Pick<Terminal, 'bell' | 'notify'>;
};

export class Notifier {
	readonly #options: NotifierOptions;
	#seen: State;
	#calls: Calls | undefined;
	#toldAt = Number.NEGATIVE_INFINITY;
	#timer: Timer | undefined;

	constructor(options: NotifierOptions) {
		this.#options = options;
		this.#seen = options.state;
	}

	/** The state has changed. */
	look(state: State): void {
		const {clock, screen} = this.#options;
		const {preferences, focused} = screen();
		const before = this.#seen;
		this.#seen = state;
		const calls = callsBetween(before, state, preferences.values['notify.level'], focused !== false);
		if (!calls) return;
		this.#calls = joined(this.#calls, calls);
		if (this.#timer) return;
		const wait = calmMs - (clock.elapsed() - this.#toldAt);
		if (wait <= 0) this.#tell();
		else this.#timer = clock.setTimeout(this.#tell, wait);
	}

	close(): void {
		this.#options.clock.clearTimeout(this.#timer);
	}

	readonly #tell = (): void => {
		const {clock, screen, terminal} = this.#options;
		const {preferences, focused} = screen();
		const calls = this.#calls;
		this.#timer = undefined;
		this.#calls = undefined;
		if (!calls) return;
		this.#toldAt = clock.elapsed();
		const {bell, desktop} = noticeOf(calls, preferences.values, focused !== false);
		if (bell) terminal.bell();
		if (desktop) terminal.notify(desktop.title, desktop.body);
	};
}
