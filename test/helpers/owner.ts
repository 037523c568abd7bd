/** People who own their names: keys, and hellos that prove them. */
import {createHash, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';
import type {RequestOf} from '../../source/protocol/messages.ts';
import {proofText, showFingerprint} from '../../source/protocol/proof.ts';
import type {About} from '../../source/server/about.ts';
import type {Peer, TestServer} from './peer.ts';

/** An Ed25519 key, as a client keeps one. */
export type TestKey = {
	/** the 32 bytes of the public one in base64url */
	readonly key: string;
	readonly fingerprint: string;
	/** the signature for one name on one channel */
	prove: (id: string, binding: Uint8Array) => string;
};

/** Bytes of an SPKI of Ed25519 before the key itself (RFC 8410). */
const prefixBytes = 12;

export const makeKey = (): TestKey => {
	const {publicKey, privateKey}: {publicKey: KeyObject; privateKey: KeyObject} =
		generateKeyPairSync('ed25519');
	const spki = publicKey.export({type: 'spki', format: 'der'});
	return {
		key: spki.subarray(prefixBytes).toString('base64url'),
		fingerprint: showFingerprint(createHash('sha256').update(spki).digest()),
		prove: (id, binding) =>
			sign(null, Buffer.from(proofText({binding, id})), privateKey).toString('base64url'),
	};
};

let channels = 0;

/** What names one channel: another one for each. */
export const makeBinding = (): Uint8Array => {
	channels++;
	return createHash('sha256').update(`channel ${channels}`).digest();
};

export type Coming = Partial<Omit<RequestOf<'hello'>, 'type' | 'rooms' | 'key'>> & {
	/** a new one when left out */
	key?: TestKey | undefined;
	/** `general` when left out */
	rooms?: readonly string[] | undefined;
	about?: About | undefined;
};

/** Says hello as somebody who owns their name, or comes to own it, and awaits no answer. */
export const knock = (
	server: TestServer,
	id: string,
	{key = makeKey(), rooms, about, ...hello}: Coming = {},
): Peer => {
	const binding = makeBinding();
	const peer = server.peer({binding, secure: true, ...about});
	peer.send({
		type: 'hello',
		v: 1,
		id,
		key: key.key,
		proof: key.prove(id, binding),
		...(rooms === undefined ? {} : {rooms: rooms.map(room => ({room, after: 0}))}),
		...hello,
	});
	return peer;
};

/** As `knock`; resolves when they are in their rooms. */
export const comeIn = async (server: TestServer, id: string, coming: Coming = {}): Promise<Peer> => {
	const peer = knock(server, id, coming);
	await peer.next('welcome');
	for (const room of coming.rooms ?? ['general']) await peer.next('live', live => live.room === room);
	await peer.sync();
	return peer;
};

/** Asks for something and resolves with what answers it, an error too. A test that goes by its fields says which answer it is. */
export const ask = async <Answer = {type: string; [field: string]: unknown}>(
	peer: Peer,
	request: object,
): Promise<Answer> => {
	const nonce = `ask-${++asked}`;
	peer.send({...request, nonce});
	return (await peer.answer(nonce)) as Answer;
};

let asked = 0;
