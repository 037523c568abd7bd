/** The built server on a folder of its own, as often as it is killed: always on the same port. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Server, startServer} from '../helpers/programs.ts';

/** What takes `--data` away from the quiet environment, which is for servers that keep nothing. */
export const durable = {TUI_CHAT_MEMORY: ''};

/** A folder that goes with the test. */
export const openFolder = (): Disposable & {path: string} => {
	const path = mkdtempSync(join(tmpdir(), 'tui-chat-faults-'));
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};

export class DurableServer implements AsyncDisposable {
	readonly #args: readonly string[];
	#port = 0;
	#process: Server | undefined;

	/** @param args instead of those for a journal in the folder */
	constructor(folder: string, args: readonly string[] = ['--data', folder]) {
		this.#args = args;
	}

	get port(): number {
		return this.#port;
	}

	get process(): Server {
		if (!this.#process) throw new Error('The server has not been started.');
		return this.#process;
	}

	async start(): Promise<void> {
		this.#process = await startServer(this.#args, this.#port, durable);
		this.#port = this.#process.port;
	}

	/** As a power cut would end it, but for what the kernel still writes. */
	async kill(): Promise<void> {
		this.process.kill('SIGKILL');
		await this.process.exit;
	}

	/** In good order. @returns its exit code */
	async stop(): Promise<number | null> {
		this.process.kill('SIGTERM');
		return (await this.process.exit).code;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#process?.[Symbol.asyncDispose]();
	}
}
