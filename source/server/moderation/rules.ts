import type {Fact, Journal} from '../../journal/journal.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {RequestOf} from '../../protocol/messages.ts';
import type {Bounds} from '../bounds.ts';
import {isOneOf, isText, isTexts, maybe, parseAs} from './shape.ts';
import {Shelf} from './shelf.ts';

export type Mode = RequestOf<'lock'>['mode'];

/** What somebody is in a room who is more there than others. */
export type Rank = 'owner' | 'operator';

/** Who may do what in a room. People are named by their accounts' keys, so guests are nothing here. */
export type RoomRules = {
	/** as it is written */
	readonly name: string;
	readonly mode: Mode;
	/** whoever made it */
	readonly owner: string | undefined;
	readonly operators: ReadonlySet<string>;
	/** who may come into an `invited` one; empty for the others */
	readonly invited: ReadonlySet<string>;
};

export const openRules = (name: string): RoomRules => ({
	name,
	mode: 'open',
	owner: undefined,
	operators: new Set(),
	invited: new Set(),
});

/** Locked rooms of one owner in which nothing was said: they last, and would fill the disk and hold up each search. */
const mostEmpty = 20;

type RulesOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	bounds: () => Pick<Bounds, 'rooms'>;
	/** Has something been said in this room, or does it have a topic? */
	isWritten: (room: string) => boolean;
};

/**
 * The rules of all rooms that have any, by the room's key. They are stored once something was said in a room, or it is
 * not open: names cost nothing, and whoever makes up rooms for ever must not fill the disk with who owns them.
 */
export class Rules {
	readonly #options: RulesOptions;
	readonly #shelf: Shelf<RoomRules>;
	/** of rooms in which nothing was said, as long as somebody is in them */
	readonly #passing = new Map<string, RoomRules>();
	/** keys of the rooms that one has to be invited to */
	readonly #invited = new Set<string>();

	constructor(options: RulesOptions) {
		this.#options = options;
		this.#shelf = new Shelf({...options, kind: 'rules', parse, write});
		for (const [key, {mode}] of this.#shelf.entries()) if (mode === 'invited') this.#invited.add(key);
	}

	get(room: string): RoomRules | undefined {
		return this.#shelf.get(room) ?? this.#passing.get(room);
	}

	/** Keys of the rooms that one has to be invited to. */
	get invited(): Iterable<string> {
		return this.#invited;
	}

	/**
	 * May a room that has just been made be closed to others, or to all but its operators?
	 * @throws {ChatError} SERVER_FULL_OF
	 */
	checkPlace(room: string, owner: string | undefined): void {
		if (this.#shelf.get(room) !== undefined || this.#options.isWritten(room)) return;
		const empty = [...this.#shelf.entries()].filter(
			([key, rules]) => rules.owner === owner && !this.#options.isWritten(key),
		);
		if (this.#shelf.size >= this.#options.bounds().rooms || empty.length >= mostEmpty)
			throw new ChatError('SERVER_FULL_OF', 'Say something in the rooms that you have locked before, first.');
	}

	/** Hold at once. @returns resolves when they are stored, where they are */
	set(room: string, rules: RoomRules): Promise<void> {
		if (rules.mode === 'invited') this.#invited.add(room);
		else this.#invited.delete(room);
		const isKept =
			rules.mode !== 'open' || this.#shelf.get(room) !== undefined || this.#options.isWritten(room);
		if (!isKept) {
			this.#passing.set(room, rules);
			return Promise.resolve();
		}
		this.#passing.delete(room);
		return this.#shelf.set(room, rules);
	}

	/** To be called when something is said in a room for the first time, or it has a topic. */
	settle(room: string): void {
		const rules = this.#passing.get(room);
		if (rules === undefined) return;
		this.#passing.delete(room);
		this.#shelf.set(room, rules).catch(() => {});
	}

	/** To be called when nobody is in a room any more: whoever makes it again makes it new, if nothing was said there. */
	pass(room: string): void {
		this.#passing.delete(room);
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		this.#shelf.retry();
	}
}

const write = ({operators, invited, ...rest}: RoomRules): unknown => ({
	...rest,
	operators: [...operators],
	invited: [...invited],
});

type Stored = Omit<RoomRules, 'operators' | 'invited'> & {
	operators: readonly string[];
	invited: readonly string[];
};

const parseStored = parseAs<Stored>({
	name: isText,
	mode: isOneOf('open', 'invited', 'read-only'),
	owner: maybe(isText),
	operators: isTexts,
	invited: isTexts,
});

const parse = (value: unknown): RoomRules | undefined => {
	const stored = parseStored(value);
	if (stored === undefined) return undefined;
	const {operators, invited} = stored;
	return {...stored, operators: new Set(operators), invited: new Set(invited)};
};
