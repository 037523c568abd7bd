import {limits} from '../protocol/limits.ts';
import type {EventOf, Request, RequestOf} from '../protocol/messages.ts';
import type {Credentials, Channel as Way} from './credentials.ts';
import {type HelloOptions, helloFor, joinsFor} from './hello.ts';
import type {Profile} from './profile.ts';
import type {Requests} from './requests.ts';
import type {Store} from './store.ts';

export type GreetingOptions = Partial<Pick<HelloOptions, 'history' | 'since' | 'program'>> & {
	store: Store;
	credentials: Credentials;
	requests: Requests;
	profile: () => Profile;
	/** also in the first hello of this run */
	resume: boolean;
	/** over the link that has just begun */
	send: (request: Request) => void;
	/** @returns resolves with the answer to a ping that is sent now */
	answered: () => Promise<unknown>;
};

/** How each link begins: what its hello says, and what goes out once the server has let us in. */
export class Greeting {
	readonly #options: GreetingOptions;
	#welcome: EventOf<'welcome'> | undefined;

	constructor(options: GreetingOptions) {
		this.#options = options;
	}

	/** What the server takes; undefined before it has said so under this id. */
	get limits(): EventOf<'welcome'>['limits'] | undefined {
		return this.#welcome?.limits;
	}

	/** @throws {ChatError} NOT_SECURE, KEYS_BAD */
	hello(way: Way): RequestOf<'hello'> {
		const {credentials, store} = this.#options;
		return credentials.sign(helloFor(store.get(), this.#helloOptions()), way);
	}

	/** Under another id it is all new. */
	forget(): void {
		this.#welcome = undefined;
	}

	/** A new session of ours: it hears that we are away, and what is still unacknowledged. */
	takeUp(welcome: EventOf<'welcome'>): void {
		const {store, credentials, requests, send, answered} = this.#options;
		const joins = joinsFor(store.get(), this.#helloOptions());
		this.#welcome = welcome;
		credentials.welcomed(welcome);
		for (const join of joins) send(join);
		const isAssuming = [...store.get().rooms.values()].some(({assumed}) => assumed);
		// Rooms are told of right behind the welcome, so before whatever answers to that.
		if (isAssuming) void answered().then(() => store.dispatch({type: 'named'}), nothing);
		const {away} = store.get();
		if (away !== undefined) send({type: 'away', text: away});
		for (const request of requests.kept()) send(request);
	}

	#helloOptions(): HelloOptions {
		const {profile, history, since, resume, program} = this.#options;
		return {
			token: profile().token,
			// On a link that is made again, also what others began meanwhile is taken up.
			resume: resume || this.#welcome !== undefined,
			history,
			since,
			program,
			roomsAtMost: this.#welcome?.limits.roomsPerClient ?? limits.roomsPerClient,
		};
	}
}

const nothing = (): void => {};
