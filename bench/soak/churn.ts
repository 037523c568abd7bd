/** The people of a soak: who is there, who comes and goes, and what happens among them, as often as the table says. */
import type {Chance} from '../../test/helpers/chance.ts';
import type {Ending, Link} from '../link.ts';
import {Account} from './account.ts';
import {audit} from './auditor.ts';
import {happenings} from './happenings.ts';
import {begin, mischief} from './hostile.ts';
import type {LoadOptions} from './options.ts';
import {newPerson, type Person, strangerNames} from './person.ts';
import {PlainVisit} from './plain-visit.ts';
import {crowd, library, madeRoom} from './rooms.ts';
import {Schedule, untilSo} from './schedule.ts';
import {Tally} from './tally.ts';
import {Visit} from './visit.ts';

/** Shares of all connections. Those without JSON meet in one room, which is the large one. */
const [textShare, rawShare, tlsShare] = [0.12, 0.06, 0.4];

/** Of those who come in JSON: strangers, who never come again. */
const strangerShare = 0.05;

/** How long somebody stays, on average, in s, at the usual rate. */
const staySeconds = 300;

/** Known people, for each connection; rooms that are always there; and how many of those one cares for. */
const [regularsPerConnection, roomsPerConnection, hauntsEach] = [1.5, 1 / 10, 3];

/** In so many of those who come for the first time, the large room is among what they care for. */
const crowdShare = 0.1;

/** All arrive within this time, in ms. */
const arrivalMs = 60_000;

/** What is on its way in the end may take so long to be answered, in ms. */
const patienceMs = 60_000;

const tickMs = 100;

/** On a busy machine a tick is late, and what was to happen meanwhile happens then; but never more than of so many ms. */
const mostTickMs = 2000;

const endings: readonly Ending[] = ['end', 'reset', 'destroy'];

export class Churn {
	readonly account = new Account();
	readonly tally = new Tally();
	readonly chance: Chance;
	readonly visits = new Set<Visit>();
	readonly plainVisits = new Set<PlainVisit>();
	readonly #options: LoadOptions;
	readonly #hostile = new Set<Link>();
	/** those who are away and come again */
	readonly #away: Person[] = [];
	/** names that no stranger has now */
	readonly #strangers = [...strangerNames];
	/** those who come back at once */
	readonly #returning: Person[] = [];
	readonly #rooms = new Set<string>([crowd, library]);
	#number = 0;
	#newRooms = 0;
	readonly #schedule: Schedule;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: LoadOptions, chance: Chance) {
		this.#options = options;
		this.chance = chance;
		this.#schedule = new Schedule(chance);
		const rooms = Math.max(2, Math.round(options.connections * roomsPerConnection));
		for (let room = 0; room < rooms; room++) this.#rooms.add(`room-${room}`);
		const all = [...this.#rooms].slice(2);
		for (let index = 0; index < options.connections * regularsPerConnection; index++) {
			const haunts = new Set(Array.from({length: hauntsEach}, () => chance.pick(all)));
			if (chance.happens(crowdShare)) haunts.add(crowd);
			this.#away.push(newPerson(`regular${index}`, [...haunts]));
		}
	}

	get open(): number {
		return this.visits.size + this.plainVisits.size + this.#hostile.size;
	}

