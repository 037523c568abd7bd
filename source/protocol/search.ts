/** What a person types to find messages, and what it asks for. */
import {clean} from './clean.ts';
import {ChatError} from './errors.ts';
import {limits} from './limits.ts';
import {checkPerson, checkTarget, isDirect} from './names.ts';
import {parseSpan} from './spans.ts';

export type Search = {
	/** words that a message has to hold, each by its beginning; empty when there are only conditions */
	text: string;
	/** a room or `@id`: only there */
	room?: string;
	/** only what this person said */
	from?: string;
	/** only what was said before (ms since 1970, UTC) */
	before?: number;
};

const momentOf = (text: string, now: number): number => {
	const length = /^\d/.test(text) ? parseSpan(text) : undefined;
	if (length !== undefined) return Math.max(0, Math.floor(now - length));
	// A date alone is UTC to Date.parse, and midnight here to people.
	const date = /^\d{4}-\d\d-\d\d/.test(text)
		? Date.parse(text.length === 10 ? `${text}T00:00` : text)
		: Number.NaN;
	if (Number.isNaN(date) || date < 0)
		throw new ChatError(
			'BAD_REQUEST',
			'before: takes a date such as before:2026-11-01, or how long ago, such as before:7d.',
		);
	return date;
};

const readers: Readonly<Record<string, (value: string, now: number) => Partial<Search>>> = {
	in: value => ({room: checkTarget(isDirect(value) ? value : value.replace(/^#/, ''))}),
	from: value => ({from: checkPerson(value.replace(/^@/, ''))}),
	before: (value, now) => ({before: momentOf(value, now)}),
};

const condition = /^(in|from|before):(.*)$/isu;

/**
 * Reads `words [in:#room] [from:name] [before:date]`, in any order; the last condition of a kind counts, and one
 * that is only begun (`in:`) not yet. Quotes mean nothing and do no harm. A date is `2026-11-01`, with or without a
 * time (this machine's zone), or how long ago: `7d`, `12h`.
 * @param now ms since 1970, UTC
 * @throws {ChatError} ROOM_BAD or NO_SUCH_ID for what cannot be a name, BAD_REQUEST for what is no date
 */
export const parseSearch = (typed: string, now: number): Search => {
	const words: string[] = [];
	let found: Partial<Search> = {};
	for (const word of clean(typed).replaceAll('"', '').split(/\s+/u)) {
		const [, name, value = ''] = condition.exec(word) ?? [];
		if (name === undefined) words.push(word);
		else if (!/^[#@]?$/.test(value)) found = {...found, ...readers[name.toLowerCase()]!(value, now)};
	}
	const text = words.join(' ').slice(0, limits.topicCharacters).toWellFormed().trim();
	return {...found, text};
};
