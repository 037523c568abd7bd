import type {Client} from '../client/client.ts';
import type {Clock} from '../protocol/clock.ts';
import type {Effect, News} from './effects.ts';
import {reasonOf} from './managing.ts';
import {OneQuestion} from './one-question.ts';
import {peoplePage} from './overlays/people.ts';

/** Of rooms and people that are looked for by what is typed, so many are wanted. */
const foundAtOnce = 100;

type Errand<Type> = Extract<Effect, {type: Type}>;

type FindingOptions = {
	client: Client;
	clock: Clock;
	/** says what came of it */
	tell: (news: News) => void;
};

/** Asks the server for rooms and people, one question of a kind at a time. */
export class Finding {
	readonly #options: FindingOptions;
	readonly #rooms: OneQuestion;
	readonly #people: OneQuestion;
	readonly #names: OneQuestion;

	constructor(options: FindingOptions) {
		const {clock} = options;
		this.#options = options;
		this.#rooms = new OneQuestion(clock);
		this.#people = new OneQuestion(clock);
		this.#names = new OneQuestion(clock);
	}

	close(): void {
		for (const question of [this.#rooms, this.#people, this.#names]) question.close();
	}

	/** Without an answer there is less to choose from, which is no trouble worth a word. */
	listRooms({like, waits}: Errand<'listRooms'>): void {
		const {client, tell} = this.#options;
		this.#rooms.ask(async () => {
			const limit = like === undefined ? undefined : foundAtOnce;
			const found = await client.findRooms({like, limit}).catch(() => undefined);
			if (found) tell({type: 'listed', rooms: found.list, like, isPart: found.total > found.list.length});
		}, waits);
	}

	listPeople({id, room, like, after, waits}: Errand<'listPeople'>): void {
		const {client, tell} = this.#options;
		this.#people.ask(async () => {
			try {
				const {list, total} = await client.findPeople(room, {like, after, limit: peoplePage});
				tell({type: 'people', id, people: list, total});
			} catch (error) {
				tell({type: 'peopleFailed', id, text: reasonOf(error)});
			}
		}, waits);
	}

	/** Without an answer there is nobody more to choose from. */
	findPeople({room, like, before, direction}: Errand<'findPeople'>): void {
		const {client, tell} = this.#options;
		this.#names.ask(async () => {
			const found = await client.findPeople(room, {like, limit: foundAtOnce}).catch(() => undefined);
			if (found) tell({type: 'peopleFound', before, direction});
		}, true);
	}
}
