import type {Fact, Journal} from '../journal/journal.ts';
import {ChatError} from '../protocol/errors.ts';
import {generalRoom, logRoom, nameKey} from '../protocol/names.ts';
import type {Bounds} from './bounds.ts';
import {Logbook} from './logbook.ts';
import type {Member} from './member.ts';
import type {Moderation} from './moderation/moderation.ts';
import {Registry} from './registry.ts';
import {Room, type RoomKind} from './room.ts';

type RoomsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	bounds: () => Bounds;
	moderation: () => Moderation;
};

/** Which rooms there are: those that last, and those that somebody is in. */
export class Rooms {
	/** by `nameKey` */
	readonly byKey = new Map<string, Room>();
	readonly logbook = new Logbook();
	readonly #options: RoomsOptions;
	readonly #registry: Registry;
	/** keys of the rooms that are here also when nobody is in them */
	readonly #lasting = new Set<string>();

	constructor(options: RoomsOptions) {
		this.#options = options;
		this.#registry = new Registry(options);
	}

	/** Makes those that last, and returns the operators' one. @param desk name of the help desk's, if there is one */
	furnish(desk: string | undefined): Room {
		const log = this.#make(logRoom, 'log');
		if (desk !== undefined) this.#make(desk, 'desk');
		if (!this.byKey.has(generalRoom)) this.#make(generalRoom, 'open');
		for (const key of this.byKey.keys()) this.#lasting.add(key);
		return log;
	}

	/** Does the journal keep it, or is it about to? */
	keeps(room: string): boolean {
		return this.#registry.keeps(room);
	}

	/** Has something been said in it, or does it have a topic? */
	isWritten(room: string): boolean {
		return this.#registry.isWritten(room);
	}

	/** Makes a room for somebody, who owns it when nothing was ever said there. @throws {ChatError} SERVER_FULL_OF */
	found(name: string, {account, role}: Member): Room {
		const key = nameKey(name);
		if (!this.#registry.hasPlaceFor(key, role))
			throw new ChatError(
				'SERVER_FULL_OF',
				'The server has as many rooms as it may. Join one that there is.',
			);
		if (!this.isWritten(key)) this.#options.moderation().claim(key, name, account);
		return this.#make(name, 'open');
	}

	/** Something was said in it, or it has a topic: the journal keeps it for sure, and who owns it. */
	settle(room: string): void {
		this.#registry.settle(room);
		this.#options.moderation().rules.settle(room);
	}

	/** Nobody is in it any more. @returns is it gone? */
	pass({key}: Room): boolean {
		if (this.#lasting.has(key)) return false;
		this.byKey.delete(key);
		this.#registry.pass(key);
		this.#options.moderation().rules.pass(key);
		return true;
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		for (const room of this.byKey.values()) this.#registry.add(room);
	}

	#make(name: string, kind: RoomKind): Room {
		const {journal, moderation} = this.#options;
		const archive = kind === 'log' ? this.logbook : journal;
		const record = archive.conversation(nameKey(name));
		// Without a record the room has its name from whoever makes it.
		const room = new Room({
			name: record?.name || name,
			kind,
			topic: record?.topic ?? '',
			archive,
			rules: key => moderation().rules.get(key),
		});
		this.byKey.set(room.key, room);
		this.#registry.add(room);
		return room;
	}
}
