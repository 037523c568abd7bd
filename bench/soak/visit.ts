/** Somebody's visit in JSON: comes with what they hold, says and asks things, and checks all that is shown to them. */
import type {Chance} from '../../test/helpers/chance.ts';
import {type Ending, Link} from '../link.ts';
import type {Account} from './account.ts';
import {homeOf, keepOwn, markIn, newMark, type Person, phrase} from './person.ts';
import type {Tally} from './tally.ts';

type Event = {
	type: string;
	room: string;
	seq: number;
	id: string;
	msg: string;
	nonce?: string;
	code?: string;
	text?: string;
	token?: string;
	journal?: string;
	deleted?: true;
};

export type VisitOptions = {
	port: number;
	tls: boolean;
	index: number;
	person: Person;
	account: Account;
	tally: Tally;
	chance: Chance;
	/** called once, with the code of the error that ended it; '' without one */
	over: (code: string) => void;
};

/** Messages of history that somebody wants who has never been in a room. */
const firstHistory = 20;

const isDirect = (room: string): boolean => room.startsWith('@');

export class Visit {
	readonly person: Person;
	/** by now it is answered, and may ask things */
	isIn = false;
	/** whose end is due to the visitor: nobody is surprised by it */
	isLeaving = false;
	/** answers no ping any more */
	isMute = false;
	readonly #options: VisitOptions;
	readonly #link: Link;
	/** rooms whose history has been replayed: nothing may be left out any more */
	readonly #live = new Set<string>();
	/** rooms of which nothing was held: they begin anywhere */
	readonly #fresh = new Set<string>();
	/** rooms that they are on their way out of: what still comes of them is no news */
	readonly #parting = new Set<string>();
	#code = '';
	#asked = 0;

