/** What the texts of settings say: addresses, lengths of time, dates. */
import {flagOf} from './flags.ts';
import {type Address, defaultAddress} from './protocol/address.ts';
import {inShort} from './protocol/clean.ts';
import {ChatError} from './protocol/errors.ts';
import {parseSpan} from './protocol/spans.ts';

const highestPort = 65_535;

/** `host:port`, `host`, `:port`, `port` in brackets where it is IPv6; what is left out is undefined. */
const partsOf = (text: string): {host: string | undefined; port: number | undefined} | undefined => {
	const word = text.trim();
	if (/^[\da-f:]*:[\da-f:]*:[\da-f:.]*$/i.test(word)) return {host: word, port: undefined};
	const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s[\]]*))(?::(\d+))?$/.exec(word) ?? [];
	if (bracketed === undefined && plain === undefined) return undefined;
	return {host: bracketed ?? (plain || undefined), port: digits === undefined ? undefined : Number(digits)};
};

/**
 * `host:port`, `host`, `:port`, `[::1]:port`.
 * @param what it is called where it was given
 * @throws {ChatError} SETTING_BAD
 */
export const parseAddress = (text: string, what = flagOf('connect')): Address => {
	const parts = partsOf(text);
	if (!parts) throw new ChatError('SETTING_BAD', `${what} has to be host:port, not “${inShort(text)}”.`);
	const {host = defaultAddress.host, port = defaultAddress.port} = parts;
	if (port < 1 || port > highestPort)
		throw new ChatError('SETTING_BAD', `${what} needs a port between 1 and ${highestPort}.`);
	return {host, port};
};

/** Where metrics are served: `9100` is this machine's own, `0.0.0.0:9100` everybody's; undefined for what is neither. */
export const metricsAddress = (text: string): Address | undefined => {
	const {host = defaultAddress.host, port} =
		(/^\s*\d+\s*$/.test(text) ? {port: Number(text)} : partsOf(text)) ??
		({} as {host?: string; port?: number});
	return port === undefined || port > highestPort ? undefined : {host, port};
};

/** How others reach a server, without a port where it is the one that it listens on; undefined for what is none. */
export const publicAddress = (text: string): {host: string; port: number | undefined} | undefined => {
	const {host, port} = partsOf(text) ?? {host: undefined, port: undefined};
	if (host === undefined || !/^[\w.:-]+$/.test(host)) return undefined;
	return port === undefined || (port > 0 && port <= highestPort) ? {host, port} : undefined;
};

/** What is kept of the journal: what was said in so many ms, or so many messages of each room. */
export type Retention = {readonly ms: number} | {readonly messages: number};

/** `30d` or `100000`; undefined for what is neither. */
export const retentionOf = (text: string): Retention | undefined => {
	const messages = /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
	if (messages !== undefined && Number.isSafeInteger(messages) && messages > 0) return {messages};
	const length = parseSpan(text);
	return length === undefined ? undefined : {ms: length};
};

export const noRetention = (text: string): string =>
	`has to be a time such as 30d, or a number of messages, not “${inShort(text)}”`;

/** As `--retain` takes it. @throws {ChatError} SETTING_BAD */
export const parseRetention = (text: string): Retention => {
	const retention = retentionOf(text);
	if (!retention) throw new ChatError('SETTING_BAD', `${flagOf('retain')} ${noRetention(text)}.`);
	return retention;
};

/**
 * `1h`, `2026-11-01` or `2026-11-01T14:00`: ms since 1970; undefined for what is no time. A date or time without a zone is
 * this machine's.
 * @param now ms since 1970, UTC
 */
export const timeOf = (text: string, now: number): number | undefined => {
	const length = parseSpan(text);
	if (length !== undefined) return Math.max(0, now - length);
	// A date alone is UTC to Date.parse, and midnight here to people.
	const date = /^\d{4}-\d\d-\d\d/.test(text.trim())
		? Date.parse(text.trim().length === 10 ? `${text.trim()}T00:00` : text.trim())
		: Number.NaN;
	return Number.isNaN(date) || date < 0 ? undefined : date;
};

export const noTime = (text: string): string =>
	`has to be a time such as 1h, or a date such as 2026-11-01, not “${inShort(text)}”`;

/** As `--since` takes it. @throws {ChatError} SETTING_BAD */
export const parseSince = (text: string, now: number): number => {
	const time = timeOf(text, now);
	if (time === undefined) throw new ChatError('SETTING_BAD', `${flagOf('since')} ${noTime(text)}.`);
	return time;
};
