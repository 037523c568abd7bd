/** Commands of people's own: `/name words` stands for another line, in which `$1`, `$2` and `$*` are the words. */
import {commandNames, findCommand} from '../protocol/commands.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';

export type Aliases = Readonly<Record<string, string>>;

const legalName = /^[\p{L}\p{M}\p{Nd}_-]{1,32}$/u;

/** As it is looked up: without the slash, and without regard to case. */
export const aliasName = (written: string): string => written.replace(/^\//, '').toLowerCase();

/** What is wrong with an alias, as the end of a sentence that begins with its name; undefined for nothing. */
export const aliasObjection = (name: string, text: unknown): string | undefined => {
	if (!legalName.test(name)) return 'is no name for a command: letters, digits, _ and - are allowed';
	if (findCommand(name)) return 'is a command already, and no alias may hide it';
	if (typeof text !== 'string' || text.trim() === '') return 'has to be a text in quotation marks';
	return /\p{Cc}/u.test(text) ? 'has to be one line' : undefined;
};

const place = /\$(?:([1-9])|(\*)|\$)/g;

/** The line with the words at their places; behind it where it names none. @throws {ChatError} BAD_REQUEST */
const filled = (name: string, text: string, rest: string): string => {
	const words = rest.split(/\s+/).filter(Boolean);
	let isPlaced = false;
	const line = text.replaceAll(place, (_, number: string | undefined, all: string | undefined) => {
		if (number === undefined && all === undefined) return '$';
		isPlaced = true;
		if (number === undefined) return rest;
		const word = words[Number(number) - 1];
		if (word === undefined)
			throw new ChatError('BAD_REQUEST', `/${name} stands for “${text}” and needs ${number} or more words.`);
		return word;
	});
	return isPlaced || rest === '' ? line : `${line} ${rest}`;
};

/**
 * What a line stands for; itself when it begins with no alias. An alias may lead to another one, never back.
 * @throws {ChatError} BAD_REQUEST when words are missing, it goes in a circle, or becomes too long
 */
export const expand = (typed: string, aliases: Aliases): string => {
	const seen = new Set<string>();
	let line = typed;
	for (;;) {
		const [whole, written = ''] = /^\/([^\s/]+)\s*/u.exec(line) ?? [];
		const name = written.toLowerCase();
		if (whole === undefined || !Object.hasOwn(aliases, name) || commandNames.includes(name)) return line;
		if (seen.has(name)) throw new ChatError('BAD_REQUEST', `The alias /${name} leads back to itself.`);
		seen.add(name);
		line = filled(name, aliases[name]!, line.slice(whole.length));
		if (line.length > limits.lineBytes)
			throw new ChatError('BAD_REQUEST', `What /${name} stands for is too long.`);
	}
};
