import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Bounds} from '../bounds.ts';
import type {Member} from '../member.ts';
import {isNumber, isOneOf, isShaped, isText, isTexts, maybe, parseAs} from './shape.ts';
import {Shelf} from './shelf.ts';
import {powerOf} from './standing.ts';
import {networksOf, prefixOf, type Subject} from './subject.ts';
import {untilText} from './times.ts';

export type Effect = 'ban' | 'mute';

/** Of all sanctions, so many may be made by people of rooms; of one room so many of all. */
const [roomsShare, roomShare] = [1 / 2, 1 / 20];

/** Somebody may not come in, or not speak. */
export type Sanction = {
	readonly effect: Effect;
	readonly subject: Subject;
	/** of a name: the fingerprints of the keys that it had, so that another name is no way round */
	readonly keys: readonly string[];
	/** keys of the names that were theirs who have these keys: they may come in by a password, or a token */
	readonly names?: readonly string[] | undefined;
	/** key and name of the room; undefined for the whole server */
	readonly room?: {readonly key: string; readonly name: string} | undefined;
	/** ms since 1970; undefined for ever */
	readonly until?: number | undefined;
	readonly reason?: string | undefined;
	readonly by: string;
	/** how much whoever made it was there, by `powerIn`: nobody below takes it back */
	readonly power: number;
	readonly ts: number;
};

/** By what somebody is known. */
export type Suspect = Pick<Member, 'ip' | 'fingerprint'> & {
	/** `nameKey` of the id */
	readonly key: string;
};

type SanctionsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	/** a sanction is over by itself */
	onOver?: ((sanction: Sanction) => void) | undefined;
};

const parse = parseAs<Sanction>({
	effect: isOneOf('ban', 'mute'),
	subject: isShaped<Subject>({type: isOneOf('name', 'key', 'address'), value: isText, shown: isText}),
	keys: isTexts,
	names: maybe(isTexts),
	room: maybe(isShaped({key: isText, name: isText})),
	until: maybe(isNumber),
	reason: maybe(isText),
	by: isText,
	power: isNumber,
	ts: isNumber,
});

const placeOf = ({effect, subject: {type, value}, room}: Sanction): string =>
	[effect, type, value, room?.key ?? ''].join(' ');

/**
 * Who is banned or muted. Looking somebody up costs a few look-ups in tables, however many there are: one for the name,
 * one for the key, and one for each length of prefix that is in use.
 */
export class Sanctions {
	readonly #options: SanctionsOptions;
	readonly #shelf: Shelf<Sanction>;
	/** by what they are for: `name alice`, `key SHA256:…`, `address 192.0.2.0/24` */
	readonly #bySubject = new Map<string, Set<Sanction>>();
	/** how many networks of each length, as `ipv4 24` */
	readonly #prefixes = new Map<string, number>();
	/** when the next one is over, ms since 1970 */
	#nextOver = Number.POSITIVE_INFINITY;

