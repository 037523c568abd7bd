/** The built server on a folder of its own, as often as it is killed: always on the same port. */
import {cli, Program} from '../helpers/programs.ts';

/** What takes `--data` away from the quiet environment, which is for servers that keep nothing. */
export const durable = {TUI_CHAT_MEMORY: ''};

export type DurableOptions = {
	/** flags, instead of those for a journal in the folder */
	args?: readonly string[] | undefined;
	/** a program that runs it, with its arguments: one that becomes the server's process */
	under?: readonly string[] | undefined;
	/** besides the quiet environment */
	env?: Readonly<Record<string, string>> | undefined;
};

export class DurableServer implements AsyncDisposable {
	readonly #command: readonly string[];
	readonly #env: Readonly<Record<string, string>>;
	#port = 0;
	#process: Program | undefined;

	constructor(folder: string, {args = ['--data', folder], under = [], env = {}}: DurableOptions = {}) {
		this.#command = [...under, process.execPath, cli, '--serve', ...args];
		this.#env = {...durable, ...env};
	}

	get port(): number {
		return this.#port;
	}

	get process(): Program {
		if (!this.#process) throw new Error('The server has not been started.');
		return this.#process;
	}

	async start(): Promise<void> {
		const [command, ...args] = [...this.#command, '--port', String(this.#port)];
		this.#process = new Program(command!, args, this.#env);
		const [, port] = await this.#process.until(/^Chat server listening on 127\.0\.0\.1:(\d+)\n/m);
		this.#port = Number(port);
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
