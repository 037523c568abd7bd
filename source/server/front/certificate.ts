/**
 * A server's own certificate (X.509 version 3, RFC 5280), signed with its own key. Nobody checks what it says: its key
 * is what clients know it by. So it says only what TLS libraries ask for.
 */
import {createPublicKey, type KeyObject, sign} from 'node:crypto';

const dayMs = 24 * 60 * 60 * 1000;

/** The other side's clock may be slow. */
const backdatedMs = dayMs;

/** A new one is made long before that, at a start, for the same key. */
const lastsYears = 10;

export type CertificateOptions = {
	/** P-256, private */
	key: KeyObject;
	/** ms since 1970, UTC */
	now: number;
	/** 16 random bytes */
	serial: Uint8Array;
};

/** @returns PEM */
export const makeCertificate = ({key, now, serial}: CertificateOptions): string => {
	const until = new Date(now);
	until.setUTCFullYear(until.getUTCFullYear() + lastsYears);
	const content = sequence(
		tagged(0xa0, integer(Buffer.from([2]))),
		integer(serial),
		ecdsaWithSha256,
		name,
		sequence(time(new Date(now - backdatedMs)), time(until)),
		name,
		createPublicKey(key).export({type: 'spki', format: 'der'}),
		tagged(0xa3, extensions),
	);
	const certificate = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, key)));
	const lines = certificate.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
	return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

/** Tag, length and content (X.690, sections 8.1 and 10.1: the shortest length). */
const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
	const content = Buffer.concat(parts);
	const {length} = content;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
	const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);

/** Positive, so its first bit is 0; and the shortest such, so a first byte of zeros is not all of that (X.690, 8.3). */
const integer = (bytes: Uint8Array): Buffer => {
	const first = bytes.findIndex(byte => byte !== 0);
	const digits = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
	return tagged(0x02, Buffer.from(digits[0]! < 0x80 ? [] : [0]), digits);
};

/** Whole bytes: none of the last one's bits are unused. */
const bits = (bytes: Uint8Array): Buffer => tagged(0x03, Buffer.from([0]), bytes);

const octets = (...parts: readonly Uint8Array[]): Buffer => tagged(0x04, ...parts);

const identifier = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, section 4.1.2.5). */
const time = (date: Date): Buffer => {
	const digits = date.toISOString().replaceAll(/\..*|\D/g, '');
	const isLate = date.getUTCFullYear() >= 2050;
	return tagged(isLate ? 0x18 : 0x17, Buffer.from(`${isLate ? digits : digits.slice(2)}Z`));
};

/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));

const ownName = 'tui-chat';

/** 2.5.4.3, the common name, as issuer and as subject */
const name = sequence(tagged(0x31, sequence(identifier('550403'), tagged(0x0c, Buffer.from(ownName)))));

const truth = tagged(0x01, Buffer.from([0xff]));

const extensions = sequence(
	// 2.5.29.19, critical: this key signs no other certificates.
	sequence(identifier('551d13'), truth, octets(sequence())),
	// 2.5.29.37: a TLS server (1.3.6.1.5.5.7.3.1).
	sequence(identifier('551d25'), octets(sequence(identifier('2b06010505070301')))),
	// 2.5.29.17: a DNS name, which some libraries want there whatever it is.
	sequence(identifier('551d11'), octets(sequence(tagged(0x82, Buffer.from(ownName))))),
);
