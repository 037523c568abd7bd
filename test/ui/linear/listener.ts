/** Somebody who hears what is printed and sees nothing: a reader over a scripted server. */
import type {Event, EventOf, RequestOf} from '../../../source/protocol/messages.ts';
import type {Input} from '../../../source/ui/keys.ts';
import {movingPen} from '../../../source/ui/linear/input-line.ts';
import {Printer} from '../../../source/ui/linear/printer.ts';
import {Reader} from '../../../source/ui/linear/reader.ts';
import {type PreferenceValues, usualPreferences} from '../../../source/ui/preferences.ts';
import {Shell} from '../../../source/ui/shell.ts';
import {Bench, type ScriptedPeer} from '../../client/scripted-server.ts';

/** Keeps what is printed apart from the line that is written. */
class Ear extends Printer {
	readonly heard: string[] = [];
	line = '';

	constructor() {
		super({write: () => {}, pen: movingPen, columns: () => 80});
	}

	override show(...[lines, line]: Parameters<Printer['show']>): void {
		this.heard.push(...lines);
		this.line = line.rows.join('\n');
		super.show(lines, line);
	}
}

export class Listener {
	readonly bench: Bench;
	readonly shell: Shell;
	readonly reader: Reader;
	readonly done: string[] = [];
	readonly #ear = new Ear();
	readonly #seqs = new Map<string, number>();
	#peer: ScriptedPeer | undefined;
	#read = 0;

	constructor(values: Partial<PreferenceValues> = {}) {
		this.bench = new Bench({rooms: ['general', 'ops']});
		this.shell = new Shell({
			client: this.bench.client,
			facts: {depth: 0, background: 'dark'},
			preferences: {
				...usualPreferences,
				values: {...usualPreferences.values, 'time.zone': 'UTC', 'time.clock': '24', ...values},
			},
			clock: this.bench.clock,
			columns: 100,
			rows: 24,
			terminal: {
				redraw: () => this.reader.again(),
				suspend: () => this.done.push('suspend'),
				title: () => {},
				bell: () => this.done.push('bell'),
				notify: () => {},
				mouse: () => {},
				copy: text => this.done.push(`copy ${text}`),
				openLink: async () => true,
				editText: async text => text,
				quit: () => this.done.push('quit'),
			},
		});
		this.reader = new Reader({
			shell: this.shell,
			address: 'chat.example',
			printer: this.#ear,
			clock: this.bench.clock,
			mostRows: 6,
		});
	}

	/** Connected, with both rooms there and the beginning heard. */
	static async online(values?: Partial<PreferenceValues>, ...more: Event[]): Promise<Listener> {
		const listener = new Listener(values);
		await listener.connect();
		await listener.receive(
			{type: 'members', room: 'general', list: [{id: 'Alice'}, {id: 'Bob'}, {id: 'Carol'}]},
			...more,
		);
		listener.news();
		return listener;
	}

	async connect(): Promise<void> {
		this.#peer = await this.bench.online();
	}

	get peer(): ScriptedPeer {
		return this.#peer!;
	}

	get line(): string {
		return this.#ear.line;
	}

	/** What was heard since one asked last. */
	news(): string[] {
		const news = this.#ear.heard.slice(this.#read);
		this.#read = this.#ear.heard.length;
		return news;
	}

	/** What the server says, heard in one go. */
	async receive(...events: Event[]): Promise<void> {
		const heard = new Promise<void>(resolve => {
			const end = this.bench.client.on('pong', () => {
				end();
				resolve();
			});
		});
		this.peer.send(...events, {type: 'pong', nonce: 'heard'});
		await heard;
		// Others are drawn at most so often.
		this.bench.clock.advance(250);
		await this.settled();
	}

	says(id: string, msg: string, more: {room?: string; ref?: number; kind?: 'me'; ts?: number} = {}): Event {
		const room = more.room ?? 'general';
		const seq = (this.#seqs.get(room) ?? 0) + 1;
		this.#seqs.set(room, seq);
		return {type: 'message', room, seq, id, msg, ts: this.bench.clock.now(), ...more};
	}

	/** Sends what is typed. @returns how the server hears it, past what it hears besides */
	async send(text: string): Promise<RequestOf<'say'>> {
		await this.type(text);
		await this.press('enter');
		for (;;) {
			const say = await this.peer.next('say').catch(() => undefined);
			if (say) return say;
		}
	}

	/** Says something, and the server takes it. */
	async say(text: string): Promise<void> {
		const {nonce = ''} = await this.send(text);
		const said = this.says('Alice', text) as EventOf<'message'>;
		const {room, seq, ts} = said;
		await this.receive({type: 'ack', nonce, room, seq, ts}, {...said, nonce});
	}

	async press(...names: string[]): Promise<void> {
		for (const name of names) this.#input({type: 'key', name});
		await this.settled();
	}

	async type(text: string): Promise<void> {
		this.#input({type: 'text', text});
		await this.settled();
	}

	async paste(text: string): Promise<void> {
		this.#input({type: 'paste', text});
		await this.settled();
	}

	settled(): Promise<void> {
		return new Promise(resolve => setImmediate(resolve));
	}

	#input(input: Input): void {
		this.reader.input(input);
	}
}