	start(): void {
		let last = performance.now();
		this.#timer = setInterval(() => {
			const now = performance.now();
			this.#tick(Math.min(mostTickMs, now - last));
			last = now;
		}, tickMs);
	}

	/** A room that nobody has been in, until there are too many of them. */
	newRoom(): string {
		const room = madeRoom(this.#newRooms++);
		this.#rooms.add(room);
		return room;
	}

	#tick(ms: number): void {
		const {connections, rate} = this.#options;
		const people = this.visits.size + this.plainVisits.size;
		const happen = (name: string, perSecond: number, act: () => void): void =>
			this.#schedule.happen(name, (perSecond * rate * ms) / 1000, act);
		happen('leave', connections / staySeconds, () => this.#goSomebody());
		// Who has left is followed by somebody else at once.
		const most = Math.max(1, Math.ceil((connections * ms) / arrivalMs));
		for (let left = Math.min(most, connections - people); left > 0; left--) this.#comeSomebody();
		for (const [name, {perSecond, act}] of Object.entries(happenings))
			happen(name, perSecond, () => act(this));
		for (const [name, {perSecond}] of Object.entries(mischief))
			happen(name, perSecond, () => this.#attack(name));
	}

	#attack(name: string): void {
		const {tally, chance} = this;
		const over = (): void => void this.#hostile.delete(link);
		const link = begin(name, {port: this.#options.port, index: this.#number++, tally, chance, over}, () =>
			this.account.fault('odd', `the server did not end this: ${name}`),
		);
		this.#hostile.add(link);
	}

	#comeSomebody(): void {
		const {chance} = this;
		const returning = this.#returning.pop();
		if (returning) this.visit(returning);
		else if (chance.happens(textShare + rawShare))
			this.#visitPlainly(chance.happens(textShare / (textShare + rawShare)) ? 'text' : 'raw');
		else if (chance.happens(strangerShare) && this.#strangers.length > 0) this.visit(this.#stranger());
		else {
			const index = chance.between(0, this.#away.length - 1);
			const person = this.#away[index];
			if (!person) return;
			this.#away[index] = this.#away.at(-1)!;
			this.#away.pop();
			this.visit(person);
		}
	}

	#stranger(): Person {
		return newPerson(this.#strangers.shift()!, [`room-${this.chance.between(0, 1)}`]);
	}

	visit(person: Person): void {
		const {port} = this.#options;
		const {account, tally, chance} = this;
		const visit: Visit = new Visit({
			port,
			tls: chance.happens(tlsShare),
			index: this.#number++,
			person,
			account,
			tally,
			chance,
			over: code => {
				this.visits.delete(visit);
				if (!visit.isLeaving) tally.add(code === '' ? 'cut without a word' : `cut: ${code}`);
				if (person.unsent.size > 0 || !visit.isLeaving) this.#returning.push(person);
				else if (person.id.startsWith('regular')) this.#away.push(person);
				else this.#strangers.push(person.id);
			},
		});
		this.visits.add(visit);
	}

	#visitPlainly(dialect: 'text' | 'raw'): void {
		const {account, tally, chance} = this;
		const number = this.#number++;
		const visit: PlainVisit = new PlainVisit({
			port: this.#options.port,
			tls: chance.happens(tlsShare),
			index: number,
			id: `${dialect}${number}`,
			dialect,
			account,
			tally,
			chance,
			over: () => void this.plainVisits.delete(visit),
		});
		this.plainVisits.add(visit);
	}

	#goSomebody(): void {
		const {chance, tally} = this;
		const plain = this.plainVisits.size / (this.visits.size + this.plainVisits.size);
		if (chance.happens(plain)) {
			const visit = chance.pick([...this.plainVisits]);
			const ending = chance.pick(endings);
			tally.add(`left by ${ending}`);
			visit.close(ending);
			return;
		}
		const visit = this.somebody();
		if (!visit) return;
		if (chance.happens(1 / 4)) {
			tally.add('left by quit');
			visit.quit();
			return;
		}
		const ending = chance.pick(endings);
		tally.add(`left by ${ending}`);
		visit.close(ending);
	}

	/** Anybody who is in and about nothing special. */
	somebody(): Visit | undefined {
		const all = [...this.visits].filter(({isIn, isLeaving, isMute}) => isIn && !isLeaving && !isMute);
		return all.length === 0 ? undefined : this.chance.pick(all);
	}

	/** Resolves once something has happened so often. */
	reached(name: string, count: number): Promise<void> {
		return untilSo(() => (this.tally.counts[name] ?? 0) >= count);
	}

	/** Nothing new happens; who has something to be answered comes back for it; then everybody goes. */
	async leave(): Promise<void> {
		clearInterval(this.#timer);
		for (const visit of this.visits) if (visit.isMute) visit.close('reset');
		const until = performance.now() + patienceMs;
		await untilSo(() => {
			for (const person of this.#returning.splice(0)) this.visit(person);
			return (
				performance.now() > until ||
				[...this.visits].every(({isLeaving, person}) => !isLeaving && person.unsent.size === 0)
			);
		});
		for (const {person} of this.visits)
			for (const nonce of person.unsent.keys())
				this.account.fault('unanswered', `${person.id} has no answer to ${nonce}`);
		for (const visit of this.visits) visit.close(this.chance.pick(endings));
		for (const visit of this.plainVisits) visit.close(this.chance.pick(endings));
		for (const link of this.#hostile) link.close('destroy');
		await untilSo(() => this.open === 0);
	}

	audit(): Promise<void> {
		return audit(this.#options.port, [...this.#rooms], this.account);
	}
}
