/**
 * Reads what strace wrote of a server, and checks in it that each message was on the disk before anybody was told
 * of it: its page written to the write-ahead log, the commit frame behind it, an fsync that began after both and
 * came back, and only then the first byte on a socket.
 *
 * For traces of `strace -f -yy -xx`, which writes strings as hex and tells what a descriptor is.
 */

export type Call = {
	name: string;
	/** path of the file, or `TCP:[…]` */
	target: string;
	/** bytes that were written; empty for fsync */
	data: string;
	/** bytes or 0; negative for an error */
	result: number;
};

/** Calls begin and end apart from each other, since threads run at the same time. */
export type TraceEvent = {phase: 'begin' | 'end'; call: Call};

const bytesOf = (hex: string): string => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString('latin1');

const callOf = (name: string, args: string): Call => {
	const [, descriptor = ''] = /^\d+<([^>]*(?:->[^>]*)*)>/.exec(args) ?? [];
	return {
		name,
		target: descriptor.startsWith('\\x') ? bytesOf(descriptor) : descriptor,
		data: [...args.matchAll(/"((?:\\x[\da-f]{2})*)"/g)].map(([, hex]) => bytesOf(hex!)).join(''),
		result: Number.NaN,
	};
};

/** One line of a trace after another. */
export class TraceReader {
	/** calls that each thread is in */
	readonly #open = new Map<string, Call>();

	/** What the line tells: nothing, a beginning, an end, or both. */
	read(line: string): TraceEvent[] {
		const [, thread, rest] = /^(\d+)\s+(.*)$/s.exec(line) ?? [];
		if (!thread || !rest) return [];
		const resumed = /^<\.\.\. \w+ resumed>.*?\)\s+= (-?\d+)/s.exec(rest);
		if (resumed) {
			const call = this.#open.get(thread);
			this.#open.delete(thread);
			if (!call) return [];
			call.result = Number(resumed[1]);
			return [{phase: 'end', call}];
		}
		const [, name, args] = /^(\w+)\((.*)$/s.exec(rest) ?? [];
		if (!name || args === undefined) return [];
		const call = callOf(name, args);
		const begin: TraceEvent = {phase: 'begin', call};
		if (args.endsWith('<unfinished ...>')) {
			this.#open.set(thread, call);
			return [begin];
		}
		call.result = Number(/\)\s+= (-?\d+)[^"]*$/.exec(args)?.[1]);
		return [begin, {phase: 'end', call}];
	}
}

/** Of a frame's header in the write-ahead log, in bytes; https://sqlite.org/fileformat2.html#walformat */
const frameHeaderBytes = 24;

const isSync = ({name}: Call): boolean => name === 'fsync' || name === 'fdatasync';

export class DurabilityCheck {
	/** messages that somebody was told of */
	readonly told = new Set<string>();
	/** those of them that were not on the disk by then */
	readonly early = new Set<string>();
	/** syncs of the log that came back */
	syncs = 0;
	readonly #marks: RegExp;
	#written = new Set<string>();
	#committed = new Set<string>();
	readonly #durable = new Set<string>();
	/** what each sync that has begun will make durable */
	readonly #syncing = new Map<Call, ReadonlySet<string>>();
	#isCommitFrame = false;

	/** @param marks finds the messages' own words, in pages and on sockets */
	constructor(marks: RegExp) {
		this.#marks = marks;
	}

	push({phase, call}: TraceEvent): void {
		const isLog = call.target.endsWith('-wal');
		if (isLog && isSync(call)) this.#sync(phase, call);
		else if (isLog && phase === 'end' && call.result > 0) this.#write(call.data);
		else if (call.target.startsWith('TCP') && phase === 'begin') this.#tell(call.data);
	}

	#write(data: string): void {
		if (data.length === frameHeaderBytes) {
			// A commit frame says how many pages the database has after it, any other one says 0.
			this.#isCommitFrame = data.slice(4, 8) !== '\0\0\0\0';
			return;
		}
		for (const mark of data.match(this.#marks) ?? []) this.#written.add(mark);
		if (!this.#isCommitFrame) return;
		for (const mark of this.#written) this.#committed.add(mark);
		this.#written = new Set();
	}

	#sync(phase: TraceEvent['phase'], call: Call): void {
		if (phase === 'begin') {
			this.#syncing.set(call, this.#committed);
			this.#committed = new Set();
			return;
		}
		const marks = this.#syncing.get(call) ?? [];
		this.#syncing.delete(call);
		if (call.result !== 0) return;
		this.syncs++;
		for (const mark of marks) this.#durable.add(mark);
	}

	#tell(data: string): void {
		for (const mark of data.match(this.#marks) ?? []) {
			this.told.add(mark);
			if (!this.#durable.has(mark)) this.early.add(mark);
		}
	}
}
