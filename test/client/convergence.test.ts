import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {initialState, reduce, reduceAll} from '../../source/client/reduce.ts';
import {quoteOf, reactionsOf, unread} from '../../source/client/select.ts';
import type {EntryEvent, HistoryPage, MessageLine, Room, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {ModelJournal} from './model-journal.ts';

const target = 'general';

/** A client as far as its state goes: it hears, is cut off, comes back, and reads older pages. */
class Reader {
	state: State = initialState({id: 'Alice', rooms: [target]});
	online = false;
	/** pages that the server has read, and that are not here yet */
	readonly #coming: HistoryPage[] = [];
	readonly #journal: ModelJournal;

	constructor(journal: ModelJournal) {
		this.#journal = journal;
	}

	get room(): Room {
		return this.state.rooms.get(target)!;
	}

	/** What was delivered while it was connected; several at once make one chunk. */
	hear(...events: readonly Event[]): void {
		this.state = reduceAll(
			this.state,
			events.map(event => ({type: 'event', event, at: 0})),
		);
	}

	cut(): void {
		this.online = false;
		this.#coming.length = 0;
		const error = new Error() as never;
		this.state = reduce(this.state, {type: 'link', link: {type: 'offline', retryAt: 0, error}});
	}

	/** @param history entries at most, when nothing is held */
	connect(history: number): void {
		this.online = true;
		const {seq} = this.room;
		const after = seq > 0 ? seq : Math.max(0, this.#journal.last - history);
		this.hear(
			{type: 'welcome', v: 1, id: 'Alice', server: '', journal: 'j', token: '', time: 0, limits: {}},
			{type: 'room', room: target, members: 0},
			...this.#journal.after(after),
			{type: 'live', room: target, seq: this.#journal.last},
		);
	}

	ask(limit: number): void {
		if (this.online && !this.room.complete && this.#coming.length === 0)
			this.#coming.push(this.#journal.page({before: this.room.oldest}, limit));
	}

	take(): void {
		const page = this.#coming.shift();
		if (page) this.state = reduce(this.state, {type: 'older', target, page});
	}

	get lines(): MessageLine[] {
		return this.room.log.chunks.flat().filter(line => line.type === 'message');
	}
}

/** What a person sees of a message, in the order of its parts, however it came. */
const seen = (room: Room, line: MessageLine): unknown => ({
	seq: line.seq,
	id: line.id,
	msg: line.msg,
	mention: line.mention,
	edited: line.edited,
	deleted: line.deleted,
	reactions: reactionsOf(line),
	quote: quoteOf(room, line),
});

const texts = fc.constantFrom('hello', 'for Alice', 'and so on');
const people = fc.constantFrom('Alice', 'Bob', 'Carol');
const part = fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true});

/** Something that happens, to be applied to the journal; undefined when there is nothing that it can happen to. */
type Happening = (journal: ModelJournal) => EntryEvent | undefined;

const about = (journal: ModelJournal, share: number, happen: (ref: number) => EntryEvent) => {
	const {standing} = journal;
	return standing.length === 0 ? undefined : happen(standing[Math.floor(share * standing.length)]!);
};

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.tuple(people, texts).map(
			([id, msg]): Happening =>
				journal =>
					journal.say(id, msg),
		),
	},
	fc.tuple(people, texts, part).map(
		([id, msg, share]): Happening =>
			journal =>
				about(journal, share, ref => journal.say(id, msg, ref)),
	),
	fc.tuple(texts, part).map(
		([msg, share]): Happening =>
			journal =>
				about(journal, share, ref => journal.edit(ref, msg)),
	),
	fc.tuple(people, part).map(
		([id, share]): Happening =>
			journal =>
				about(journal, share, ref => journal.remove(ref, id)),
	),
	fc.tuple(people, fc.constantFrom('👍', '✓'), fc.boolean(), part).map(
		([id, sign, off, share]): Happening =>
			journal =>
				about(journal, share, ref => journal.react(ref, id, sign, off)),
	),
);

type Step = {happen: Happening} | {do: 'cut' | 'connect' | 'ask' | 'take'; count: number};

const step: fc.Arbitrary<Step> = fc.oneof(
	{weight: 3, arbitrary: happening.map(happen => ({happen}))},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom('cut', 'connect', 'connect', 'ask', 'ask', 'take'),
			count: fc.integer({min: 1, max: 6}),
		}),
	},
);

/** Lets a client go through it all, and to the beginning of the room at the end. */
const run = (steps: readonly Step[], journal: ModelJournal, readers: readonly Reader[]): void => {
	const [stayed, resumed] = readers as [Reader, Reader];
	for (const one of steps) {
		if ('happen' in one) {
			const event = one.happen(journal);
			for (const reader of readers) if (event && reader.online) reader.hear(event);
		} else if (one.do === 'cut') resumed.cut();
		else if (one.do === 'connect' && !resumed.online) resumed.connect(one.count);
		else if (one.do === 'ask') for (const reader of readers) reader.ask(one.count);
		else for (const reader of readers) reader.take();
	}
	resumed.cut();
	resumed.connect(3);
	for (const reader of [stayed, resumed]) {
		// Each turn takes a page, and there are fewer entries than turns.
		for (let turn = 0; !reader.room.complete; turn++) {
			if (turn > 1000) throw new Error('the beginning never comes');
			reader.take();
			reader.ask(4);
			reader.take();
		}
	}
};

describe('a client that comes and goes', () => {
	test('sees in the end what one sees that never left', () => {
		fc.assert(
			fc.property(fc.array(step, {maxLength: 80, size: 'max'}), steps => {
				const journal = new ModelJournal();
				// Something to come late for.
				for (let number = 0; number < 12; number++) journal.say('Bob', 'early');
				const stayed = new Reader(journal);
				const resumed = new Reader(journal);
				stayed.connect(1_000);
				run(steps, journal, [stayed, resumed]);
				expect(resumed.lines.map(line => seen(resumed.room, line))).toEqual(
					stayed.lines.map(line => seen(stayed.room, line)),
				);
				expect(resumed.lines.map(({seq}) => seq)).toEqual(
					[...resumed.lines].map(({seq}) => seq).sort((one, other) => one - other),
				);
				expect(resumed.room.seq).toBe(journal.last);
				expect(unread(resumed.room)).toEqual({count: 0, mentions: 0, atLeast: false});
			}),
			{numRuns: 600},
		);
	});

	test('sees what the journal has, too', () => {
		const journal = new ModelJournal();
		const stayed = new Reader(journal);
		stayed.connect(0);
		stayed.hear(journal.say('Bob', 'one'), journal.edit(1, 'two'), journal.remove(1, 'Root'));
		expect(stayed.lines).toMatchObject([{seq: 1, msg: '', deleted: {seq: 3, id: 'Root'}}]);
	});
});
