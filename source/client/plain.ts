import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {
	type Event,
	protocolVersion,
	type Request,
	type RequestOf,
	type RequestType,
} from '../protocol/messages.ts';
import {generalRoom, nameKey, sameName, serverId} from '../protocol/names.ts';
import {ObjectSplitter, type Piece} from './json-objects.ts';
import type {Kept} from './state.ts';
import type {Wire} from './wire.ts';

/** Such a server takes one read of 1,024 bytes for one message. */
const messageBytes = 1024;

/** Two messages in one of its reads would become one message. */
const betweenWritesMs = 50;

/** It refuses an id with `ID_USED` and accepts one with silence. */
const silenceMs = 250;

const refusal = 'ID_USED';

/** What such a server understands; the others are refused here, in words. */
type Rows = {
	readonly [Type in RequestType]?: (request: RequestOf<Type>, wire: PlainWire) => string | undefined;
};

const nothing = (): undefined => undefined;

const rows: Rows = {
	hello: ({id}, wire) => wire.enter(id),
	say: (request, wire) => wire.say(request),
	typing: nothing,
	ping: nothing,
	pong: nothing,
	/** The end of the connection says it. */
	quit: nothing,
};

/**
 * Wires to the simple servers of the classroom: raw ids and messages go out, JSON objects of `id` and `msg`
 * come in with nothing between them. They know one room and no history, so each link is a record of its own.
 */
export const plainWires = (clock: Clock): (() => Wire) => {
	let links = 0;
	return () => new PlainWire(clock, `plain ${++links}`);
};

class PlainWire implements Wire {
	readonly beats = false;
	readonly resumes = false;
	readonly gapMs = betweenWritesMs;
	readonly quietMs = silenceMs;
	readonly lineBytes = messageBytes;
	readonly #clock: Clock;
	readonly #journal: string;
	readonly #splitter = new ObjectSplitter(limits.eventBytes);
	readonly #known = new Set<string>();
	/** own messages that were not echoed yet, in order: the echo is the acknowledgement */
	readonly #said: Array<RequestOf<'say'>> = [];
	#me = '';
	#welcomed = false;
	#first = '';
	#seq = 0;

	constructor(clock: Clock, journal: string) {
		this.#clock = clock;
		this.#journal = journal;
	}

	sizeOf(request: Kept): number {
		if (request.type !== 'say') throw unknown(request);
		return Buffer.byteLength(textOf(request));
	}

	encode(request: Request): string | undefined {
		const row = rows[request.type] as ((request: Request, wire: PlainWire) => string | undefined) | undefined;
		if (!row) throw unknown(request);
		return row(request, this);
	}

	*decode(chunk: Uint8Array): Generator<Event, void> {
		for (const piece of this.#splitter.push(chunk)) yield* this.#eventsOf(piece);
	}

	quiet(): readonly Event[] {
		return [...this.#welcome()];
	}

	enter(id: string): string {
		this.#me = id;
		return id;
	}

	say(request: RequestOf<'say'>): string {
		const text = textOf(request);
		this.#said.push(request);
		return text;
	}

	*#eventsOf({type, text}: Piece): Generator<Event, void> {
		if (type === 'other') {
			yield* this.#other(text);
			return;
		}
		yield* this.#welcome();
		const message = readMessage(text);
		if (message) yield* this.#message(message);
		else yield* this.#note(text);
	}

	/** Outside of objects stands only a refusal, and its first half may come alone. */
	*#other(text: string): Generator<Event, void> {
		const all = this.#first + text;
		this.#first = '';
		if (all === refusal) yield {type: 'error', code: refusal, text: new ChatError(refusal).message};
		else if (refusal.startsWith(all)) this.#first = all;
		else yield* [...this.#welcome(), ...this.#note(all)];
	}

	/** What our own server would have said by now. */
	*#welcome(): Generator<Event, void> {
		if (this.#welcomed) return;
		this.#welcomed = true;
		const room = generalRoom;
		yield {
			type: 'welcome',
			v: protocolVersion,
			id: this.#me,
			server: 'plain',
			journal: this.#journal,
			token: '',
			time: this.#clock.now(),
			limits: {lineBytes: messageBytes},
		};
		yield {type: 'room', room, members: 1};
		yield* this.#meet(this.#me);
		yield {type: 'live', room, seq: 0};
	}

	/** Such a server never tells who is there. Whoever speaks is. */
	*#meet(id: string): Generator<Event, void> {
		const key = nameKey(id);
		if (this.#known.has(key)) return;
		this.#known.add(key);
		yield {type: 'members', room: generalRoom, list: [{id}]};
	}

	*#message({id, msg}: {id: string; msg: string}): Generator<Event, void> {
		yield* this.#meet(id);
		const said = sameName(id, this.#me) ? this.#echoOf(msg) : undefined;
		const seq = ++this.#seq;
		const place = {room: generalRoom, seq, ts: this.#clock.now()};
		const nonce = said?.nonce;
		if (nonce !== undefined) yield {type: 'ack', ...place, nonce};
		yield {type: 'message', ...place, id, msg, ...(nonce === undefined ? {} : {nonce})};
	}

	#echoOf(msg: string): RequestOf<'say'> | undefined {
		const place = this.#said.findIndex(say => textOf(say) === msg);
		return place === -1 ? undefined : this.#said.splice(place, 1)[0];
	}

	*#note(text: string): Generator<Event, void> {
		if (text !== '') yield {type: 'notice', id: serverId, msg: text, ts: this.#clock.now()};
	}
}

const unknown = ({type}: Request): ChatError =>
	new ChatError('BAD_REQUEST', `This simple server does not know /${type}.`);

const textOf = ({room, msg, kind}: RequestOf<'say'>): string => {
	if (!sameName(room, generalRoom))
		throw new ChatError('BAD_REQUEST', 'This simple server knows one room and no direct messages.');
	return kind === 'me' ? `* ${msg}` : msg;
};

const readMessage = (text: string): {id: string; msg: string} | undefined => {
	try {
		const {id, msg} = JSON.parse(text) as {id?: unknown; msg?: unknown};
		return typeof id === 'string' && typeof msg === 'string' ? {id, msg} : undefined;
	} catch {
		return undefined;
	}
};
