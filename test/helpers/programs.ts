/** The built program as people start it: servers and pipes as child processes, screens in terminals. */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const patienceMs = 30_000;

// Nothing that a developer has at home may change what is tested.
const home = mkdtempSync(join(tmpdir(), 'tui-chat-home-'));
process.on('exit', () => rmSync(home, {recursive: true, force: true}));

let started = 0;

/**
 * Servers keep nothing, unless a test gives them a folder by `--data` and takes TUI_CHAT_MEMORY away with ''.
 * Each program has a state folder of its own: ports come again, and what an earlier test left unsent must not.
 */
export const quietEnvironment = (): Record<string, string | undefined> => ({
	PATH: process.env.PATH,
	HOME: home,
	LANG: 'C.UTF-8',
	TZ: 'UTC',
	TUI_CHAT_MEMORY: '1',
	// A test says in a moment what people say in minutes.
	TUI_CHAT_LIMITS_MESSAGES_BURST: '500',
	TUI_CHAT_LIMITS_GUEST_MESSAGES: '100',
	TUI_CHAT_LIMITS_MEMBER_MESSAGES: '100',
	TUI_CHAT_STATE: join(home, `state-${++started}`),
});

/** A program without a terminal: bytes in, lines out. */
export class Program implements AsyncDisposable {
	readonly #child: ChildProcessWithoutNullStreams;
	readonly exit: Promise<{code: number | null; signal: NodeJS.Signals | null}>;
	#output = '';
	#errors = '';
	#ended = false;
	readonly #waiters = new Set<() => void>();

	constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		this.#child = spawn(command, [...args], {env: {...quietEnvironment(), ...env}});
		this.#child.stdout.setEncoding('utf8').on('data', text => {
			this.#output += text;
			this.#wake();
		});
		this.#child.stderr.setEncoding('utf8').on('data', text => {
			this.#errors += text;
			this.#wake();
		});
		// Programs may end before they have read everything.
		this.#child.stdin.on('error', () => {});
		this.exit = new Promise(resolve => {
			this.#child.on('close', (code, signal) => {
				this.#ended = true;
				resolve({code, signal});
				this.#wake();
			});
		});
	}

	get pid(): number {
		return this.#child.pid!;
	}

	/** Everything on standard output so far. */
	get output(): string {
		return this.#output;
	}

	get errors(): string {
		return this.#errors;
	}

	write(text: string | Uint8Array): void {
		this.#child.stdin.write(text);
	}

	/** Ends its standard input. */
	end(text = ''): void {
		this.#child.stdin.end(text);
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Resolves once the output holds what is sought, with the match. */
	until(sought: RegExp): Promise<RegExpExecArray> {
		return this.#until(sought, () => this.#output);
	}

	/** The same for standard error. */
	untilError(sought: RegExp): Promise<RegExpExecArray> {
		return this.#until(sought, () => this.#errors);
	}

	#until(sought: RegExp, text: () => string): Promise<RegExpExecArray> {
		const failure = new Error();
		return new Promise((resolve, reject) => {
			const fail = (why: string): void => {
				end();
				failure.message = `${why} before ${sought} came out:\n${this.#output}\n${this.#errors}`;
				reject(failure);
			};
			const look = (): void => {
				const match = sought.exec(text());
				if (match) {
					end();
					resolve(match);
				} else if (this.#ended) fail('The program ended');
			};
			const end = (): void => {
				clearTimeout(timer);
				this.#waiters.delete(look);
			};
			const timer = setTimeout(() => fail(`${patienceMs} ms passed`), patienceMs);
			this.#waiters.add(look);
			look();
		});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (!this.#ended) this.#child.kill('SIGKILL');
		await this.exit;
	}

	#wake(): void {
		for (const look of this.#waiters) look();
	}
}

/** tui-chat with no terminal. */
export const startProgram = (args: readonly string[], env?: Readonly<Record<string, string>>): Program =>
	new Program(process.execPath, [cli, ...args], env);

export type Server = Program & {readonly port: number};

/** A server on a free port, or on a given one. */
export const startServer = async (
	args: readonly string[] = [],
	port = 0,
	env?: Readonly<Record<string, string>>,
): Promise<Server> => {
	const program = startProgram(['--serve', '--port', String(port), ...args], env);
	const [, given] = await program.until(/^Chat server listening on 127\.0\.0\.1:(\d+)\n/);
	return Object.assign(program, {port: Number(given)});
};

/** A full screen with the given arguments. */
export const openChat = (args: readonly string[], options: Partial<TerminalOptions> = {}): Terminal =>
	openTerminal({...options, args: [cli, ...args], env: {...quietEnvironment(), ...options.env}});

/** Joins a server full screen. */
export const joinChat = (
	port: number,
	id: string,
	{args = [], ...options}: Partial<TerminalOptions> = {},
): Terminal => openChat(['--connect', `127.0.0.1:${port}`, '--id', id, ...args], options);
