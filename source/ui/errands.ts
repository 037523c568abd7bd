/** What the screen asks for and has to wait for: older messages, places in the past, what is looked for, links. */
import type {Client} from '../client/client.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {nameKey} from '../protocol/names.ts';
import type {Effect, News} from './screen.ts';

type Errand<Type> = Extract<Effect, {type: Type}>;

export type ErrandsOptions = {
	client: Client;
	clock: Clock;
	/** puts a text on the clipboard */
	copy: (text: string) => void;
	/** shows a link; false when nothing here can */
	openLink: (url: string) => Promise<boolean>;
	/** says what came of it */
	tell: (news: News) => void;
};

/** Letters follow each other faster than this while one types a word. */
const typingMs = 150;

const reasonOf = (error: unknown): string => (error instanceof ChatError ? error.message : String(error));

export class Errands {
	readonly #options: ErrandsOptions;
	#searching: Timer | undefined;

	constructor(options: ErrandsOptions) {
		this.#options = options;
	}

	close(): void {
		this.#options.clock.clearTimeout(this.#searching);
	}

	/** Loads what is in front of or behind what is shown. */
	async load({target, way}: Errand<'load'>): Promise<void> {
		const {client, tell} = this.#options;
		// Why it failed is said in the room, by the client.
		const more = await (way === 'older' ? client.older(target) : client.newer(target)).catch(() => false);
		tell({type: 'loaded', key: nameKey(target), more});
	}

	/** Goes to an old message, in a room that is entered first where one is not in it. */
	async visit({target, seq, joins}: Errand<'visit'>): Promise<void> {
		const {client, tell} = this.#options;
		try {
			if (joins) {
				await client.join(target);
				tell({type: 'told', text: `You are in #${target} now.`, tone: 'info'});
			}
			await client.visit(target, seq);
		} catch (error) {
			tell({type: 'told', text: reasonOf(error), tone: 'error'});
		}
		tell({type: 'visited', key: nameKey(target), seq});
	}

	/** Asks for messages; while one types, once that pauses. Only the newest question is asked. */
	search({id, asked, more, waits}: Errand<'search'>): void {
		const {client, clock, tell} = this.#options;
		clock.clearTimeout(this.#searching);
		const ask = async (): Promise<void> => {
			try {
				const answer = await client.search({...asked, ...(more === undefined ? {} : {more})});
				tell({type: 'found', id, found: answer.messages, more: answer.more});
			} catch (error) {
				tell({type: 'searchFailed', id, text: reasonOf(error)});
			}
		};
		if (waits) this.#searching = clock.setTimeout(ask, typingMs);
		else void ask();
	}

	async open({url}: Errand<'openLink'>): Promise<void> {
		const {copy, openLink, tell} = this.#options;
		if (await openLink(url)) {
			tell({type: 'told', text: `Opened ${url}`, tone: 'info'});
			return;
		}
		copy(url);
		tell({type: 'told', text: `Nothing here opens links, so it was copied: ${url}`, tone: 'info'});
	}
}
