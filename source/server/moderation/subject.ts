/** Whom a ban or a mute is for: a name, a key, or the addresses of a network. */
import ipaddr, {type IPv4, type IPv6} from 'ipaddr.js';
import {ChatError} from '../../protocol/errors.ts';
import {checkPerson, directMark, nameKey} from '../../protocol/names.ts';
import {isFingerprint} from '../../protocol/proof.ts';
import {plainAddress} from '../front/addresses.ts';

/** `value` is equal for equal subjects; `shown` is for people. */
export type Subject = {
	readonly type: 'name' | 'key' | 'address';
	readonly value: string;
	readonly shown: string;
};

/**
 * The widest ranges that one sanction may hold, in bits of the prefix: wider ones are half of the internet, and
 * nobody means that.
 */
const widest = {ipv4: 8, ipv6: 16} as const;

/** Whoever has an IPv6 address has all of its /64 (RFC 4291): a single one says nothing. */
const usualBits = {ipv4: 32, ipv6: 64} as const;

const allBits = {ipv4: 32, ipv6: 128} as const;

/**
 * Reads a subject as people write one: an id, with `@` for one that looks like something else; an address or a range
 * of them (CIDR, RFC 4632), where an IPv6 address stands for its /64; or the fingerprint of a key.
 * @throws {ChatError} SUBJECT_BAD; NO_SUCH_ID for a name that cannot be one
 */
export const subjectOf = (text: string): Subject => {
	const said = text.trim();
	if (said.startsWith(directMark)) return nameSubject(said.slice(directMark.length));
	if (isFingerprint(said)) return {type: 'key', value: said, shown: said};
	if (said.startsWith('SHA256:'))
		throw new ChatError('SUBJECT_BAD', 'That fingerprint is not whole. Copy all of it.');
	if (said.includes('/') || said.includes(':') || isAddress(said)) return addressSubject(said);
	return nameSubject(said);
};

export const nameSubject = (id: string): Subject => {
	const shown = checkPerson(id);
	return {type: 'name', value: nameKey(shown), shown};
};

const addressSubject = (text: string): Subject => {
	const [base = '', length, ...rest] = text.split('/');
	const address = parse(base);
	if (address === undefined || rest.length > 0) throw new ChatError('SUBJECT_BAD');
	const kind = address.kind();
	const bits = length === undefined ? usualBits[kind] : bitsOf(length, base, kind);
	if (bits < widest[kind])
		throw new ChatError('SUBJECT_BAD', `That range is too wide. The widest is /${widest[kind]}.`);
	if (address.range() === 'loopback')
		throw new ChatError('SUBJECT_BAD', 'That is the server’s own machine, which always may come in.');
	const value = networkOf(address, bits);
	return {type: 'address', value, shown: bits === 32 && kind === 'ipv4' ? address.toString() : value};
};

const bitsOf = (length: string, base: string, kind: 'ipv4' | 'ipv6'): number => {
	const given = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
	// A range of mapped addresses is one of IPv4, whose prefix is 96 bits shorter.
	const bits = kind === 'ipv4' && base.includes(':') ? given - 96 : given;
	if (!(bits >= 0 && bits <= allBits[kind])) throw new ChatError('SUBJECT_BAD');
	return bits;
};

const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text);

/** Mapped addresses (RFC 4291, section 2.5.5.2) are IPv4. */
const parse = (text: string): IPv4 | IPv6 | undefined => {
	const plain = plainAddress(text);
	return isAddress(plain) || ipaddr.IPv6.isValid(plain) ? ipaddr.process(plain) : undefined;
};

/** As in `192.0.2.0/24`: what is behind the prefix is zero. */
const networkOf = (address: IPv4 | IPv6, bits: number): string => {
	const bytes = address.toByteArray().map((byte, index) => byte & maskOf(bits - index * 8));
	return `${ipaddr.fromByteArray(bytes)}/${bits}`;
};

/** Of one byte, of which so many bits count. */
const maskOf = (bits: number): number => (bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff);

/** The networks of so many bits that an address is in. @param lengths of the prefixes that are wanted, by the kind */
export const networksOf = (ip: string, lengths: (kind: 'ipv4' | 'ipv6') => Iterable<number>): string[] => {
	const address = parse(ip);
	if (address === undefined) return [];
	return [...lengths(address.kind())].map(bits => networkOf(address, bits));
};

/** The kind and the length of the prefix of a network as `Subject.value` writes it. */
export const prefixOf = (network: string): {kind: 'ipv4' | 'ipv6'; bits: number} => {
	const [base = '', bits] = network.split('/');
	return {kind: base.includes(':') ? 'ipv6' : 'ipv4', bits: Number(bits)};
};
