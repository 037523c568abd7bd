/**
 * Everything that reads bytes of strangers, one row each: from any bytes to an error, if what comes out is not what has
 * to. The same rows are run blindly, guided by coverage, and by any fuzzer that calls a function with bytes.
 */
import assert from 'node:assert/strict';
import {ObjectSplitter} from '../../source/client/json-objects.ts';
import {checkText, clean, reveal} from '../../source/protocol/clean.ts';
import {decodeEvent, decodeRequest, encodeJson} from '../../source/protocol/json.ts';
import {limits} from '../../source/protocol/limits.ts';
import {ChunkFramer, type Framer, LineFramer} from '../../source/protocol/lines.ts';
import {fileBounds, fileSettings, parseServerFile} from '../../source/settings/file.ts';
import {addressesRead} from './addresses.ts';
import {expectClean, expectDrawable, expectSameInPieces, expectSentence, orRefused} from './invariants.ts';
import {personAtNetcat, rawClient, received} from './peers.ts';
import {addressTokens, hostileTokens, jsonTokens, lineTokens, tomlTokens} from './tokens.ts';

export type Target = {
	/** what is fuzzed, for people */
	readonly says: string;
	/** its part of all cases */
	readonly weight: number;
	/** words that its parser knows */
	readonly tokens: readonly string[];
	/** @throws whatever is wrong */
	readonly run: (bytes: Uint8Array) => void;
};

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** The frames of some pieces, and the code of what ended them. */
const framesOf = (framer: Framer, pieces: readonly Uint8Array[]): readonly string[] => {
	const frames: string[] = [];
	const end = orRefused(() => {
		for (const piece of pieces)
			for (const frame of framer.push(piece)) frames.push(Buffer.from(frame).toString('latin1'));
	});
	if ('refused' in end) return [...frames, end.refused];
	assert(framer.pending <= framer.limit + 1, `holds ${framer.pending} of ${framer.limit} bytes`);
	return [...frames, ...framer.flush().map(frame => Buffer.from(frame).toString('latin1'))];
};

const framing = (bytes: Uint8Array): void => {
	const limit = bytes[0] ?? 0;
	const rest = bytes.subarray(1);
	expectSameInPieces(rest, pieces => framesOf(new LineFramer(limit), pieces));
	// Where a message without a frame ends is for the network to say; no byte may be lost or held beyond the limit.
	const chunks = framesOf(new ChunkFramer(limit * 8), [rest.subarray(0, limit), rest.subarray(limit)]);
	if (rest.length <= limit * 8) assert.equal(chunks.join(''), Buffer.from(rest).toString('latin1'));
	expectSameInPieces(rest, pieces => {
		// No limit here: what is cut short by one depends on where the network cuts.
		const splitter = new ObjectSplitter(limits.eventBytes);
		return pieces.flatMap(piece => splitter.push(piece)).filter(({type}) => type === 'object');
	});
};

const json = (bytes: Uint8Array): void => {
	for (const decode of [decodeRequest, decodeEvent]) {
		const first = orRefused(() => decode(bytes));
		if (!('made' in first) || first.made === undefined) continue;
		if (decode === decodeRequest) expectClean(first.made, 'a request');
		const again = decode(Buffer.from(encodeJson(first.made).trimEnd()));
		assert.deepEqual(again, first.made, 'read again it is something else');
	}
};

const escapes = (bytes: Uint8Array): void => {
	// Halves of surrogate pairs come out of JSON only, so they are put where U+FFFD stands now and then.
	const text = textOf(bytes).replaceAll('\ufffd\ufffd', '\ud800');
	const cleaned = clean(text);
	assert.equal(checkText(cleaned), cleaned);
	assert.equal(clean(cleaned), cleaned, 'cleaned twice it is something else');
	const drawn = reveal(text);
	expectDrawable(drawn);
	assert.equal(reveal(drawn), drawn, 'revealed twice it is something else');
	const taken = orRefused(() => checkText(text));
	if ('made' in taken) expectClean(taken.made);
};

const config = (bytes: Uint8Array): void => {
	const text = textOf(bytes);
	for (const file of ['server.toml', 'server.json']) {
		const {values, bounds, faults} = parseServerFile(text, file);
		for (const fault of faults) expectSentence(fault);
		for (const number of Object.values(bounds)) assert(Number.isSafeInteger(number) && number >= 0);
		for (const value of Object.values(values)) assert.notEqual(value, undefined);
	}
};

const settingTokens = [...fileSettings.keys(), ...fileBounds.keys()].map(key => `${key} = `);

export const targets = {
	framing: {says: 'bytes into lines, chunks and objects', weight: 14, tokens: lineTokens, run: framing},
	json: {says: 'our own dialect, both ways', weight: 26, tokens: jsonTokens, run: json},
	text: {says: 'a person at netcat or telnet', weight: 8, tokens: lineTokens, run: personAtNetcat},
	raw: {says: 'the classroom clients’ dialect, both ends', weight: 16, tokens: jsonTokens, run: rawClient},
	sniff: {
		says: 'which dialect, or TLS, the first bytes are',
		weight: 6,
		tokens: [...jsonTokens, ...lineTokens],
		run: received,
	},
	escapes: {says: 'what is refused, cleaned and revealed', weight: 22, tokens: hostileTokens, run: escapes},
	config: {
		says: 'a server’s configuration file, TOML and JSON',
		weight: 4,
		tokens: [...tomlTokens, ...settingTokens],
		run: config,
	},
	addresses: {
		says: 'invitations, subjects of bans, addresses, links, lengths of time',
		weight: 4,
		tokens: addressTokens,
		run: addressesRead,
	},
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as TargetName[];
