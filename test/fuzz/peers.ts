/** What peers of the three dialects may send, as the server reads it. */
import assert from 'node:assert/strict';
import {plainWires} from '../../source/client/plain.ts';
import {commandNames} from '../../source/protocol/commands.ts';
import type {Dialect} from '../../source/protocol/dialect.ts';
import {limits} from '../../source/protocol/limits.ts';
import {checkRequest, type Event} from '../../source/protocol/messages.ts';
import {encodeRaw, RawDialect} from '../../source/protocol/raw.ts';
import {TextDialect} from '../../source/protocol/text.ts';
import {Receiver} from '../../source/server/receiver.ts';
import {FakeClock} from '../helpers/clock.ts';
import {expectClean, expectDrawable, expectSameInPieces, orRefused} from './invariants.ts';

/** What a dialect makes of frames, as far as the first that ends it. Each is a legal request, a reply or an error. */
const understood = (dialect: Dialect, frames: Iterable<Uint8Array>): unknown[] => {
	const all: unknown[] = [];
	let isIn = false;
	for (const frame of frames) {
		const read = orRefused(() => dialect.decode(frame));
		all.push(read);
		if (!('made' in read) || read.made === undefined) {
			// Before the hello whatever is wrong ends it.
			if (!isIn) return all;
			continue;
		}
		isIn = true;
		dialect.framer.limit = limits.lineBytes;
		const {made} = read;
		expectClean(made, 'what was typed');
		if (made.type === 'reply') expectDrawable(made.text, 'a reply');
		// A server may still refuse what somebody typed; but only in words.
		else if (dialect.name !== 'json') orRefused(() => checkRequest(made));
	}
	return all;
};

const linesOf = function* (dialect: Dialect, pieces: readonly Uint8Array[]): Generator<Uint8Array> {
	for (const piece of pieces) yield* dialect.framer.push(piece);
	yield* dialect.framer.flush();
};

export const personAtNetcat = (bytes: Uint8Array): void => {
	expectSameInPieces(bytes, pieces => {
		const dialect = new TextDialect();
		const all: unknown[] = [];
		const end = orRefused(() => {
			all.push(...understood(dialect, linesOf(dialect, pieces)));
		});
		return 'refused' in end ? end.refused : all;
	});
	typed(bytes);
};

/** Most of what is random is said aloud: here each is the end of a command. */
const typed = (bytes: Uint8Array): void => {
	const name = commandNames[(bytes[0] ?? 0) % commandNames.length]!;
	const dialect = new TextDialect();
	const line = Buffer.concat([Buffer.from(`/${name} `), bytes.subarray(1)]);
	understood(dialect, [Buffer.from('Alice'), line]);
};

const clock = new FakeClock(0);

/** The reads that such a client makes of writes, and a client of ours at such a server. */
export const rawClient = (bytes: Uint8Array): void => {
	const size = Math.max(1, bytes[0] ?? 1);
	const dialect = new RawDialect();
	const reads = Array.from({length: Math.ceil(bytes.length / size)}, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
	const all: unknown[] = [];
	orRefused(() => {
		all.push(...understood(dialect, linesOf(dialect, reads)));
	});
	for (const one of all) {
		const {made} = one as {made?: {type: string; msg?: string}};
		if (made?.type !== 'say') continue;
		const message = {id: 'Alice', msg: made.msg!};
		assert.deepEqual(JSON.parse(encodeRaw(message)), message, 'Python would read something else');
	}
	const wire = plainWires(clock)();
	wire.encode({type: 'hello', v: 1, id: 'Alice'});
	orRefused(() => {
		for (const read of reads) for (const event of wire.decode(read)) expectEvent(event);
	});
};

const expectEvent = (event: Event): void => {
	assert.equal(typeof event.type, 'string');
};

/** Whatever begins a connection: the same dialect and the same frames, however the network cuts it. */
export const received = (bytes: Uint8Array): void => {
	expectSameInPieces(bytes, pieces => {
		const heard: string[] = [];
		const receiver = new Receiver({
			clock,
			onDialect: ({name}) => heard.push(name),
			onFrame: frame => heard.push(Buffer.from(frame).toString('latin1')),
			onQuiet: () => {},
		});
		const end = orRefused(() => {
			for (const piece of pieces) receiver.push(piece);
			receiver.end();
		});
		receiver.stop();
		return 'refused' in end ? [...heard, end.refused] : heard;
	});
};
