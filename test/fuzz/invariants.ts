/** What must hold of whatever hostile bytes were made into. Each throws where it does not. */
import assert from 'node:assert/strict';
import {ChatError} from '../../source/protocol/errors.ts';

/** C0 without newline and tab, DEL, C1 and the separators that terminals take for line ends. */
export const controls = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/;

/** What reorders its neighbours: bidi embeddings, overrides, isolates and their ends. */
const reordering = /[\u202a-\u202e\u2066-\u2069]/;

/** No text in a value holds a control character or half of a surrogate pair. */
export const expectClean = (value: unknown, where = 'value'): void => {
	if (typeof value === 'string') {
		assert(!controls.test(value), `a control character in ${where}: ${JSON.stringify(value)}`);
		assert(value.isWellFormed(), `half of a surrogate pair in ${where}: ${JSON.stringify(value)}`);
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, inner] of Object.entries(value)) expectClean(inner, `${where}.${key}`);
	}
};

/** A text that may go to a terminal: it moves nothing, reorders nothing. */
export const expectDrawable = (text: string, where = 'text'): void => {
	expectClean(text, where);
	assert(!reordering.test(text), `a reordering character in ${where}: ${JSON.stringify(text)}`);
};

/** A sentence for people: one drawable line of a bearable length. */
export const expectSentence = (text: string): void => {
	expectDrawable(text, 'a sentence');
	assert(!text.includes('\n'), `two lines: ${JSON.stringify(text)}`);
	assert(text.length > 0 && text.length < 1000, `a sentence of ${text.length} characters`);
};

/** What is made of something, or the ChatError that refuses it. Any other error is a fault of ours. */
export const orRefused = <Result>(make: () => Result): {made: Result} | {refused: string} => {
	try {
		return {made: make()};
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		expectSentence(error.message);
		return {refused: error.code};
	}
};

/** The pieces of some bytes, cut at these offsets. */
export const cutAt = (bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] =>
	[0, ...offsets].map((from, index) => bytes.subarray(from, offsets[index] ?? bytes.length));

/** Longer inputs are cut at some offsets only, others for each input: each cut costs a run over all of it. */
const cutsAtMost = 6;

/**
 * The bytes in one piece give the same as byte by byte and in two pieces, wherever they are cut.
 * @param run makes something that can be compared of the pieces
 */
export const expectSameInPieces = (
	bytes: Uint8Array,
	run: (pieces: readonly Uint8Array[]) => unknown,
): void => {
	const whole = run([bytes]);
	const each = Array.from({length: Math.max(0, bytes.length - 1)}, (_, index) => index + 1);
	if (bytes.length < 500) assert.deepEqual(run(cutAt(bytes, each)), whole, 'byte by byte');
	const step = Math.ceil(each.length / cutsAtMost);
	const first = 1 + (bytes.reduce((sum, byte) => sum + byte, 0) % Math.max(1, step));
	for (let at = first; at < bytes.length; at += step)
		assert.deepEqual(run(cutAt(bytes, [at])), whole, `cut at ${at}`);
};
