import type {Clock} from '../protocol/clock.ts';
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import type {Member} from './member.ts';

/** How old an answer may be for the next one who asks the same. */
const freshMs = 1000;

/** Events in all answers that are kept; each has a page of people or rooms. */
const mostEvents = 500;

type Shared = {
	readonly at: number;
	/** all but the last event, encoded once for all who ask */
	readonly first: Broadcast;
	/** carries the nonce of whoever asks */
	readonly last: Event;
	readonly events: number;
};

/** What many ask at the same time about what is large: found and encoded once, and then the same for a moment. */
export class SharedAnswers {
	readonly #clock: Clock;
	/** the oldest first */
	readonly #answers = new Map<string, Shared>();
	#events = 0;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Tells a member all of an answer but its last event.
	 * @param question names what is asked, and all that the answer depends on besides time
	 * @param make at least one event
	 */
	give(member: Member, question: string, make: () => readonly Event[]): readonly [Event] {
		this.inspect();
		const answer = this.#answers.get(question) ?? this.#keep(question, make());
		answer.first.sendTo(member);
		return [answer.last];
	}

	/** To be called now and then: lets go of what is old. */
	inspect(): void {
		const elapsed = this.#clock.elapsed();
		for (const [question, {at}] of this.#answers) {
			if (elapsed - at < freshMs) break;
			this.#drop(question);
		}
	}

	/** What was answered may not be so any more. */
	forget(): void {
		this.#answers.clear();
		this.#events = 0;
	}

	#keep(question: string, events: readonly Event[]): Shared {
		const answer: Shared = {
			at: this.#clock.elapsed(),
			first: new Broadcast(events.slice(0, -1)),
			last: events.at(-1)!,
			events: events.length,
		};
		this.#answers.set(question, answer);
		this.#events += events.length;
		for (const oldest of this.#answers.keys()) {
			if (this.#events <= mostEvents) break;
			this.#drop(oldest);
		}
		return answer;
	}

	#drop(question: string): void {
		this.#events -= this.#answers.get(question)!.events;
		this.#answers.delete(question);
	}
}
