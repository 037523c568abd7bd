/**
 * The table of slash commands. Help, completion, the README and the tests read it; the full screen, the pipe
 * and people at netcat all go through `parse`.
 */
import {closest, distance} from 'fastest-levenshtein';
import {checkLine, clean} from './clean.ts';
import {ChatError} from './errors.ts';
import type {Request} from './messages.ts';
import {checkPerson, checkRoom, checkTarget, directMark, isDirect} from './names.ts';

/** What the words after a command are, for completion. `text` is everything that is left. */
export type Argument = 'room' | 'id' | 'command' | 'text';

/** Where one is while typing, and what chance has to give. */
export type CommandContext = {
	/** the room or direct conversation on the screen */
	room: string;
	/** a fresh nonce for each call */
	nonce: () => string;
};

export type ScreenCommand = 'help' | 'query' | 'clear' | 'reconnect' | 'sidebar';

export type Parsed =
	| {type: 'request'; request: Request}
	/** for the program that shows the chat, not for the server */
	| {type: 'screen'; name: ScreenCommand; argument: string}
	| {type: 'nothing'};

type Row = {
	name: string;
	aliases?: readonly string[];
	usage: string;
	args: readonly Argument[];
	says: string;
	operator?: true;
	/** words without which the usage is told instead */
	needs?: number;
	run: (rest: string, context: CommandContext) => Request | {screen: ScreenCommand; argument: string};
};

const word = (rest: string): string => rest.split(/\s+/, 1)[0] ?? '';
const afterWord = (rest: string): string => rest.slice(word(rest).length).trim();

const roomName = (value: string): string => checkRoom(value.replace(/^#/, ''));
/** The room on the screen, for what a conversation of two does not have. */
const roomHere = (room: string): string => {
	if (isDirect(room)) throw new ChatError('BAD_REQUEST', 'This is no room, but a conversation of two.');
	return room;
};
const idName = (value: string): string => checkPerson(value.replace(/^@/, ''));
const targetName = (value: string): string => (isDirect(value) ? checkTarget(value) : roomName(value));

const rows: readonly Row[] = [
	{
		name: 'help',
		usage: '[command]',
		args: ['command'],
		says: 'show all keys and commands, or one of them',
		run: rest => ({screen: 'help', argument: rest.replace(/^\//, '')}),
	},
	{
		name: 'join',
		usage: '#room',
		args: ['room'],
		says: 'enter a room; it is made if there is none',
		needs: 1,
		run: (rest, {nonce}) => ({
			type: 'join',
			room: roomName(word(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'leave',
		aliases: ['part', 'close'],
		usage: '[#room]',
		args: ['room'],
		says: 'leave a room or close a conversation; this one if none is named',
		run: (rest, {room, nonce}) => ({
			type: 'leave',
			room: rest === '' ? room : targetName(word(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'rooms',
		aliases: ['list'],
		usage: '',
		args: [],
		says: 'list all rooms of this server',
		run: (_, {nonce}) => ({type: 'rooms', nonce: nonce()}),
	},
	{
		name: 'who',
		aliases: ['names'],
		usage: '[#room]',
		args: ['room'],
		says: 'list who is in a room',
		run: (rest, {room, nonce}) => ({
			type: 'who',
			room: rest === '' ? roomHere(room) : roomName(word(rest)),
			nonce: nonce(),
		}),
	},
	{
		name: 'whois',
		usage: 'name',
		args: ['id'],
		says: 'tell about a person',
		needs: 1,
		run: (rest, {nonce}) => ({type: 'whois', id: idName(word(rest)), nonce: nonce()}),
	},
	{
		name: 'topic',
		usage: '[text]',
		args: ['text'],
		says: "set this room's topic; no text clears it",
		run: (rest, {room, nonce}) => ({
			type: 'topic',
			room: roomHere(room),
			topic: checkLine(rest),
			nonce: nonce(),
		}),
	},
	{
		name: 'msg',
		aliases: ['dm', 'tell'],
		usage: 'name text',
		args: ['id', 'text'],
		says: 'say something to one person only',
		needs: 2,
		run: (rest, {nonce}) => ({
			type: 'say',
			room: directMark + idName(word(rest)),
			msg: afterWord(rest),
			nonce: nonce(),
		}),
	},
	{
		name: 'query',
		usage: 'name',
		args: ['id'],
		says: 'open the direct conversation with a person',
		needs: 1,
		run: rest => ({screen: 'query', argument: idName(word(rest))}),
	},
	{
		name: 'me',
		usage: 'text',
		args: ['text'],
		says: 'say what you are doing, as in: * Alice waves',
		needs: 1,
		run: (rest, {room, nonce}) => ({
			type: 'say',
			room,
			msg: rest,
			kind: 'me',
			nonce: nonce(),
		}),
	},
	{
		name: 'away',
		usage: '[text]',
		args: ['text'],
		says: 'show that you are away, and why',
		run: (rest, {nonce}) => ({type: 'away', text: checkLine(rest), nonce: nonce()}),
	},
	{
		name: 'back',
		usage: '',
		args: [],
		says: 'show that you are back',
		run: (_, {nonce}) => ({type: 'back', nonce: nonce()}),
	},
	{
		name: 'kick',
		usage: 'name [reason]',
		args: ['id', 'text'],
		says: 'end the connection of a person',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => ({
			type: 'kick',
			id: idName(word(rest)),
			...(afterWord(rest) === '' ? {} : {reason: checkLine(afterWord(rest))}),
			nonce: nonce(),
		}),
	},
	{
		name: 'say',
		usage: 'text',
		args: ['text'],
		says: 'say something to everybody on this server',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => ({type: 'announce', msg: rest, nonce: nonce()}),
	},
	{
		name: 'clear',
		usage: '',
		args: [],
		says: 'empty this window; nothing is deleted',
		run: () => ({screen: 'clear', argument: ''}),
	},
	{
		name: 'sidebar',
		usage: '',
		args: [],
		says: 'show or hide the sidebar',
		run: () => ({screen: 'sidebar', argument: ''}),
	},
	{
		name: 'reconnect',
		usage: '',
		args: [],
		says: 'connect again now',
		run: () => ({screen: 'reconnect', argument: ''}),
	},
	{
		name: 'quit',
		aliases: ['exit'],
		usage: '[text]',
		args: ['text'],
		says: 'leave the chat',
		run: (rest, {nonce}) => ({
			type: 'quit',
			...(rest === '' ? {} : {text: checkLine(rest)}),
			nonce: nonce(),
		}),
	},
];

export type Command = Omit<Row, 'run'>;
export const commands: readonly Command[] = rows;

/** Each command by its name and by its other names. */
const byName = new Map(
	rows.flatMap(row => [row.name, ...(row.aliases ?? [])].map(name => [name, row] as const)),
);

/** All names by which commands are called. */
export const commandNames: readonly string[] = [...byName.keys()];

/** A command by its name or one of its other names. */
export const findCommand = (name: string): Command | undefined => byName.get(name.toLowerCase());

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
	const name = word(said.slice(1));
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
	const nearest = closest(name, [...commandNames]);
	const near = name !== '' && distance(name, nearest) <= Math.max(1, Math.floor(name.length / 2));
	const hint = near ? `Did you mean /${nearest}?` : '/help lists them all.';
	return new ChatError('UNKNOWN_COMMAND', `There is no command /${name}. ${hint}`);
};
