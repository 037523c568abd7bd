import type {Framer} from './lines.ts';
import type {Event, Request} from './messages.ts';

/**
 * How one kind of peer speaks. A dialect belongs to one connection and may remember what its peer cannot say
 * for itself, such as the room that a person at netcat talks in.
 */
export interface Dialect {
	readonly name: 'json' | 'text' | 'raw';
	readonly framer: Framer;

	/** Does the dialect show when a peer is alive by itself (ping and pong)? */
	readonly beats: boolean;

	/** Messages of history that such a peer wants on joining, unless it says otherwise. */
	readonly history: number;

	/** Each event in a write of its own, for peers that take one read for one message. */
	readonly separate: boolean;

	/**
	 * One frame's meaning; undefined when it means nothing (an empty line).
	 * @throws {ChatError} for what cannot be understood; `nonce` is set on it when the frame had one
	 */
	decode(frame: Uint8Array): Request | Reply | undefined;

	/** The bytes for an event, or undefined when this dialect has no words for it. Includes the frame's end. */
	encode(event: Event): string | undefined;

	/**
	 * Two dialects that give the same key for an event encode it to the same bytes, so that a hub encodes a
	 * broadcast once for each key and not once for each member.
	 */
	keyOf(event: Event): string;
}

/** What the dialect itself answers its peer, such as help for a person at netcat. */
export type Reply = {type: 'reply'; text: string};

export type Sniffed = 'json' | 'text' | 'raw' | 'unsure';

const brace = 0x7b;
const newline = 0x0a;

/**
 * Chooses the dialect by the first bytes. `{` begins JSON. A first line that ends in a newline is a person's;
 * bytes without one may go on, and are a seed's raw id after `quietMs` of silence. 0x16 (TLS) was taken off
 * before. `SSH-` and `CAP`, `NICK`, `PASS`, `USER` (IRC) are left for later: today they are ids, mostly illegal ones.
 */
export const sniff = (first: Uint8Array, quiet: boolean): Sniffed => {
	if (first.length === 0) return 'unsure';
	if (first[0] === brace) return 'json';
	if (first.includes(newline)) return 'text';
	return quiet ? 'raw' : 'unsure';
};
