/** Asks the terminal what it is, and sees to it that no answer comes after we are gone, when a shell would read it. */
import type {Clock} from '../protocol/clock.ts';
import type {Facts} from './appearance.ts';
import type {Input} from './keys.ts';
import {Probe} from './probe.ts';

/** A terminal that has not answered by then, over however long a line, answers nothing. */
const patienceMs = 250;

type InquiryOptions = {
	clock: Clock;
	write: (text: string) => void;
	learn: (facts: Partial<Facts>) => void;
};

export class Inquiry {
	readonly #options: InquiryOptions;
	readonly #probe = new Probe();
	#answered = Promise.withResolvers<void>();

	constructor(options: InquiryOptions) {
		this.#options = options;
	}

	/** Asks all there is to know. The screen has to be empty. */
	begin(): void {
		this.#options.write(this.#probe.begin());
	}

	/** Whatever the terminal sends passes here. Whoever comes back to a window may have changed how it looks. */
	hear(input: Input): void {
		if (input.type === 'focus' && input.focused && !this.#probe.isWaiting) {
			this.#options.write(this.#probe.askBackground());
		}
		if (input.type !== 'report' || !input.answer) return;
		const facts = this.#probe.hear(input.answer);
		if (!this.#probe.isWaiting) this.#answered.resolve();
		if (Object.keys(facts).length > 0) this.#options.learn(facts);
	}

	/** Resolves once all is answered, or will not be. */
	async settled(): Promise<void> {
		if (!this.#probe.isWaiting) return;
		const {clock} = this.#options;
		this.#answered = Promise.withResolvers();
		const timer = clock.setTimeout(this.#answered.resolve, patienceMs);
		await this.#answered.promise;
		clock.clearTimeout(timer);
	}
}
