/**
 * The real program on a terminal in this process, over a server that a test plays: what is on its screen is waited
 * for by turns of the event loop and a clock that the test moves, never by time.
 */
import {PassThrough} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import {Box, type DOMElement, type Instance, render, useApp} from 'ink';
import type {ReactNode} from 'react';
import {vi} from 'vitest';
import type {ClientOptions} from '../../source/client/client.ts';
import type {Event} from '../../source/protocol/messages.ts';
import type {Snapshot} from '../../source/ui/layout.ts';
import {type Preferences, usualPreferences} from '../../source/ui/preferences.ts';
import {runScreen} from '../../source/ui/run.tsx';
import type {Shell} from '../../source/ui/shell.ts';
import {Bench, type ScriptedPeer} from '../client/scripted-server.ts';
import {Emulator} from '../helpers/emulator.ts';
import {type Piece, piecesOf} from './meant.ts';

type Props = {shell: Shell; address: string};

/** What the app that is on the screen lets a test see: what it draws from, what it draws, and when it has drawn. */
const seen = vi.hoisted(() => ({}) as {shell?: Shell; root?: DOMElement; flush?: () => Promise<void>});

vi.mock('../../source/ui/app.tsx', async original => {
	const {App} = await original<typeof import('../../source/ui/app.tsx')>();
	return {
		App: ({shell, address}: Props): ReactNode => {
			seen.shell = shell;
			seen.flush = useApp().waitUntilRenderFlush;
			return (
				<Box
					ref={root => {
						if (root) seen.root = root;
					}}
				>
					<App shell={shell} address={address} />
				</Box>
			);
		},
		Bare: App,
	};
});

const {Bare} = (await import('../../source/ui/app.tsx')) as unknown as {Bare: (props: Props) => ReactNode};

export const address = '127.0.0.1:8082';

export type StageOptions = {
	columns?: number;
	rows?: number;
	preferences?: Partial<Preferences['values']>;
	client?: Partial<ClientOptions>;
};

/** What a terminal may show after a write, which ends a synchronized frame or is by itself. */
export type Shown = {readonly isFrame: boolean; readonly rows: readonly string[]};

/** How long something may take that a test waits for, on a loaded machine. */
const patienceMs = 30_000;

export class Stage implements AsyncDisposable {
	readonly bench: Bench;
	readonly terminal: Emulator;
	/** the server's end of the newest connection */
	peer!: ScriptedPeer;
	readonly #over: Promise<unknown>;
	readonly #refuse: (why: Error) => void;
	#copy: Copy | undefined;
	#barriers = 0;
	#shown: Shown[] = [];

	constructor({columns = 100, rows = 24, preferences = {}, client}: StageOptions = {}) {
		this.bench = new Bench({rooms: ['general', 'ops'], ...client});
		this.terminal = new Emulator(columns, rows);
		this.terminal.onShown = isFrame => this.#shown.push({isFrame, rows: this.terminal.screen()});
		const reached = Promise.withResolvers<void>();
		this.#refuse = reached.reject;
		this.#over = runScreen({
			client: this.bench.client,
			address,
			reached: reached.promise,
			preferences: {...usualPreferences, values: {...usualPreferences.values, ...preferences}},
			stdin: this.terminal.keyboard,
			stdout: this.terminal as unknown as NodeJS.WriteStream,
			clock: this.bench.clock,
		}).catch(() => {});
		seen.shell!.learn({depth: 24});
	}

	/** A stage that is connected, and in its rooms. */
	static async open(options?: StageOptions): Promise<Stage> {
		const stage = new Stage(options);
		stage.peer = await stage.bench.online();
		await stage.settle();
		return stage;
	}

	/** What the frame on the screen was drawn from. */
	get snapshot(): Snapshot {
		return seen.shell!.snapshot();
	}

	/** Others do something; resolves once the client has heard of it, which is never while it is offline. */
	async hear(...events: Event[]): Promise<void> {
		const {peer} = this;
		const nonce = `barrier${++this.#barriers}`;
		const heard = Promise.withResolvers<void>();
		const look = (): void => {
			if (peer.unheard.some(request => request.type === 'pong' && request.nonce === nonce)) heard.resolve();
		};
		peer.stream.on('data', look);
		peer.send(...events, {type: 'ping', nonce});
		await heard.promise;
		peer.stream.off('data', look);
	}

	/** Resolves once the terminal shows all that has happened so far. */
	async settle(): Promise<void> {
		await turn();
		// What others do may wait for the end of a flood, and a lone Escape for what it may be the start of.
		this.bench.clock.advance(250);
		for (let round = 0; round < 2; round++) {
			await turn();
			await seen.flush!();
		}
		await this.terminal.drawn();
	}

	/** Resolves once the screen shows this. */
	async until(sought: RegExp): Promise<void> {
		const before = performance.now() + patienceMs;
		await this.settle();
		while (!sought.test(this.terminal.screen().join('\n'))) {
			if (performance.now() > before)
				throw new Error(`${sought} did not come up:\n${this.terminal.screen().join('\n')}`);
			await this.settle();
		}
	}

	/** Presses keys and waits for what they do. */
	async press(...keys: string[]): Promise<void> {
		for (const key of keys) {
			this.terminal.press(key);
			await this.settle();
		}
	}

	async type(text: string): Promise<void> {
		this.terminal.type(text);
		await this.settle();
	}

	async paste(text: string): Promise<void> {
		await this.type(`\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`);
	}

	async resize(columns: number, rows: number): Promise<void> {
		this.terminal.resize(columns, rows);
		await this.settle();
	}

	/** What the terminal could show since this was asked last: at the end of each write, but not within a frame. */
	takeShown(): Shown[] {
		const shown = this.#shown;
		this.#shown = [];
		return shown;
	}

	/** What the frame on the screen is made of. */
	get pieces(): Piece[] {
		return piecesOf(seen.root!);
	}

	/** What the same frame would be made of if nothing of earlier ones were remembered. */
	drawAnew(): Piece[] {
		this.#copy ??= new Copy();
		return this.#copy.draw(this.snapshot);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#copy?.close();
		this.#refuse(new Error('The test is over.'));
		await this.#over;
		this.terminal.destroy();
	}
}

/** What Ink asks of a keyboard. */
const raw = {isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {}};

/** Draws snapshots for themselves, on a terminal that nobody looks at. */
class Copy {
	readonly #output = Object.assign(new PassThrough(), {isTTY: true, columns: 1, rows: 1});
	#instance: Instance | undefined;
	#frames = 0;

	draw(snapshot: Snapshot): Piece[] {
		const {columns, rows} = snapshot;
		Object.assign(this.#output, {columns, rows});
		const shell = {
			subscribe: () => () => {},
			snapshot: () => snapshot,
			rename: () => {},
			learn: () => {},
		} as unknown as Shell;
		let root: DOMElement | undefined;
		const frame = (
			<Box
				key={++this.#frames}
				ref={node => {
					root = node ?? root;
				}}
			>
				<Bare shell={shell} address={address} />
			</Box>
		);
		if (this.#instance) this.#instance.rerender(frame);
		else {
			this.#instance = render(frame, {
				stdin: Object.assign(new PassThrough(), raw) as unknown as NodeJS.ReadStream,
				stdout: this.#output as unknown as NodeJS.WriteStream,
				debug: true,
				interactive: true,
				exitOnCtrlC: false,
				patchConsole: false,
			});
			this.#output.resume();
		}
		return piecesOf(root!);
	}

	close(): void {
		this.#instance?.unmount();
	}
}
