/**
 * What a terminal is asked once we have it: its background (OSC 11), and how many columns it gives to characters about
 * which terminals differ (they are written, and the cursor's place is asked for: CPR). DA1, which every terminal answers,
 * ends the questions, so that nothing waits for an answer that never comes.
 */
import type {Facts} from './appearance.ts';
import type {Answer} from './reports.ts';
import {type Kind, samples} from './substitutes.ts';
import {beginFrame, endFrame} from './terminal-modes.ts';
import {columns} from './wrap.ts';

const esc = '\u001b';

/** The place in row 1 of the second row: a report from the first one reads like a key (F3 with modifiers). */
const place = `${esc}[2;1H`;
const eraseLine = `${esc}[2K`;
const position = `${esc}[6n`;
const attributes = `${esc}[c`;
const background = `${esc}]11;?${esc}\\`;

/** To be written to an empty screen, before anything is drawn there: what it writes is erased at its end, and never seen. */
export const widthQuestions = `${beginFrame}${samples
	.map(([, sample]) => `${place}${eraseLine}${sample}${position}`)
	.join('')}${place}${eraseLine}${esc}[H${endFrame}`;

export class Probe {
	/** columns behind each sample, in their order */
	readonly #places: number[] = [];
	/** rounds of questions whose end was not heard */
	#asked = 0;
	#isCounted = false;

	/** Something is under way, so that answers may still come. */
	get isWaiting(): boolean {
		return this.#asked > 0;
	}

	/** What to write at the start; the screen has to be empty. */
	begin(): string {
		return `${widthQuestions}${this.askBackground()}`;
	}

	/** What to write to hear again what the background is. */
	askBackground(): string {
		this.#asked++;
		return `${background}${attributes}`;
	}

	/** @returns what is known by an answer */
	hear(answer: Answer): Partial<Facts> {
		switch (answer.of) {
			case 'background':
				return {background: sideOf(answer)};
			case 'scheme':
				return {background: answer.background};
			case 'cursor':
				// More than were asked for are none of ours.
				if (answer.row === 1 && this.isWaiting && this.#places.length < samples.length) {
					this.#places.push(answer.column);
				}
				return {};
			case 'attributes':
				this.#asked = Math.max(0, this.#asked - 1);
				return this.#widths();
		}
	}

	/** Counted once, and only when each question was answered. */
	#widths(): Partial<Facts> {
		if (this.#isCounted || this.#places.length !== samples.length) return {};
		this.#isCounted = true;
		const kinds = new Set<Kind>();
		for (const [index, [kind, sample]] of samples.entries()) {
			if (this.#places[index] !== columns(sample)) kinds.add(kind);
		}
		return {oddities: kinds};
	}
}

/** Dark or light, by relative luminance (WCAG 2.2): at 0.18 black and white text are equally far from it. */
const sideOf = ({red, green, blue}: Extract<Answer, {of: 'background'}>): 'dark' | 'light' => {
	const [r = 0, g = 0, b = 0] = [red, green, blue].map(part =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? 'light' : 'dark';
};
