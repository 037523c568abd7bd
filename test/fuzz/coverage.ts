/** Which blocks of code ran, as V8 counts them for this thread: what stands between two places where code may branch. */
import {type Profiler, Session} from 'node:inspector';

/** Our own code, and the parsers that it hands bytes of strangers to; and what the fuzzer itself is tested with. */
const counted = /\/(?:source|test\/fuzz\/faulty|node_modules\/(?:smol-toml|valibot|ipaddr\.js|ms))[/.]/;

/** What ran, and what was passed over inside of it: each is told only where its count is another than around it. */
export type Trace = ReadonlySet<string>;

const passed = '-';

export class Coverage implements Disposable {
	readonly #session = new Session();

	constructor() {
		this.#session.connect();
		this.#session.post('Profiler.enable');
		this.#session.post('Profiler.startPreciseCoverage', {callCount: true, detailed: true});
	}

	/** What ran since this was asked last. */
	take(): Trace {
		const ran = new Set<string>();
		// In the same thread the answer is there before this goes on.
		this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
			if (error) throw error;
			for (const script of answer.result) if (counted.test(script.url)) note(script, ran);
		});
		return ran;
	}

	[Symbol.dispose](): void {
		this.#session.post('Profiler.stopPreciseCoverage');
		this.#session.disconnect();
	}
}

const note = ({scriptId, functions}: Profiler.ScriptCoverage, ran: Set<string>): void => {
	for (const {ranges} of functions)
		for (const {startOffset, endOffset, count} of ranges)
			ran.add(`${scriptId}:${startOffset}:${endOffset}${count > 0 ? '' : passed}`);
};

/** How many blocks of code ran. */
export const blocksOf = (trace: Trace): number => [...trace].filter(block => !block.endsWith(passed)).length;
