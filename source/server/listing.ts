/** Which rooms there are, for those who ask. */
import type {Clock} from '../protocol/clock.ts';
import {limits} from '../protocol/limits.ts';
import type {EventOf, RequestOf} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import type {Mode} from './moderation/rules.ts';
import {inPages} from './pages.ts';
import type {Room} from './room.ts';
import type {SharedAnswers} from './shared-answers.ts';

type Listed = EventOf<'rooms'>['list'][number];

/** A room in the list, with the text in which a word is looked for. */
type Row = {readonly key: string; readonly listed: Listed; readonly text: string};

/** Of more rooms than this the list may be a moment old: to make it for each who asks would cost milliseconds. */
const many = 500;
const freshMs = 1000;

/** With more rooms of one's own kind than this an answer is nobody else's. */
const mostOwn = 20;

type Known = Pick<Hub, 'rooms' | 'people' | 'journal' | 'moderation'>;

/**
 * The rooms that somebody may know of: those that are here, and those whose members are all away. Most are the same
 * for everybody. What is not is looked at for each who asks: invited rooms, the help desk, the operators' log.
 */
export class Listing {
	readonly #known: Known;
	readonly #clock: Clock;
	readonly #answers: SharedAnswers;
	#open: readonly Row[] = [];
	#openAt = Number.NEGATIVE_INFINITY;

	constructor(known: Known, clock: Clock, answers: SharedAnswers) {
		this.#known = known;
		this.#clock = clock;
		this.#answers = answers;
	}

	/** Those with most people first. */
	answer(
		viewer: Member,
		{like, limit = limits.listedRooms}: RequestOf<'rooms'>,
	): readonly EventOf<'rooms'>[] {
		const [open, own] = [this.#openRows(), this.#ownRows(viewer)];
		const word = like === undefined ? '' : nameKey(like);
		const most = Math.min(limit, limits.listedRooms);
		const make = (): EventOf<'rooms'>[] => pagesFor(own.length === 0 ? open : merged(open, own), word, most);
		if (open.length <= many || own.length > mostOwn) return make();
		const question = ['rooms', word, most, JSON.stringify(own.map(({listed}) => listed))].join('\n');
		return this.#answers.give(viewer, question, make) as readonly EventOf<'rooms'>[];
	}

	/** To be called when others may know of a room than before. */
	forget(): void {
		this.#openAt = Number.NEGATIVE_INFINITY;
		this.#answers.forget();
	}

	#openRows(): readonly Row[] {
		const elapsed = this.#clock.elapsed();
		if (this.#open.length <= many || elapsed - this.#openAt >= freshMs) {
			this.#open = this.#findOpen();
			this.#openAt = elapsed;
		}
		return this.#open;
	}

	#findOpen(): Row[] {
		const {rooms, people} = this.#known;
		const found: Row[] = [];
		for (const room of rooms.values()) if (isForAll(room)) found.push(rowOf(room, room.members.size));
		for (const key of people.inhabited()) {
			const row = rooms.has(key) ? undefined : this.#awayRow(key);
			if (row !== undefined && row.listed.mode !== 'invited') found.push(row);
		}
		return found.sort(byPeople);
	}

	#ownRows(viewer: Member): Row[] {
		const {rooms, people, moderation} = this.#known;
		const own: Row[] = [];
		for (const room of rooms.values()) {
			// The server made its own before all others.
			if (room.kind === 'open') break;
			if (room.kind === 'desk' || viewer.operator) own.push(rowOf(room, room.countFor(viewer)));
		}
		for (const key of moderation.rules.invited) {
			if (!moderation.isOpenTo(viewer, key)) continue;
			const room = rooms.get(key);
			const row = room ? rowOf(room, room.members.size) : people.isInhabited(key) && this.#awayRow(key);
			if (row) own.push(row);
		}
		return own;
	}

	/** Of a room whose members are all away, if the journal knows it. */
	#awayRow(key: string): Row | undefined {
		const {journal, moderation} = this.#known;
		const record = journal.conversation(key);
		if (record === undefined) return undefined;
		const {name, topic} = record;
		return {key, listed: listed(name, 0, topic, moderation.rules.get(key)?.mode), text: textOf(key, topic)};
	}
}

const isForAll = ({kind, rules}: Room): boolean => kind === 'open' && rules?.mode !== 'invited';

const rowOf = ({key, name, topic, rules, kind}: Room, members: number): Row => ({
	key,
	listed: {
		...listed(name, members, topic, rules?.mode),
		...(kind === 'desk' ? {desk: true as const} : {}),
	},
	text: textOf(key, topic),
});

/** No name or topic holds the line's end, so no word is found across them. */
const textOf = (key: string, topic: string): string => (topic === '' ? key : `${key}\n${nameKey(topic)}`);

const byPeople = (one: Row, other: Row): number =>
	other.listed.members - one.listed.members || (one.key < other.key ? -1 : 1);

/** Sorting what is nearly sorted costs a comparison for each. A room may be for invited people since the list was made. */
const merged = (open: readonly Row[], own: readonly Row[]): Row[] => {
	const keys = new Set(own.map(({key}) => key));
	return [...open.filter(({key}) => !keys.has(key)), ...own].sort(byPeople);
};

/** @param word folded, empty for all */
const pagesFor = (rows: readonly Row[], word: string, most: number): EventOf<'rooms'>[] => {
	const fitting = word === '' ? rows : rows.filter(({text}) => text.includes(word));
	const pages = inPages(fitting.slice(0, most).map(row => row.listed));
	const total = fitting.length > most ? {total: fitting.length} : {};
	return pages.map((list, page) => ({type: 'rooms', list, ...(page === pages.length - 1 ? total : {})}));
};

const listed = (room: string, members: number, topic: string, mode: Mode = 'open'): Listed => ({
	room,
	members,
	...(topic === '' ? {} : {topic}),
	...(mode === 'open' ? {} : {mode}),
});
