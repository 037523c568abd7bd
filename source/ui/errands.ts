/** Carries out what keys ask for: a row for each effect. What takes a while is told once it is done. */
import type {Client} from '../client/client.ts';
import {clean} from '../protocol/clean.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {nameKey} from '../protocol/names.ts';
import {complain} from './complaints.ts';
import {doneWords} from './done.ts';
import type {Effect, News} from './effects.ts';
import {Finding} from './finding.ts';
import {list, reasonOf, register, undo} from './managing.ts';
import type {Keeper} from './preferences.ts';

type Errand<Type> = Extract<Effect, {type: Type}>;

/** What only the terminal can do. */
export type Terminal = {
	redraw: () => void;
	suspend: () => void;
	title: (text: string) => void;
	bell: () => void;
	/** on the desktop; both in one line */
	notify: (title: string, body: string) => void;
	/** whether wheel and clicks are ours */
	mouse: (on: boolean) => void;
	/** puts a text on the clipboard */
	copy: (text: string) => void;
	/** shows a link; false when nothing here can */
	openLink: (url: string) => Promise<boolean>;
	/** lets the person write a text in an editor of theirs. @throws {Error} by rejecting, with a sentence */
	editText: (text: string) => Promise<string>;
	/** the person wants to leave */
	quit: (text: string | undefined) => void;
};

export type ErrandsOptions = {
	client: Client;
	clock: Clock;
	terminal: Terminal;
	/** none keeps nothing beyond this run */
	keeper?: Keeper | undefined;
	/** says what came of it */
	tell: (news: News) => void;
};

/** Letters follow each other faster than this while one types a word. */
const typingMs = 150;

export class Errands {
	readonly #options: ErrandsOptions;
	readonly #rows: {readonly [Type in Effect['type']]: (effect: Errand<Type>) => unknown};
	#searching: Timer | undefined;
	readonly #finding: Finding;

