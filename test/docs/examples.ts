/**
 * The examples of docs/protocol.md, and a player that holds a conversation with a real server as they say.
 *
 *     Alice> {"type":"ping"}           Alice sends this line
 *     Alice< {"type":"pong"}           and the server answers this
 *     Alice> end                       Alice sends no more
 *     Alice< end                       the server closes the connection
 *     Alice< …                         and more, which is left out
 *     (30 s later)                     time passes
 *
 * One who is not named is the only one. In what the server sends, `…` stands for anything in a string or for
 * any value, as the last field of an object for any others, and `‹name›` for a value that is used again under that
 * name. Everybody comes by TLS, and may show their key as `‹Alice’s key›` and its proof as `‹Alice’s proof›`.
 */
import {expect} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {makeBinding, makeKey} from '../helpers/owner.ts';
import {type BytePeer, type TestServer, turns} from '../helpers/peer.ts';

export type Step =
	| {type: 'send'; who: string; line: string}
	| {type: 'expect'; who: string; line: string}
	| {type: 'skip' | 'sendEnd' | 'expectEnd'; who: string}
	| {type: 'wait'; ms: number};

export type Example = {
	/** the heading above it */
	title: string;
	dialect: 'json' | 'text' | 'raw';
	/** what the server was started with, and who is an operator */
	options: Readonly<Record<string, string>>;
	steps: readonly Step[];
};

