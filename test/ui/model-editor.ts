/** The composer in the simplest words, for tests to hold the real one to. */
import {clean} from '../../source/protocol/clean.ts';

type Moment = {text: string; cursor: number};
type Last = 'typed' | 'rubbed' | 'killed' | 'other';

const wordCluster = /^[\p{L}\p{N}\p{M}_]/u;

/**
 * A text, and the place in it where one writes. Clusters are cut anew for each question, letters come one by one, and
 * nothing is remembered that could be found again.
 */
export class Model {
	text = '';
	/** where typing goes on; the cursor stands behind the cluster around it */
	point = 0;
	readonly #kills: string[] = [];
	readonly #undos: Moment[] = [];
	#redos: Moment[] = [];
	#last: Last = 'other';
	#yanked: {start: number; end: number; kill: number} | undefined;

	get #bounds(): number[] {
		const bounds = [0];
		for (const {segment} of new Intl.Segmenter().segment(this.text))
			bounds.push(bounds.at(-1)! + segment.length);
		return bounds;
	}

	get cursor(): number {
		return this.#bounds.find(bound => bound >= this.point)!;
	}

	get drawn(): string {
		return `${this.text.slice(0, this.cursor)}|${this.text.slice(this.cursor)}`;
	}

	before(at: number): number {
		return this.#bounds.findLast(bound => bound < at) ?? 0;
	}

	after(at: number): number {
		return this.#bounds.find(bound => bound > at) ?? this.text.length;
	}

	/** Goes back over clusters that are of one kind. */
	back(at: number, isIt: (cluster: string) => boolean): number {
		let from = at;
		while (from > 0 && isIt(this.text.slice(this.before(from), from))) from = this.before(from);
		return from;
	}

	forward(at: number, isIt: (cluster: string) => boolean): number {
		let to = at;
		while (to < this.text.length && isIt(this.text.slice(to, this.after(to)))) to = this.after(to);
		return to;
	}

	#replace(start: number, end: number, put: string, last: Last, joins = false): void {
		this.#yanked = undefined;
		if (this.text.slice(start, end) === put) {
			this.move(end);
			return;
		}
		if (!joins) this.#undos.push({text: this.text, cursor: this.cursor});
		this.#redos = [];
		this.text = this.text.slice(0, start) + put + this.text.slice(end);
		this.point = start + put.length;
		this.#last = last;
		if (last !== 'typed') this.point = this.cursor;
	}

	move(to: number): void {
		this.point = to;
		this.point = this.cursor;
		this.#last = 'other';
		this.#yanked = undefined;
	}

	type(text: string): void {
		for (const point of text) {
			const put = clean(point);
			const at = this.#last === 'typed' ? this.point : this.cursor;
			const isNewWord = /\s/u.test(this.text.charAt(at - 1)) && !/^\s/u.test(put);
			this.#replace(at, at, put, 'typed', this.#last === 'typed' && !isNewWord);
		}
	}

	paste(text: string): void {
		this.#replace(this.cursor, this.cursor, text, 'other');
	}

	rub(start: number, end: number): void {
		if (start < end) this.#replace(start, end, '', 'rubbed', this.#last === 'rubbed');
	}

	kill(start: number, end: number): void {
		if (start === end) return;
		const gone = this.text.slice(start, end);
		const isBack = start < this.cursor;
		const known = this.#last === 'killed' ? this.#kills.pop()! : '';
		this.#kills.push(isBack ? gone + known : known + gone);
		this.#replace(start, end, '', 'killed');
	}

	yank(): void {
		if (this.#kills.length > 0) this.#put(this.cursor, this.cursor, this.#kills.length - 1);
	}

	yankOlder(): void {
		const {start, end, kill} = this.#yanked ?? {start: 0, end: 0, kill: undefined};
		if (kill !== undefined) this.#put(start, end, kill === 0 ? this.#kills.length - 1 : kill - 1);
	}

	#put(start: number, end: number, kill: number): void {
		const text = this.#kills[kill]!;
		this.#replace(start, end, text, 'other');
		this.#yanked = {start, end: start + text.length, kill};
	}

	transpose(): void {
		const isAtEnd = this.cursor === this.text.length || this.text[this.cursor] === '\n';
		const at = isAtEnd ? this.before(this.cursor) : this.cursor;
		if (at === 0 || this.text[at - 1] === '\n' || (isAtEnd && this.text[at] === '\n')) return;
		const [start, end] = [this.before(at), this.after(at)];
		this.#replace(start, end, this.text.slice(at, end) + this.text.slice(start, at), 'other');
	}

	undo(): void {
		this.#travel(this.#undos, this.#redos);
	}

	redo(): void {
		this.#travel(this.#redos, this.#undos);
	}

	#travel(from: Moment[], to: Moment[]): void {
		const moment = from.pop();
		if (!moment) return;
		to.push({text: this.text, cursor: this.cursor});
		this.text = moment.text;
		this.move(moment.cursor);
	}
}

const isWord = (cluster: string): boolean => wordCluster.test(cluster);
const isNoWord = (cluster: string): boolean => !isWord(cluster);
const isSpace = (cluster: string): boolean => /^\s/u.test(cluster);
const isInLine = (cluster: string): boolean => cluster !== '\n';

export const wordBefore = (model: Model): number => model.back(model.back(model.cursor, isNoWord), isWord);
export const wordAfter = (model: Model): number =>
	model.forward(model.forward(model.cursor, isNoWord), isWord);
export const spacedBefore = (model: Model): number =>
	model.back(model.back(model.cursor, isSpace), cluster => !isSpace(cluster));
export const lineStart = (model: Model): number => model.back(model.cursor, isInLine);
export const lineEnd = (model: Model): number => model.forward(model.cursor, isInLine);