	constructor(options: SanctionsOptions) {
		this.#options = options;
		this.#shelf = new Shelf({...options, kind: 'sanction', parse});
		for (const sanction of this.#shelf.values()) this.#index(sanction);
	}

	/** Why a connection from there is not taken. */
	forAddress(ip: string): ChatError | undefined {
		return refusal(this.#inForce('ban', this.#ofAddress(ip)).find(({room}) => room === undefined));
	}

	/** Why somebody is not let in. */
	forHello({
		id,
		...known
	}: {
		id: string;
		ip?: string | undefined;
		fingerprint?: string | undefined;
	}): ChatError | undefined {
		const suspect = {key: nameKey(id), ip: known.ip, fingerprint: known.fingerprint};
		return refusal(this.of('ban', suspect).find(({room}) => room === undefined));
	}

	/** What holds for somebody, anywhere. */
	of(effect: Effect, {key, ip, fingerprint}: Suspect): Sanction[] {
		if (this.#shelf.size === 0) return [];
		// One that is for a name is for its keys too, and so found twice.
		const found = new Set([
			...this.#held(`name ${key}`),
			...(fingerprint === undefined ? [] : this.#held(`key ${fingerprint}`)),
			...(ip === undefined ? [] : this.#ofAddress(ip)),
		]);
		return this.#inForce(effect, [...found]);
	}

	/** What holds for somebody in a room: of the room, or of the whole server. */
	in(effect: Effect, suspect: Suspect, room: string | undefined): Sanction | undefined {
		return this.of(effect, suspect).find(one => one.room === undefined || one.room.key === room);
	}

	/** The one about just this, if there is one. */
	find(effect: Effect, subject: Subject, room: string | undefined): Sanction | undefined {
		return this.#shelf.get([effect, subject.type, subject.value, room ?? ''].join(' '));
	}

	/** All, of one room or of the server and all rooms, oldest first. */
	list(room?: string): Sanction[] {
		const now = this.#options.clock.now();
		return [...this.#shelf.values()].filter(
			one => !isOver(one, now) && (room === undefined || one.room?.key === room),
		);
	}

	/**
	 * Holds from now on, in the place of an earlier one of the same effect about the same.
	 * @returns resolves when it is stored
	 * @throws {ChatError} SERVER_FULL_OF
	 */
	add(sanction: Sanction): Promise<void> {
		const place = placeOf(sanction);
		const old = this.#shelf.get(place);
		if (old === undefined) this.#checkPlace(sanction);
		if (old) this.#forget(old);
		this.#index(sanction);
		return this.#shelf.set(place, sanction);
	}

	/** Holds no more. @returns resolves when that is stored */
	lift(sanction: Sanction): Promise<void> {
		this.#forget(sanction);
		return this.#shelf.delete(placeOf(sanction));
	}

	/** To be called now and then: what is over goes. */
	inspect(): void {
		const now = this.#options.clock.now();
		if (now < this.#nextOver) return;
		this.#nextOver = Number.POSITIVE_INFINITY;
		for (const sanction of [...this.#shelf.values()]) {
			if (!isOver(sanction, now)) this.#await(sanction);
			else {
				this.lift(sanction).catch(() => {});
				this.#options.onOver?.(sanction);
			}
		}
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		this.#shelf.retry();
	}

	/**
	 * Rooms cost nothing, and whoever makes one is its owner: of all places half are for those who keep order on the whole
	 * server, and one room has a twentieth at most.
	 */
	#checkPlace({power, room}: Sanction): void {
		const {bans} = this.#options.bounds();
		if (this.#shelf.size >= bans)
			throw new ChatError('SERVER_FULL_OF', 'The server keeps as many bans and mutes as it may. Lift some.');
		if (power >= powerOf('operator')) return;
		const ofRooms = [...this.#shelf.values()].filter(one => one.power < powerOf('operator'));
		const ofRoom = ofRooms.filter(one => one.room?.key === room?.key);
		if (ofRooms.length >= bans * roomsShare || ofRoom.length >= bans * roomShare)
			throw new ChatError('SERVER_FULL_OF', 'Rooms have as many bans and mutes as they may. Lift some.');
	}

	#inForce(effect: Effect, sanctions: readonly Sanction[]): Sanction[] {
		if (sanctions.length === 0) return [];
		const now = this.#options.clock.now();
		return sanctions.filter(one => one.effect === effect && !isOver(one, now));
	}

	#held(subject: string): Iterable<Sanction> {
		return this.#bySubject.get(subject) ?? [];
	}

	#ofAddress(ip: string): Sanction[] {
		if (this.#prefixes.size === 0) return [];
		const networks = networksOf(ip, kind =>
			[...this.#prefixes.keys()].filter(one => one.startsWith(kind)).map(one => Number(one.split(' ')[1])),
		);
		return networks.flatMap(network => [...this.#held(`address ${network}`)]);
	}

	#index(sanction: Sanction): void {
		this.#await(sanction);
		for (const subject of subjectsOf(sanction)) {
			const held = this.#bySubject.get(subject);
			if (held) held.add(sanction);
			else this.#bySubject.set(subject, new Set([sanction]));
		}
		this.#count(sanction, 1);
	}

	#forget(sanction: Sanction): void {
		for (const subject of subjectsOf(sanction)) {
			const held = this.#bySubject.get(subject);
			held?.delete(sanction);
			if (held?.size === 0) this.#bySubject.delete(subject);
		}
		this.#count(sanction, -1);
	}

	#count({subject}: Sanction, change: number): void {
		if (subject.type !== 'address') return;
		const {kind, bits} = prefixOf(subject.value);
		const prefix = `${kind} ${bits}`;
		const count = (this.#prefixes.get(prefix) ?? 0) + change;
		if (count > 0) this.#prefixes.set(prefix, count);
		else this.#prefixes.delete(prefix);
	}

	#await({until = Number.POSITIVE_INFINITY}: Sanction): void {
		this.#nextOver = Math.min(this.#nextOver, until);
	}
}

const isOver = ({until}: Sanction, now: number): boolean => until !== undefined && until <= now;

/** Does a sanction hold for somebody? */
export const isMeant = (
	{subject: {type, value}, keys, names}: Sanction,
	{key, ip, fingerprint}: Suspect,
): boolean => {
	if (fingerprint !== undefined && keys.includes(fingerprint)) return true;
	if (names?.includes(key)) return true;
	if (type === 'name') return value === key;
	if (type === 'key') return value === fingerprint;
	return ip !== undefined && networksOf(ip, kind => lengthsOf(value, kind)).includes(value);
};

const lengthsOf = (network: string, kind: string): number[] => {
	const prefix = prefixOf(network);
	return prefix.kind === kind ? [prefix.bits] : [];
};

const subjectsOf = ({subject: {type, value}, keys, names = []}: Sanction): string[] => [
	`${type} ${value}`,
	...keys.map(key => `key ${key}`),
	...names.map(name => `name ${name}`),
];

/** What whoever it is for is told. */
export const refusal = (sanction: Sanction | undefined): ChatError | undefined => {
	if (sanction === undefined) return undefined;
	const {effect, room, until, reason} = sanction;
	const what = effect === 'ban' ? 'banned from' : 'muted in';
	const where =
		room === undefined ? (effect === 'ban' ? 'this server' : 'all of this server') : `#${room.name}`;
	const time = until === undefined ? '' : ` until ${untilText(until)}`;
	const code = effect === 'mute' ? 'MUTED' : room === undefined ? 'BANNED' : 'ROOM_BANNED';
	return new ChatError(code, `You are ${what} ${where}${time}${reason ? `: ${reason}` : '.'}`);
};
