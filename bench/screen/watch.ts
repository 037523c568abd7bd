/**
 * When something comes out of a program, found in its bytes as they arrive and before an emulator draws them: a
 * terminal's own drawing is not ours to measure, and an emulator in this process would be measured with it.
 */
import {sharedNow} from '../talk.ts';

/** A frame of tui-chat is on the screen when its synchronized update ends (CSI ? 2026 l). */
export const frameEnd = '\u001b[?2026l';

const patienceMs = 30_000;

/** A piece of output, and when it came, on the clock that all processes share. */
export type Piece = {readonly chunk: Buffer; readonly at: number};

type Sought = {marks: readonly Buffer[]; found: (at: number) => void};

/** A character that nothing else on the screen has, so that it is found however a row is drawn. */
export const markOf = (number: number): string => String.fromCodePoint(firstMark + (number % marks));
/** Cyrillic letters: one column wide each, and more of them than a screen has rows. */
const firstMark = 0x410;
const marks = 112;

export class Watch {
	#sought: Sought | undefined;
	/** the end of what came, in which a mark may have begun */
	#rest: Buffer = Buffer.alloc(0);
	#record: Piece[] | undefined;

	/** Takes the next piece of output. */
	readonly push = (chunk: Buffer): void => {
		const at = sharedNow();
		this.#record?.push({chunk, at});
		if (!this.#sought) return;
		let rest: Buffer = Buffer.concat([this.#rest, chunk]);
		while (this.#sought) {
			const [mark, ...later] = this.#sought.marks;
			const index = rest.indexOf(mark!);
			if (index === -1) break;
			rest = rest.subarray(index + mark!.length);
			if (later.length === 0) this.#sought.found(at);
			else this.#sought = {...this.#sought, marks: later};
		}
		const longest = this.#sought?.marks[0]?.length ?? 0;
		this.#rest = Buffer.from(rest.subarray(Math.max(0, rest.length - longest + 1)));
	};

	/** Keeps everything from now on, with its times. */
	record(): void {
		this.#record = [];
	}

	/** What came since `record`; no more is kept. */
	recorded(): readonly Piece[] {
		const record = this.#record ?? [];
		this.#record = undefined;
		return record;
	}

	/**
	 * When all of the given have come, one after another, from now on.
	 * @returns ms on the clock that all processes share
	 * @throws {Error} when they have not come after 30 s
	 */
	seen(...wanted: readonly string[]): Promise<number> {
		this.#rest = Buffer.alloc(0);
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#sought = undefined;
				reject(new Error(`${JSON.stringify(wanted)} did not come out within ${patienceMs} ms.`));
			}, patienceMs);
			this.#sought = {
				marks: wanted.map(text => Buffer.from(text)),
				found: at => {
					clearTimeout(timer);
					this.#sought = undefined;
					resolve(at);
				},
			};
		});
	}
}
