/** Addresses as the server counts, groups and compares them. Whatever is no address is left as it is. */
import ipaddr, {type IPv4, type IPv6} from 'ipaddr.js';
import {inShort} from '../../protocol/clean.ts';
import {ChatError} from '../../protocol/errors.ts';

/** The part of an IPv6 address that names a network: whoever has one has all 2⁶⁴ addresses in it (RFC 4291). */
const networkParts = 4;

/** Of one connection it is asked some times in a row what its address is. */
let last: {ip: string; address: IPv4 | IPv6 | undefined} = {ip: '', address: undefined};

/** IPv4 in IPv6's clothes (RFC 4291, section 2.5.5.2) is IPv4; the zone of a link-local one says nothing here. */
const parse = (ip: string): IPv4 | IPv6 | undefined => {
	if (ip !== last.ip) last = {ip, address: parsed(ip)};
	return last.address;
};

const parsed = (ip: string): IPv4 | IPv6 | undefined => {
	const text = ip.replace(/%.*$/, '');
	// `isValid` takes numbers of one to three parts for IPv4 too, as inet_aton does.
	if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined;
	return ipaddr.process(text);
};

/** The one way in which an address is written: RFC 5952 for IPv6, IPv4 for what is mapped. */
export const plainAddress = (ip: string): string => parse(ip)?.toString() ?? ip;

/** Whom a limit counts: an IPv4 address by itself, an IPv6 address with its /64, as in `2001:db8::/64`. */
export const groupOf = (ip: string): string => {
	const address = parse(ip);
	if (address === undefined) return ip;
	if (address.kind() === 'ipv4') return address.toString();
	const parts = (address as IPv6).parts.map((part, index) => (index < networkParts ? part : 0));
	return `${new ipaddr.IPv6(parts)}/64`;
};

/** Is it this machine by its own name for itself (127.0.0.0/8, ::1)? */
export const isLoopback = (ip: string): boolean => parse(ip)?.range() === 'loopback';

/** Ranges of addresses that one may ask whether they hold one. */
export type Ranges = {has(ip: string): boolean};

/**
 * @param texts addresses and ranges (CIDR, RFC 4632), as in `192.0.2.0/24` or `2001:db8::1`
 * @throws {ChatError} SETTING_BAD
 */
export const rangesOf = (texts: readonly string[]): Ranges => {
	const ranges = texts.map(rangeOf);
	return {
		has: ip => {
			const address = parse(ip);
			if (address === undefined) return false;
			// `match` throws for an address of the other kind.
			return ranges.some(
				range => range[0].kind() === address.kind() && address.match(range as [IPv4 & IPv6, number]),
			);
		},
	};
};

const rangeOf = (text: string): [IPv4 | IPv6, number] => {
	const [base = '', length, ...rest] = text.trim().split('/');
	const address = parse(base);
	const bits = address?.kind() === 'ipv4' ? 32 : 128;
	const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
	if (address === undefined || !isLength || rest.length > 0)
		throw new ChatError(
			'SETTING_BAD',
			`“${inShort(text)}” is no address and no range. Write them as in 192.0.2.0/24 or 2001:db8::/32.`,
		);
	// A range of mapped addresses is one of IPv4, whose prefix is 96 bits shorter.
	const isMapped = base.includes(':') && address.kind() === 'ipv4';
	const given = length === undefined ? undefined : Number(length);
	if (isMapped && given !== undefined)
		throw new ChatError(
			'SETTING_BAD',
			`“${inShort(text)}” is a range of mapped addresses. Write it as one of IPv4.`,
		);
	return [address, given ?? bits];
};
