/** However people come and go, they end up with the same messages, in the same state. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {MemoryJournal} from '../../source/journal/memory.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

type Step =
	| {do: 'say' | 'cut' | 'restart' | 'settle'}
	| {do: 'edit' | 'delete' | 'react' | 'unreact' | 'reply'; ref: number};

const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof<Array<fc.WeightedArbitrary<Step>>>(
		{weight: 4, arbitrary: fc.constant({do: 'say'})},
		{
			weight: 6,
			arbitrary: fc.record({
				do: fc.constantFrom('edit', 'delete', 'react', 'unreact', 'reply'),
				ref: fc.integer({min: 1, max: 12}),
			}),
		},
		{weight: 2, arbitrary: fc.record({do: fc.constantFrom('cut', 'settle')})},
		{weight: 1, arbitrary: fc.constant({do: 'restart'})},
	),
	{minLength: 10, maxLength: 60},
);

type Said = {
	msg: string;
	by: number;
	deleted: boolean;
	ref: number | undefined;
	signs: Map<string, [number, boolean]>;
};

/** What somebody knows of a room: of each thing the change with the highest seq. */
class Screen {
	readonly said = new Map<number, Said>();
	cursor = 0;

	hear(event: Event): void {
		if (event.type === 'message') {
			const {seq, msg, deleted = false, ref} = event;
			const known = this.said.get(seq);
			if (!known) this.said.set(seq, {msg, by: seq, deleted, ref, signs: new Map()});
		} else if (event.type === 'edit' || event.type === 'delete' || event.type === 'react') this.#amend(event);
		else return;
		this.cursor = Math.max(this.cursor, event.seq);
	}

	#amend(event: Extract<Event, {ref: number; type: 'edit' | 'delete' | 'react'}>): void {
		const about = this.said.get(event.ref)!;
		if (event.type === 'delete') about.deleted = true;
		if (event.type === 'edit' && event.seq > about.by) Object.assign(about, {msg: event.msg, by: event.seq});
		if (event.type !== 'react') return;
		const sign = `${event.id} ${event.emoji}`;
		if (event.seq > (about.signs.get(sign)?.[0] ?? 0)) about.signs.set(sign, [event.seq, !event.off]);
	}

	get shown(): unknown {
		return [...this.said]
			.sort(([one], [other]) => one - other)
			.map(([seq, {msg, deleted, ref, signs}]) => ({
				seq,
				ref,
				msg: deleted ? '' : msg,
				deleted,
				signs: deleted
					? []
					: [...signs]
							.filter(([, [, stands]]) => stands)
							.map(([sign]) => sign)
							.sort(),
			}));
	}
}

const requestOf = (step: Exclude<Step, {do: 'cut' | 'restart' | 'settle'}>, number: number): object => {
	const at = {room: 'general', ...('ref' in step ? {ref: step.ref} : {})};
	switch (step.do) {
		case 'say':
		case 'reply':
			return {type: 'say', ...at, msg: `said ${number}`};
		case 'edit':
			return {type: 'edit', ...at, msg: `edited ${number}`};
		case 'delete':
			return {type: 'delete', ...at};
		default:
			return {
				type: 'react',
				...at,
				emoji: number % 2 === 0 ? '👍' : '🎉',
				...(step.do === 'react' ? {} : {off: true}),
			};
	}
};

/** Alice, who does everything, Bob, who comes and goes, and the server between them. */
class Scene implements AsyncDisposable {
	readonly journal = new MemoryJournal();
	readonly screen = new Screen();
	#server: TestServer = startServer({journal: this.journal, rate: false});
	#alice!: Peer;
	#bob: Peer | undefined;
	#token: string | undefined;
	#number = 0;

	async start(): Promise<void> {
		this.#alice = await this.#server.join('Alice');
		const token = /"token":"(\w+)"/.exec(this.#alice.text)![1]!;
		this.#token = token;
		await this.#enter();
	}

	async act(step: Step): Promise<void> {
		if (step.do === 'cut') this.#cut();
		else if (step.do === 'settle') await this.#enter();
		else if (step.do === 'restart') await this.#restart();
		else this.#alice.send(requestOf(step, ++this.#number));
		await turns(step.do === 'settle' ? 0 : 1);
	}

	/** Bob is there and has heard everything. */
	async end(): Promise<void> {
		await this.#alice.sync();
		const {seq} = await this.#alice.say('general', 'end');
		await this.#enter();
		while (this.screen.cursor < seq) this.#hear(await this.#bob!.sync());
	}

	/** What a newcomer is told. */
	async newcomer(): Promise<Screen> {
		const screen = new Screen();
		const peer = await this.#server.join('Carol', []);
		peer.send({type: 'join', room: 'general'});
		await peer.next('live');
		for (const event of await peer.sync()) screen.hear(event);
		return screen;
	}

	/** What pages hold, the newest first. */
	async reader(limit: number): Promise<Screen> {
		const screen = new Screen();
		const lists: Event[][] = [];
		for (let before = this.screen.cursor + 1; before > 1; ) {
			this.#alice.send({type: 'history', room: 'general', before, limit});
			const {list} = await this.#alice.next('page');
			lists.push(list as Event[]);
			before = (list[0] as (Event & {seq: number}) | undefined)?.seq ?? 1;
		}
		// Each stands on its own; about older messages it may know more than it shows.
		for (const event of lists.reverse().flat()) screen.hear(event);
		return screen;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#server[Symbol.asyncDispose]();
	}

	#cut(): void {
		this.#bob?.reset();
		this.#hear(this.#bob ? this.#heard(this.#bob) : []);
		this.#bob = undefined;
	}

	async #restart(): Promise<void> {
		await this.#alice.sync();
		this.#cut();
		await this.#server[Symbol.asyncDispose]();
		this.#server = startServer({journal: this.journal, rate: false});
		this.#alice = this.#server.peer();
		this.#alice.send({type: 'hello', v: 1, id: 'Alice', token: this.#token, history: 0});
		await this.#alice.next('live');
	}

	async #enter(): Promise<void> {
		await turns(3);
		if (this.#bob === undefined) {
			this.#bob = this.#server.peer();
			const rooms = [{room: 'general', after: this.screen.cursor}];
			this.#bob.send({type: 'hello', v: 1, id: 'Bob', rooms, journal: this.journal.id});
		}
		this.#hear(await this.#bob.sync());
	}

	/** Everything so far, also what nobody waited for. */
	#heard(peer: Peer): Event[] {
		return peer.text
			.split('\n')
			.slice(0, -1)
			.map(line => JSON.parse(line) as Event);
	}

	#hear(events: readonly Event[]): void {
		for (const event of events) this.screen.hear(event);
	}
}

test('property: resumed, newly come and paged, everybody knows the same', async () => {
	let amended = 0;
	await fc.assert(
		fc.asyncProperty(steps, fc.integer({min: 1, max: 30}), async (history, limit) => {
			await using scene = new Scene();
			await scene.start();
			for (const step of history) await scene.act(step);
			await scene.end();
			const {shown} = await scene.newcomer();
			expect(scene.screen.shown).toEqual(shown);
			expect((await scene.reader(limit)).shown).toEqual(shown);
			amended += scene.screen.cursor - scene.screen.said.size;
		}),
		{numRuns: 60},
	);
	expect(amended).toBeGreaterThan(30);
});
