/**
 * Slash commands by their names. Help, completion, the README and the tests read them; the full screen, the pipe
 * and people at netcat all go through `parse`.
 */
import {clean, inShort} from './clean.ts';
import type {CommandContext} from './command-context.ts';
import {type CommandRow, commandRows, firstWord, type ScreenCommand} from './command-table.ts';
import {ChatError} from './errors.ts';
import type {Request} from './messages.ts';
import {nearest} from './nearest.ts';

export type {CommandContext, Whose} from './command-context.ts';
export {type Argument, commandGroups, type ScreenCommand} from './command-table.ts';

export type Parsed =
	| {type: 'request'; request: Request}
	/** for the program that shows the chat, not for the server */
	| {type: 'screen'; name: ScreenCommand; argument: string}
	| {type: 'nothing'};

export type Command = Omit<CommandRow, 'run'>;
export const commands: readonly Command[] = commandRows;

/** Each command by its name and by its other names. */
const byName = new Map(
	commandRows.flatMap(row => [row.name, ...(row.aliases ?? [])].map(name => [name, row] as const)),
);

/** All names by which commands are called: first those that help lists them by. */
export const commandNames: readonly string[] = [
	...commandRows.map(({name}) => name),
	...commandRows.flatMap(({aliases = []}) => aliases),
];

/** A command by its name or one of its other names. */
export const findCommand = (name: string): Command | undefined => byName.get(name.toLowerCase());

/** Is it a command whose words may be seen by nobody, such as one with a password? */
export const isSecret = (typed: string): boolean =>
	typed.startsWith('/') && findCommand(firstWord(typed.slice(1)))?.secret === true;

/** How a command is written, as in `/msg name text`. */
export const usageOf = ({name, usage}: Command): string => `/${name}${usage === '' ? '' : ` ${usage}`}`;

/**
 * What a typed text means. `/word` is a command, `//word` says `/word`, anything else is said in the room.
 * A text that only begins like a path (`/etc/hosts is …`) is still a command, so that a mistyped one is
 * never said aloud.
 * @throws {ChatError} UNKNOWN_COMMAND with the nearest match, BAD_REQUEST with the usage, or what a name lacks
 */
export const parse = (typed: string, context: CommandContext): Parsed => {
	const said = clean(typed);
	if (said.trim() === '') return {type: 'nothing'};
	if (!said.startsWith('/') || said.startsWith('//')) {
		const msg = said.startsWith('//') ? said.slice(1) : said;
		return {type: 'request', request: {type: 'say', room: context.room, msg, nonce: context.nonce()}};
	}
	const name = firstWord(said.slice(1));
	const row = byName.get(name.toLowerCase());
	if (!row) throw unknown(name);
	const rest = said.slice(1 + name.length).trim();
	if (row.needs !== undefined && rest.split(/\s+/).filter(Boolean).length < row.needs)
		throw new ChatError('BAD_REQUEST', `Usage: ${usageOf(row)}`);
	const done = row.run(rest, context);
	return 'screen' in done
		? {type: 'screen', name: done.screen, argument: done.argument}
		: {type: 'request', request: done};
};

/** A name worth repeating: longer ones are no slip of the finger. */
const longestEcho = 40;

const unknown = (typed: string): ChatError => {
	const name = typed.slice(0, longestEcho).toWellFormed().toLowerCase();
	const near = nearest(name, commandNames);
	const missing = `There is no command /${inShort(name)}.`;
	// What helps comes first where something does: narrow screens cut the end.
	const says = near === undefined ? `${missing} /help lists them all.` : `Did you mean /${near}? ${missing}`;
	return new ChatError('UNKNOWN_COMMAND', says);
};
