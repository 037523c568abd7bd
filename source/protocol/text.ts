import {clean} from './clean.ts';
import {type Command, commands, findCommand, parse, usageOf} from './commands.ts';
import type {Dialect, Reply} from './dialect.ts';
import {ChatError} from './errors.ts';
import {limits} from './limits.ts';
import {decodeUtf8, LineFramer} from './lines.ts';
import type {Event, Request} from './messages.ts';
import {checkId, generalRoom, isDirect} from './names.ts';
import {describe} from './wording.ts';

/**
 * What telnet (RFC 854) puts between the text: IAC and a command, with an option or a subnegotiation. 0xEC to
 * 0xEF are what its line mode sends for Ctrl+D, Ctrl+Z and the like (RFC 1184).
 */
const telnetCommands = /\xff(?:\xfa[^\xff]*\xff\xf0|[\xfb-\xfe][\0-\xff]|[\xec-\xf9])/g;

/**
 * For a person at netcat or telnet: lines in, readable lines out. The first line is the id; after it, lines
 * are said in the room that was joined last, and the same slash commands work as everywhere.
 */
export class TextDialect implements Dialect {
	readonly name: Dialect['name'] = 'text';
	readonly framer: Dialect['framer'] = new LineFramer(limits.helloBytes);
	readonly beats = false;
	readonly history: number = 20;
	readonly separate: boolean = false;
	#me: string | undefined;
	/** Rooms one is in, the one that was entered last at the end. */
	#rooms: string[] = [];
	/** Asked for and not answered: piped lines come in one chunk with the /join before them. */
	#asked: string | undefined;

	/** Where lines are said. */
	get #room(): string {
		return this.#asked ?? this.#rooms.at(-1) ?? generalRoom;
	}

	decode(frame: Uint8Array): Request | Reply | undefined {
		const typed = clean(decodeUtf8(withoutTelnet(frame)).replace(/[\r\n]+$/, ''));
		if (this.#me === undefined) {
			this.#me = checkId(typed.trim());
			return {type: 'hello', v: 1, id: this.#me, client: this.name};
		}
		if (typed.trim() === 'exit') return {type: 'quit'};
		const parsed = parse(typed, {room: this.#room, nonce: () => ''});
		if (parsed.type === 'nothing') return undefined;
		if (parsed.type === 'request') return this.#asking(parsed.request);
		if (parsed.name === 'help') return {type: 'reply', text: `${help(parsed.argument)}\n`};
		throw new ChatError('UNKNOWN_COMMAND', `/${parsed.name} works in the full screen only.`);
	}

	#asking(request: Request): Request {
		if (request.type === 'join') this.#asked = request.room;
		// Answers are read by a person, in order: nobody here would know a nonce again.
		const {nonce: _, ...rest} = request;
		return rest as Request;
	}

	/** `room`, `gone` and `error` go to one peer only, and tell where its lines go from now on. */
	encode(event: Event): string | undefined {
		if (event.type === 'room' && !isDirect(event.room)) {
			this.#rooms = [...this.#rooms.filter(room => room !== event.room), event.room];
			this.#asked = undefined;
		}
		if (event.type === 'error' && event.room === this.#asked) this.#asked = undefined;
		if (event.type === 'gone') this.#rooms = this.#rooms.filter(room => room !== event.room);
		const line = describe(event, {me: this.#me ?? '', room: this.#room});
		return line === undefined ? undefined : `${line}\n`;
	}

	keyOf(event: Event): string {
		if (isPersonal(event)) return `text ${this.#me}`;
		return 'room' in event && event.room !== this.#room ? 'text elsewhere' : 'text here';
	}
}

/** Does its wording depend on who reads it? */
const isPersonal = (event: Event): boolean =>
	(event.type === 'presence' && event.members === undefined) ||
	event.type === 'status' ||
	('room' in event && event.room !== undefined && isDirect(event.room));

const withoutTelnet = (bytes: Uint8Array): Uint8Array => {
	if (!bytes.includes(0xff)) return bytes;
	return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(telnetCommands, ''), 'latin1');
};

const help = (name: string): string => {
	const one = name === '' ? undefined : findCommand(name);
	const usable = commands.filter(({needsScreen}) => !needsScreen);
	return (one ? [one] : usable).map(helpLine).join('\n');
};

/** What a command does stands in a column of its own, below a usage that reaches into it. */
const helpLine = (command: Command): string => {
	const usage = usageOf(command);
	const left =
		usage.length > usageColumns ? `${usage}\n${' '.repeat(usageColumns)}` : usage.padEnd(usageColumns);
	return `${left} ${command.says}`;
};

const usageColumns = 24;
