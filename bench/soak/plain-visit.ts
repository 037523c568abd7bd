/** Somebody at netcat, or a classroom's raw client: no tokens and no cursors, but all that they say comes back. */
import type {Chance} from '../../test/helpers/chance.ts';
import {type Ending, Link} from '../link.ts';
import type {Account} from './account.ts';
import {homeOf, newMark, phrase} from './person.ts';
import type {Tally} from './tally.ts';

export type PlainOptions = {
	port: number;
	tls: boolean;
	index: number;
	id: string;
	dialect: 'text' | 'raw';
	account: Account;
	tally: Tally;
	chance: Chance;
	over: () => void;
};

/** Far above the silence that ends a raw message: on a busy machine two of them would be read as one. In ms. */
const rawPauseMs = 3000;

export class PlainVisit {
	readonly id: string;
	/** has it been told that it is in? */
	isIn = false;
	readonly #options: PlainOptions;
	readonly #link: Link;
	/** marks of what was said and has not come back */
	readonly #unheard = new Set<string>();
	/** it says nothing any more */
	#isLeaving = false;
	/** may it miss what it said? */
	#isHasty = false;
	#saidAt = 0;

	constructor(options: PlainOptions) {
		const {port, tls, index, id, dialect, over} = options;
		this.#options = options;
		this.id = id;
		this.#link = new Link({
			port,
			tls,
			localAddress: homeOf(index),
			// The raw dialect ends nothing with a newline.
			framed: dialect === 'text',
			opened: () => {
				this.#saidAt = performance.now();
				// It is told nothing on coming in.
				if (dialect === 'raw') this.isIn = true;
			},
			line: line => this.#hear(line),
			closed: () => {
				this.#settle();
				over();
			},
		});
		this.#link.write(dialect === 'text' ? `${id}\n` : id);
	}

	/** May something be said now? Two raw messages in one moment would be one. */
	get isReady(): boolean {
		const isCalm = this.#options.dialect === 'text' || performance.now() - this.#saidAt > rawPauseMs;
		return this.isIn && !this.#isLeaving && isCalm;
	}

	say(): void {
		const {dialect, account, chance, tally} = this.#options;
		const mark = newMark(chance);
		this.#unheard.add(mark);
		account.say(mark);
		tally.add('said');
		this.#saidAt = performance.now();
		this.#link.write(`${mark} ${phrase(chance)}${dialect === 'text' ? '\n' : ''}`);
	}

	/** A shut sending side still gets all that is due; after anything else nothing is. */
	close(ending: Ending): void {
		this.#isLeaving = true;
		if (ending !== 'end') this.#isHasty = true;
		this.#link.close(ending);
	}

	#hear(line: string): void {
		this.isIn = true;
		if (line.startsWith('! ')) this.#options.tally.add('refused in words');
		if (this.#unheard.size === 0) return;
		for (const mark of this.#unheard) if (line.includes(mark)) this.#unheard.delete(mark);
	}

	#settle(): void {
		if (this.#isHasty || this.#unheard.size === 0) return;
		const [mark] = this.#unheard;
		this.#options.account.fault('missed', `${this.id} did not hear ${mark}, which it said`);
	}
}
