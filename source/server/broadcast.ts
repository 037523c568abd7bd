import type {Event} from '../protocol/messages.ts';
import type {Member} from './member.ts';
import {handBytes} from './outbox.ts';

/**
 * Events that go to many, encoded once for each kind of reader and not once for each reader. They have to be
 * of one type, or all in the history of one room, so that the first one's key is everybody's.
 */
export class Broadcast {
	readonly #events: readonly Event[];
	readonly #frames = new Map<string, readonly Uint8Array[]>();
	#lastKey: string | undefined;
	#last: readonly Uint8Array[] = [];

	constructor(events: readonly Event[]) {
		this.#events = events;
	}

	sendTo(member: Member): void {
		for (const frame of this.framesFor(member)) member.write(frame);
	}

	/** Those of a member, for whoever sends them one by one. */
	framesFor(member: Member): readonly Uint8Array[] {
		const [first] = this.#events;
		if (first === undefined) return [];
		const key = member.dialect.keyOf(first);
		if (key !== this.#lastKey) {
			this.#last = this.#framesFor(key, member);
			this.#lastKey = key;
		}
		return this.#last;
	}

	#framesFor(key: string, {dialect}: Member): readonly Uint8Array[] {
		let frames = this.#frames.get(key);
		if (frames === undefined) {
			const lines = this.#events
				.map(event => dialect.encode(event))
				.filter(line => line !== undefined && line !== '') as string[];
			frames = (dialect.separate ? lines : inPieces(lines)).map(piece => Buffer.from(piece));
			this.#frames.set(key, frames);
		}
		return frames;
	}
}

/** As few pieces as an outbox may hand over one at a time: a burst in one piece could not be held back. */
const inPieces = (lines: readonly string[]): string[] => {
	const pieces: string[] = [];
	let piece = '';
	for (const line of lines) {
		if (piece.length + line.length > handBytes && piece !== '') {
			pieces.push(piece);
			piece = '';
		}
		piece += line;
	}
	if (piece !== '') pieces.push(piece);
	return pieces;
};