const fence = /^(#+) (.*)$|^```(json|text|raw)-example(.*)\n([\s\S]*?)^```$/gm;

export const examplesIn = (markdown: string): Example[] => {
	let title = '';
	return [...markdown.matchAll(fence)].flatMap(([, , heading, dialect, options, body]) => {
		if (heading !== undefined) title = heading;
		if (dialect === undefined) return [];
		return [
			{
				title,
				dialect: dialect as Example['dialect'],
				options: Object.fromEntries(
					(options ?? '')
						.trim()
						.split(/\s+/)
						.filter(Boolean)
						.map(pair => pair.split('=') as [string, string]),
				),
				steps: body!.trimEnd().split('\n').map(stepOf),
			},
		];
	});
};

const stepOf = (text: string): Step => {
	const seconds = /^\((\d+) s later\)$/.exec(text)?.[1];
	if (seconds !== undefined) return {type: 'wait', ms: Number(seconds) * 1000};
	const [, who = '', side, line] = /^([\p{L}\d]*)([<>]) (.*)$/u.exec(text) ?? [];
	if (line === undefined) throw new Error(`An example has a line that nobody can play: ${text}`);
	if (line === 'end') return {type: side === '>' ? 'sendEnd' : 'expectEnd', who};
	if (line === '…') return {type: 'skip', who};
	return {type: side === '>' ? 'send' : 'expect', who, line};
};

/** Everything arrives within so many turns of the event loop, or it does not. */
const patience = 60;

/** One side of an example: lines it was sent, in order. */
class Speaker {
	readonly #peer: BytePeer;
	readonly #dialect: Example['dialect'];
	#taken = 0;

	constructor(peer: BytePeer, dialect: Example['dialect']) {
		this.#peer = peer;
		this.#dialect = dialect;
	}

	send(line: string): void {
		this.#peer.write(this.#dialect === 'raw' ? line : `${line}\n`);
	}

	end(): void {
		this.#peer.end();
	}

	/** What has come and was not asked for. A raw peer takes one read for one message. */
	unheard(): string[] {
		const lines = this.#dialect === 'raw' ? this.#peer.reads : this.#peer.text.split('\n').slice(0, -1);
		return lines.slice(this.#taken);
	}

	async next(): Promise<string | undefined> {
		for (let turn = 0; turn < patience && this.unheard().length === 0; turn++) await turns(1);
		const [line] = this.unheard();
		if (line !== undefined) this.#taken++;
		return line;
	}

	/** Resolves at the next line: a password is hashed in a thread of its own, which takes no turns here. */
	async hears(): Promise<void> {
		await this.#peer.until(new RegExp(`^(?:[^\\n]*\\n){${this.#taken + this.unheard().length + 1}}`));
	}

	/** Takes all that has come, and tells how much that was. */
	async skip(): Promise<number> {
		await turns();
		const count = this.unheard().length;
		this.#taken += count;
		return count;
	}

	async isClosed(): Promise<boolean> {
		for (let turn = 0; turn < patience && !this.#peer.duplex.readableEnded; turn++) await turns(1);
		return this.#peer.duplex.readableEnded;
	}
}

/** Plays an example, and fails where the server says something else, more or less. */
export const play = async (example: Example, server: TestServer): Promise<void> => {
	const speakers = new Map<string, Speaker>();
	const known = new Map<string, unknown>();
	const speakerOf = (who: string): Speaker => {
		const operator = who !== '' && who === example.options.operator;
		const found = speakers.get(who);
		if (found) return found;
		const [key, binding] = [makeKey(), makeBinding()];
		known.set(`${who}’s key`, key.key);
		known.set(`${who}’s fingerprint`, key.fingerprint);
		known.set(`${who}’s proof`, key.prove(who, binding));
		const about = {address: '192.0.2.7:50123', operator, binding};
		const speaker = new Speaker(server.bytes(about), example.dialect);
		speakers.set(who, speaker);
		return speaker;
	};
	for (const step of example.steps) {
		if (step.type === 'wait') {
			await turns();
			server.clock.advance(step.ms);
		} else await playStep(step, speakerOf(step.who), example.dialect, server, known);
	}
	await turns();
	for (const [who, speaker] of speakers) expect(speaker.unheard(), `${who} was told more`).toEqual([]);
};

const playStep = async (
	step: Exclude<Step, {type: 'wait'}>,
	speaker: Speaker,
	dialect: Example['dialect'],
	{clock}: TestServer,
	known: Map<string, unknown>,
): Promise<void> => {
	switch (step.type) {
		case 'send':
			speaker.send(step.line.replaceAll(/‹(.+?)›/g, (_, name: string) => String(known.get(name))));
			if (step.line.includes('"password"')) await speaker.hears();
			await turns();
			// What ends a raw message, and the first bytes of a connection, is a moment of silence.
			if (dialect === 'raw') clock.advance(limits.quietMs);
			break;
		case 'sendEnd':
			speaker.end();
			break;
		case 'expectEnd':
			expect(await speaker.isClosed(), `${step.who} is still connected`).toBe(true);
			break;
		case 'skip':
			expect(await speaker.skip(), `${step.who} was told nothing that could be left out`).not.toBe(0);
			break;
		case 'expect':
			expectLine(dialect, await speaker.next(), step.line, known);
	}
};

const expectLine = (
	dialect: Example['dialect'],
	actual: string | undefined,
	expected: string,
	known: Map<string, unknown>,
): void => {
	if (actual === undefined) expect.fail(`Nothing came where the example has: ${expected}`);
	if (dialect !== 'json') {
		expect(actual).toBe(expected);
		return;
	}
	// Placeholders may stand where JSON wants a value.
	const wanted: unknown = JSON.parse(
		expected.replaceAll(/:(…|‹[^›]+›)(?=[,}\]])/g, ':"$1"').replaceAll(/,…(?=\})/g, ',"…":"…"'),
	);
	expect(withPlaceholders(JSON.parse(actual), wanted, known)).toEqual(wanted);
};

/** The actual value, in which everything that a placeholder stands for is that placeholder. */
const withPlaceholders = (actual: unknown, wanted: unknown, known: Map<string, unknown>): unknown => {
	if (typeof wanted === 'string') {
		if (wanted === '…') return wanted;
		const name = /^‹(.+)›$/.exec(wanted)?.[1];
		if (name !== undefined) {
			if (!known.has(name)) known.set(name, actual);
			return known.get(name) === actual ? wanted : actual;
		}
		const [head = '', tail] = wanted.split('…');
		const fits = typeof actual === 'string' && actual.startsWith(head) && actual.endsWith(tail ?? '');
		return tail !== undefined && fits ? wanted : actual;
	}
	if (Array.isArray(wanted) && Array.isArray(actual))
		return actual.map((item, index) => withPlaceholders(item, wanted[index], known));
	if (typeof wanted === 'object' && wanted !== null && typeof actual === 'object' && actual !== null) {
		const fields = wanted as Record<string, unknown>;
		const others = Object.hasOwn(fields, '…') ? {'…': '…'} : {};
		return Object.fromEntries([
			...Object.entries(actual)
				.filter(([key]) => others['…'] === undefined || Object.hasOwn(fields, key))
				.map(([key, value]) => [key, withPlaceholders(value, fields[key], known)]),
			...Object.entries(others),
		]);
	}
	return actual;
};