	constructor(options: VisitOptions) {
		const {person, port, tls, index} = options;
		this.#options = options;
		this.person = person;
		this.#link = new Link({
			port,
			tls,
			localAddress: homeOf(index),
			line: line => this.#hear(JSON.parse(line) as Event),
			closed: () => {
				this.isIn = false;
				options.over(this.#code);
			},
		});
		const isNew = person.token === undefined;
		if (isNew) for (const room of person.haunts.slice(0, 2)) this.#expect(room);
		this.#send({
			type: 'hello',
			v: 1,
			id: person.id,
			token: person.token,
			journal: person.journal,
			rooms: [...person.cursors].map(([room, after]) => ({room, after})),
			...(isNew ? {history: firstHistory} : {}),
			...(options.chance.happens(1 / 2) ? {resume: true} : {}),
			client: 'soak/1',
		});
	}

	/** Rooms in which somebody may speak now. */
	get rooms(): string[] {
		return [...this.#live];
	}

	say(room: string, text = phrase(this.#options.chance)): void {
		const {account, chance, tally} = this.#options;
		const nonce = newMark(chance);
		const said = {room, msg: `${nonce} ${text}`};
		this.person.unsent.set(nonce, said);
		if (!isDirect(room)) account.say(nonce);
		tally.add('said');
		this.#send({type: 'say', nonce, ...said});
	}

	/** Anything that is answered, and of which nothing else is expected. */
	ask(request: object): void {
		this.#send({...request, nonce: `${this.person.id}-${++this.#asked}`});
	}

	/** @returns whether they are in, or will be by the time of whatever is asked next */
	join(room: string): boolean {
		if (this.person.cursors.has(room)) return true;
		if (this.#parting.has(room)) return false;
		this.#expect(room);
		this.ask({type: 'join', room, history: firstHistory});
		return true;
	}

	/** Not from where something is still to be said: it would have to be said again if this link is lost. */
	leave(room: string): void {
		const {cursors, unsent} = this.person;
		if ([...unsent.values()].some(said => said.room === room) || !cursors.delete(room)) return;
		this.#live.delete(room);
		this.#fresh.delete(room);
		this.#parting.add(room);
		this.ask({type: 'leave', room});
	}

	pause(): void {
		this.#link.pause();
	}

	resume(): void {
		this.#link.resume();
	}

	/** Bytes as they are. */
	write(data: string | Uint8Array): void {
		this.#link.write(data);
	}

	quit(): void {
		this.isLeaving = true;
		this.ask({type: 'quit', text: 'Bye'});
	}

	close(ending: Ending): void {
		this.isLeaving = true;
		this.#link.close(ending);
	}

	#expect(room: string): void {
		this.person.cursors.set(room, 0);
		this.#fresh.add(room);
	}

	#send(request: object): void {
		this.#link.write(`${JSON.stringify(request)}\n`);
	}

	#hear(event: Event): void {
		const hear = heard[event.type];
		if (hear) hear(this, event);
	}

	welcome({token, journal}: Event): void {
		const {person} = this;
		if (person.journal !== undefined && person.journal !== journal)
			this.#options.account.fault('odd', `${person.id} came back to another journal`);
		person.token = token;
		person.journal = journal;
		this.isIn = true;
		this.#options.tally.add('entered');
		for (const [nonce, said] of person.unsent) this.#send({type: 'say', nonce, ...said});
	}

	acknowledged({nonce, room, seq}: Event): void {
		const {person} = this;
		if (!person.unsent.delete(nonce!) || isDirect(room)) return;
		this.#options.account.acknowledge(nonce!, room, seq);
		keepOwn(person, {room, seq, nonce: nonce!});
	}

	shown({room, seq, msg}: Event): void {
		if (isDirect(room)) return;
		this.#options.account.show(markIn(msg), room, seq);
		this.advance(room, seq);
	}

	/** Something of a room came: the next one, or the next that counts while its history is replayed. */
	advance(room: string, seq: number): void {
		const {account} = this.#options;
		const {id, cursors} = this.person;
		const held = cursors.get(room);
		// Left already, while this was on its way.
		if (held === undefined || isDirect(room)) return;
		this.#options.tally.add('delivered');
		if (seq <= held) account.fault('disordered', `${id} was shown ${room} ${seq} after ${held}`);
		else if (this.#live.has(room)) {
			if (seq > held + 1) account.fault('missed', `${id} was shown ${room} ${seq} right after ${held}, live`);
		} else if (!this.#fresh.has(room)) account.skip({room, from: held, to: seq, who: id});
		this.#fresh.delete(room);
		cursors.set(room, Math.max(held, seq));
	}

	live({room, seq}: Event): void {
		const {cursors, id} = this.person;
		const held = cursors.get(room);
		if (held === undefined || isDirect(room)) return;
		const {account} = this.#options;
		if (seq < held) account.fault('odd', `${id} holds ${room} ${held}, of which the newest is ${seq}`);
		if (!this.#fresh.delete(room)) account.skip({room, from: held, to: seq + 1, who: id});
		cursors.set(room, seq);
		this.#live.add(room);
	}

	gone(room: string): void {
		this.#parting.delete(room);
	}

	refused({code, nonce, text}: Event): void {
		const {account, tally} = this.#options;
		tally.add(`refused ${code}`);
		this.#code = code!;
		const said = nonce === undefined ? undefined : this.person.unsent.get(nonce);
		if (said === undefined) return;
		this.person.unsent.delete(nonce!);
		if (!isDirect(said.room)) account.fault('odd', `${this.person.id} could not say something: ${text}`);
	}

	asked({nonce}: Event): void {
		if (!this.isMute) this.#send({type: 'pong', nonce});
	}
}

/** What a visitor minds of what comes. */
const heard: Readonly<Record<string, (visit: Visit, event: Event) => void>> = {
	welcome: (visit, event) => visit.welcome(event),
	ack: (visit, event) => visit.acknowledged(event),
	message: (visit, event) => visit.shown(event),
	edit: (visit, {room, seq}) => visit.advance(room, seq),
	delete: (visit, {room, seq}) => visit.advance(room, seq),
	react: (visit, {room, seq}) => visit.advance(room, seq),
	live: (visit, event) => visit.live(event),
	gone: (visit, {room}) => visit.gone(room),
	error: (visit, event) => visit.refused(event),
	ping: (visit, event) => visit.asked(event),
};