	constructor(options: ErrandsOptions) {
		const {client, terminal} = options;
		this.#options = options;
		this.#finding = new Finding(options);
		this.#rows = {
			request: effect => this.#request(effect),
			change: ({change}) => client.store.dispatch(change),
			load: effect => this.#load(effect),
			visit: effect => this.#visit(effect),
			endVisit: ({target}) => client.endVisit(target),
			unreadFrom: ({target, seq}) => client.unreadFrom(target, seq),
			search: effect => this.#search(effect),
			whois: effect => this.#whois(effect),
			listRooms: effect => this.#finding.listRooms(effect),
			listPeople: effect => this.#finding.listPeople(effect),
			findPeople: effect => this.#finding.findPeople(effect),
			wish: ({target, change}) => client.wish(target, change),
			ignore: ({id, on}) => client.ignore(id, on),
			nick: effect => this.#nick(effect),
			copy: ({text}) => terminal.copy(text),
			openLink: effect => this.#open(effect),
			editText: effect => this.#editText(effect),
			loadSigns: effect => this.#loadSigns(effect),
			keep: effect => this.#keep(effect),
			reload: () => this.#reload(),
			listRecords: effect => list(effect, options),
			undo: effect => undo(effect, options),
			register: effect => register(effect, options),
			// What is refused is said by the link.
			login: effect => client.login(effect.with).catch(() => {}),
			rename: ({id}) => client.rename(id),
			retry: () => this.#retry(),
			drop: ({nonce}) => client.drop(nonce),
			reconnect: () => client.reconnect(),
			redraw: () => terminal.redraw(),
			suspend: () => terminal.suspend(),
			quit: ({text}) => terminal.quit(text),
		};
	}

	run(effect: Effect): void {
		(this.#rows[effect.type] as (effect: Effect) => unknown)(effect);
	}

	close(): void {
		this.#options.clock.clearTimeout(this.#searching);
		this.#finding.close();
	}

	/**
	 * What is refused, and what is answered, is said in the room by the state. What is shown once is copied, too; what
	 * an operator did is told.
	 */
	async #request({request}: Errand<'request'>): Promise<void> {
		const {client, terminal, tell} = this.#options;
		const answer = await client.send(request).catch(() => undefined);
		const done = answer?.type === 'done' ? doneWords(request) : '';
		if (done !== '') tell({type: 'told', text: done, tone: 'info'});
		const text = answer?.type === 'invite' ? `npx tui-chat ${answer.link}` : undefined;
		const copied = answer?.type === 'token' ? answer.token : text;
		if (copied === undefined) return;
		terminal.copy(clean(copied));
		tell({type: 'told', text: 'Copied, where the terminal lets programs do that.', tone: 'info'});
	}

	/** Loads what is in front of or behind what is shown. */
	async #load({target, way}: Errand<'load'>): Promise<void> {
		const {client, tell} = this.#options;
		// Why it failed is said in the room, by the client.
		const more = await (way === 'older' ? client.older(target) : client.newer(target)).catch(() => false);
		tell({type: 'loaded', key: nameKey(target), more});
	}

	/** Goes to an old message, in a room that is entered first where one is not in it. */
	async #visit({target, seq, joins}: Errand<'visit'>): Promise<void> {
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
	#search({id, asked, more, waits}: Errand<'search'>): void {
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

	async #nick({id}: Errand<'nick'>): Promise<void> {
		const {client, tell} = this.#options;
		try {
			await client.nick(id);
			tell({type: 'told', text: `You are ${client.id} now.`, tone: 'info'});
		} catch (error) {
			tell({type: 'told', text: `You are still ${client.id}. ${reasonOf(error)}`, tone: 'error'});
		}
	}

	async #whois({id}: Errand<'whois'>): Promise<void> {
		const {client, tell} = this.#options;
		try {
			tell({type: 'introduced', id, answer: await client.whois(id), trouble: ''});
		} catch (error) {
			tell({type: 'introduced', id, answer: undefined, trouble: reasonOf(error)});
		}
	}

	async #open({url}: Errand<'openLink'>): Promise<void> {
		const {terminal, tell} = this.#options;
		if (await terminal.openLink(url)) {
			tell({type: 'told', text: `Opened ${url}`, tone: 'info'});
			return;
		}
		terminal.copy(url);
		tell({type: 'told', text: `Nothing here opens links, so it was copied: ${url}`, tone: 'info'});
	}

	async #editText({text}: Errand<'editText'>): Promise<void> {
		const {terminal, tell} = this.#options;
		try {
			tell({type: 'written', text: await terminal.editText(text)});
		} catch (error) {
			tell({type: 'told', text: (error as Error).message, tone: 'error'});
		}
	}

	/** Two thousand names are fetched by those who use them only. */
	async #loadSigns({completes}: Errand<'loadSigns'>): Promise<void> {
		const {allSigns} = await import('./all-signs.ts');
		this.#options.tell({type: 'signs', signs: allSigns, completes});
	}

	/** What cannot be kept counts all the same, for now. */
	async #keep({change}: Errand<'keep'>): Promise<void> {
		const {client, clock, keeper, tell} = this.#options;
		try {
			await keeper?.keep(change);
		} catch (error) {
			tell({type: 'told', text: 'That counts for now, but is not kept.', tone: 'error'});
			complain(client, [reasonOf(error)], clock);
		}
	}

	async #reload(): Promise<void> {
		const {client, clock, keeper, tell} = this.#options;
		if (!keeper) return;
		const {preferences, complaints, isLost} = await keeper.read();
		if (!isLost) tell({type: 'reread', preferences});
		complain(client, complaints, clock);
		if (complaints.length === 0)
			tell({type: 'told', text: 'The configuration file was read again.', tone: 'info'});
	}

	/** Connects again if that is what is missing, and sends again what failed. */
	#retry(): void {
		const {client} = this.#options;
		const {state} = client;
		if (state.link.type === 'offline') client.reconnect();
		for (const room of state.rooms.values()) {
			for (const {nonce, error} of room.pending) if (error) client.resend(nonce);
		}
	}
}
