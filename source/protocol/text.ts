import {clean, reveal} from './clean.ts';
import {commands, findCommand, parse, usageOf} from './commands.ts';
import type {Dialect, Reply} from './dialect.ts';
import {ChatError} from './errors.ts';
import {limits} from './limits.ts';
import {decodeUtf8, LineFramer} from './lines.ts';
import type {Event, Person, Request} from './messages.ts';
import {checkId, directMark, generalRoom, isDirect, sameName} from './names.ts';

/** What telnet (RFC 854) puts between the text: IAC and a command, with an option or a subnegotiation. */
const telnetCommands = /\xff(?:\xfa[^\xff]*\xff\xf0|[\xfb-\xfe][\s\S]|[\xf0-\xf9])/g;

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
	protected room: string = generalRoom;

	decode(frame: Uint8Array): Request | Reply | undefined {
		const typed = clean(decodeUtf8(withoutTelnet(frame)));
		if (this.#me === undefined) {
			this.#me = checkId(typed.trim());
			return {type: 'hello', v: 1, id: this.#me, client: this.name};
		}
		if (typed.trim() === 'exit') return {type: 'quit'};
		const parsed = parse(typed, {room: this.room, nonce: () => 'typed'});
		if (parsed.type === 'nothing') return undefined;
		if (parsed.type === 'request') {
			const {request} = parsed;
			// The next line may be here already, before the server has answered this one.
			if (request.type === 'join' && !isDirect(request.room)) this.room = request.room;
			return withoutNonce(request);
		}
		if (parsed.name === 'help') return {type: 'reply', text: `${help(parsed.argument)}\n`};
		throw new ChatError('UNKNOWN_COMMAND', `/${parsed.name} works in the full screen only.`);
	}

	encode(event: Event): string | undefined {
		// Sent to one peer only, and the place where its lines go from now on.
		if (event.type === 'room' && !isDirect(event.room)) this.room = event.room;
		if (event.type === 'gone' && event.room === this.room) this.room = generalRoom;
		const line = describe(event, this.#me ?? '', this.room);
		return line === undefined ? undefined : `${line}\n`;
	}

	keyOf(event: Event): string {
		if (isPersonal(event)) return `text ${this.#me}`;
		return 'room' in event && event.room !== this.room ? 'text elsewhere' : 'text here';
	}
}

/** Does its wording depend on who reads it? */
const isPersonal = (event: Event): boolean =>
	('room' in event && event.room !== undefined && isDirect(event.room)) || event.type === 'presence';

const withoutTelnet = (bytes: Uint8Array): Uint8Array => {
	if (!bytes.includes(0xff)) return bytes;
	return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(telnetCommands, ''), 'latin1');
};

const withoutNonce = (request: Request): Request => {
	const {nonce: _, ...rest} = request;
	return rest as Request;
};

const help = (name: string): string => {
	const one = name === '' ? undefined : findCommand(name);
	return (one ? [one] : commands).map(command => `${usageOf(command).padEnd(24)} ${command.says}`).join('\n');
};

const names = (list: readonly Person[]): string =>
	list.map(({id, away}) => (away === undefined ? id : `${id} (away)`)).join(', ');

/** An event in words, for somebody called `me` who looks at `room`. */
const describe = (event: Event, me: string, room: string): string | undefined => {
	const at = (where: string): string => (where === room ? '' : `${isDirect(where) ? where : `#${where}`} `);
	switch (event.type) {
		case 'message': {
			const said = reveal(event.msg);
			if (event.kind === 'me') return `${at(event.room)}* ${event.id} ${said}`;
			if (!isDirect(event.room)) return `${at(event.room)}[${event.id}] ${said}`;
			return sameName(event.id, me)
				? `[you -> ${event.room.slice(directMark.length)}] ${said}`
				: `[${event.id} -> you] ${said}`;
		}
		case 'welcome':
			return [
				`Welcome, ${event.id}. /help lists the commands.`,
				...(event.motd ? [reveal(event.motd)] : []),
			].join('\n');
		case 'waiting':
			return `The server is full. You are number ${event.place} in the queue.`;
		case 'error':
			return `! ${event.text}`;
		case 'room':
			return `You are in #${event.room}${event.topic ? `: ${reveal(event.topic)}` : ''}`;
		case 'gone':
			return `You are out of ${at(event.room) || `#${event.room} `}now${event.text ? `: ${reveal(event.text)}` : '.'}`;
		case 'presence':
			return describePresence(event, me, at(event.room));
		case 'topic':
			return `${at(event.room)}${event.id} set the topic: ${reveal(event.topic)}`;
		case 'notice':
			return `[${event.id} to all] ${reveal(event.msg)}`;
		case 'rooms':
			return event.list
				.map(one => `#${one.room} ${one.members}${one.topic ? ` ${reveal(one.topic)}` : ''}`)
				.join('\n');
		case 'who':
			return `#${event.room}: ${names(event.list)}`;
		case 'whois': {
			const away = event.away === undefined ? '' : `, away ${reveal(event.away)}`;
			return `${event.id}: in ${event.rooms.map(one => `#${one}`).join(', ')}${away}`;
		}
		case 'bye':
			return reveal(event.text);
		default:
			return undefined;
	}
};

const describePresence = (event: Event & {type: 'presence'}, me: string, at: string): string | undefined => {
	const others = (list: ReadonlyArray<{id: string}>): string =>
		list
			.filter(({id}) => !sameName(id, me))
			.map(({id}) => id)
			.join(', ');
	const joined = others(event.joined);
	const left = others(event.left);
	const parts = [...(joined ? [`${joined} joined`] : []), ...(left ? [`${left} left`] : [])];
	return parts.length === 0 ? undefined : `${at}* ${parts.join(', ')}`;
};
