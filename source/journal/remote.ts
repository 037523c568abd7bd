import {Worker} from 'node:worker_threads';
import {ChatError} from '../protocol/errors.ts';
import type {Answer, Question, Task} from './calls.ts';

type Pending = {resolve: (value: unknown) => void; reject: (error: unknown) => void};

type Calls = Record<string, (...args: never[]) => unknown>;

/** The bundle has the module next to the one that this is in. */
const module = new URL(
	import.meta.url.endsWith('.ts') ? './worker.ts' : './journal-worker.js',
	import.meta.url,
);

/** A thread of the journal, asked by messages. One that dies is started again by the next call. */
export class Remote<Table extends Calls> {
	readonly #task: Task;
	readonly #fault: (cause: unknown) => ChatError;
	readonly #pending = new Map<number, Pending>();
	#worker: Worker | undefined;
	#calls = 0;
	#isClosed = false;

	/** @param fault what is thrown at those whom a thread that ended leaves without an answer */
	constructor(task: Task, fault: (cause: unknown) => ChatError) {
		this.#task = task;
		this.#fault = fault;
	}

	/** @throws {ChatError} by rejecting: the thread's, or one for its end */
	call<Name extends keyof Table & string>(
		name: Name,
		...args: Parameters<Table[Name]>
	): Promise<ReturnType<Table[Name]>> {
		if (this.#isClosed) return Promise.reject(new ChatError('CLOSING'));
		const {promise, resolve, reject} = Promise.withResolvers<ReturnType<Table[Name]>>();
		this.#worker ??= this.#start();
		const id = ++this.#calls;
		this.#pending.set(id, {resolve: resolve as (value: unknown) => void, reject});
		// Only who waits for an answer keeps the process.
		this.#worker.ref();
		this.#worker.postMessage({id, call: name, args} satisfies Question);
		return promise;
	}

	/** Ends the thread, once it has done what it was asked; nothing is asked of it afterwards. */
	async close(): Promise<void> {
		const worker = this.#worker;
		const closed = worker && this.call('close', ...([] as unknown as Parameters<Table['close']>));
		this.#isClosed = true;
		if (worker === undefined) return;
		const ended = new Promise(resolve => worker.once('exit', resolve));
		await closed;
		// Nobody waits for an answer any more, but for the thread's end.
		worker.ref();
		await ended;
	}

	#start(): Worker {
		// The program's own flags and streams are none of its business.
		const worker = new Worker(module, {workerData: this.#task, execArgv: []});
		let reason: unknown = new Error('The journal’s thread has ended.');
		worker.unref();
		worker.on('message', (answer: Answer) => this.#settle(answer));
		worker.on('error', error => {
			reason = error;
		});
		worker.on('exit', () => {
			if (this.#worker === worker) this.#lose(reason);
		});
		return worker;
	}

	#settle(answer: Answer): void {
		const pending = this.#pending.get(answer.id);
		this.#pending.delete(answer.id);
		if (this.#pending.size === 0) this.#worker?.unref();
		if ('code' in answer) pending?.reject(new ChatError(answer.code, answer.text));
		else pending?.resolve(answer.value);
	}

	#lose(reason: unknown): void {
		this.#worker = undefined;
		const lost = [...this.#pending.values()];
		this.#pending.clear();
		for (const {reject} of lost) reject(this.#fault(reason));
	}
}
