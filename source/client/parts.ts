import {randomBytes} from 'node:crypto';
import type {Address} from '../protocol/address.ts';
import {systemClock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Request} from '../protocol/messages.ts';
import {checkId, checkTarget} from '../protocol/names.ts';
import {Audience} from './audience.ts';
import {openProfile, stateBefore} from './beginning.ts';
import {Bookmarks} from './bookmarks.ts';
import {Exchange} from './exchange.ts';
import {History} from './history.ts';
import type {ClientOptions} from './options.ts';
import {plainWires} from './plain.ts';
import type {Profile} from './profile.ts';
import {firstSight, reach} from './reaching.ts';
import {Renaming} from './renaming.ts';
import type {Answer} from './requests.ts';
import type {Link, Tone} from './state.ts';
import {createStore, type Store} from './store.ts';
import type {Peer} from './tls.ts';
import {Typist} from './typist.ts';
import {JsonWire, type Wire} from './wire.ts';

/** What a client is made of. */
export type Parts = {
	readonly address: Address;
	readonly store: Store;
	readonly nonce: () => string;
	/** each message is told once over all runs */
	readonly resumes: boolean;
	readonly exchange: Exchange;
	readonly audience: Audience;
	readonly past: History;
	readonly bookmarks: Bookmarks;
	readonly renaming: Renaming;
	readonly typist: Typist;
};

export type PartsOptions = {
	/** The server has proved its key. */
	met: (peer: Peer) => void;
	/** The link is another one, and the state has it. */
	linked: (link: Link) => void;
};

/** Makes them, and tells each of the others. @throws {ChatError} ID_BAD, ROOM_BAD or LINK_BAD */
export const makeParts = (options: ClientOptions, {met, linked}: PartsOptions): Parts => {
	const {clock = systemClock, plain} = options;
	const resumes = options.resume === true && !plain;
	const nonce = options.nonce ?? ((): string => randomBytes(16).toString('base64url'));
	const note = (text: string, tone: Tone = 'error'): void =>
		store.dispatch({type: 'note', text, tone, ts: clock.now()});
	const {address, room, dial, credentials} = reach(options, {
		now: () => clock.now(),
		failed: sentence => (options.report ?? note)(sentence),
		met: peer => {
			met(peer);
			if (options.met) options.met(peer);
			else if (peer.how === 'new') note(firstSight(address, peer), 'info');
		},
	});
	const profileOf = (id: string): Profile => openProfile({report: note, ...options, id}, address);
	const id = checkId(options.id);
	const rooms = (room === undefined ? options.rooms : [room, ...(options.rooms ?? [])])?.map(checkTarget);
	const profile = profileOf(id);
	const store = createStore(stateBefore({id, rooms, resume: resumes}, profile));
	const exchange = new Exchange({
		...options,
		store,
		profile,
		dial,
		credentials,
		wire: plain ? plainWires(clock) : (): Wire => new JsonWire(),
		address: options.dial ? undefined : address,
		clock,
		random: options.random ?? Math.random,
		nonce,
		resume: resumes,
		heard: events => audience.hear(events),
		linked: link => {
			linked(link);
			audience.linked(link);
		},
		finished: () => audience.finished(),
	});
	const audience = new Audience(exchange);
	const ask = (request: Request): Promise<Answer> => exchange.ask(request, true);
	const bookmarks = new Bookmarks({
		store,
		clock,
		tell: (target, seq) => void ask({type: 'read', room: target, seq}),
	});
	return {
		address,
		store,
		nonce,
		resumes,
		exchange,
		audience,
		past: new History({store, clock, ask}),
		// That nobody is there to be told is no news to whoever is typing.
		typist: new Typist({clock, tell: target => void ask({type: 'typing', room: target})}),
		bookmarks,
		renaming: new Renaming({
			store,
			exchange,
			profileOf,
			isHere: other => ask({type: 'whois', id: other}).then(() => true, isNobody),
			renamed: () => bookmarks.reset(),
		}),
	};
};

/** The answer to a whois that says that there is nobody. Any other error is one. */
const isNobody = (error: unknown): boolean => {
	if (error instanceof ChatError && error.code === 'NO_SUCH_ID') return false;
	throw error;
};
