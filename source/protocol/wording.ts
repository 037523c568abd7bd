/** Events in words, for those who read lines and not JSON. */
import {reveal} from './clean.ts';
import {count} from './counts.ts';
import type {Event, EventOf, EventType, Person} from './messages.ts';
import {directMark, isDirect, sameName} from './names.ts';
import {
	inUtc,
	invitedSentence,
	inviteSentence,
	listings,
	modeSentence,
	mutedSentence,
	roleSentence,
	roleWords,
	tokenSentence,
} from './standing.ts';

/** Who reads, and the room in which they talk: lines from it need not name it. */
export type Reader = {me: string; room: string};

type Words = {[Type in EventType]: (event: EventOf<Type>, reader: Reader) => string | undefined};

const untold = (): undefined => undefined;

/** Lines that go on are indented, so that nobody can write a line that looks like somebody else's. */
const quoted = (text: string): string => reveal(text).replaceAll('\n', '\n  ');

/** `#ops ` before lines that belong to another room than the reader's. */
const at = (room: string, reader: Reader): string =>
	room === reader.room ? '' : `${isDirect(room) ? room : `#${room}`} `;

/** `[Alice]`, or `[Alice -> you]` for what is said to one person only. */
const speaker = ({id, room}: {id: string; room: string}, reader: Reader): string => {
	if (!isDirect(room)) return `${at(room, reader)}[${id}]`;
	return sameName(id, reader.me) ? `[you -> ${room.slice(directMark.length)}]` : `[${id} -> you]`;
};

const after = (mark: string, text: string | undefined): string => (text ? mark + quoted(text) : '');

const others = (list: ReadonlyArray<{id: string}>, {me}: Reader): string[] =>
	list.map(({id}) => id).filter(id => !sameName(id, me));

/** Of a crowd, in place of who came and who went. */
const crowd = (members: number): string => `* ${count(members)} people are here`;

/** Behind a list that is a part of a longer one. */
const outOf = (total: number): string => `… ${count(total)} in all`;

const nameWithState = ({id, away}: Person): string => (away === undefined ? id : `${id} (away)`);

const words: Words = {
	welcome: ({id, motd}) => `Welcome, ${id}. /help lists the commands.${after('\n', motd)}`,
	waiting: ({place}) => `The server is full. You are number ${place} in the queue.`,
	error: ({text}) => `! ${quoted(text)}`,
	message(event, reader) {
		const said = event.deleted ? '(deleted)' : quoted(event.msg);
		const told = event.kind === 'me' ? `* ${event.id} ${said}` : said;
		// In a room the star says who it was already.
		if (event.kind === 'me' && !isDirect(event.room)) return at(event.room, reader) + told;
		return `${speaker(event, reader)} ${told}`;
	},
	edit: (event, reader) => `${speaker(event, reader)} (edited) ${quoted(event.msg)}`,
	delete: (event, reader) => `${speaker(event, reader)} (deleted a message)`,
	react: (event, reader) =>
		event.off ? undefined : `${speaker(event, reader)} (reacted with ${quoted(event.emoji)})`,
	room({room, topic, members, crowd: isCrowd}) {
		if (isDirect(room)) return undefined;
		return `You are in #${room}${after(': ', topic)}${isCrowd ? `\n${crowd(members)}` : ''}`;
	},
	gone: ({room, text}) => `You are out of #${room} now${after(': ', text) || '.'}`,
	presence({room, members, joined, left}, reader) {
		if (members !== undefined) return at(room, reader) + crowd(members);
		const came = others(joined, reader);
		const went = others(left, reader);
		const parts = [
			...(came.length > 0 ? [`${came.join(', ')} joined`] : []),
			...(went.length > 0 ? [`${went.join(', ')} left`] : []),
		];
		return parts.length === 0 ? undefined : `${at(room, reader)}* ${parts.join(', ')}`;
	},
	topic: ({room, id, topic}, reader) =>
		`${at(room, reader)}${id} ${topic === '' ? 'cleared the topic' : `set the topic: ${quoted(topic)}`}`,
	status({id, away}, {me}) {
		const who = sameName(id, me) ? 'You are' : `* ${id} is`;
		return away === undefined ? `${who} back` : `${who} away${after(': ', away)}`;
	},
	notice: ({id, msg}) => `[${id} to all] ${quoted(msg)}`,
	rooms({list, total}) {
		if (list.length === 0) return 'No room has that in its name or topic.';
		const rows = list.map(({room, members, topic}) => `#${room} ${members}${after(' ', topic)}`);
		return [...rows, ...(total === undefined ? [] : [`${outOf(total)}; /rooms word finds others`])].join(
			'\n',
		);
	},
	who({room, list, total}) {
		if (list.length === 0) return `Nobody was found in #${room}.`;
		const names = list.map(nameWithState).join(', ');
		return `#${room}: ${names}${total === undefined ? '' : ` ${outOf(total)}; /who name finds others`}`;
	},
	whois({id, rooms, away, role}) {
		const where = rooms.length === 0 ? 'in no room' : `in ${rooms.map(room => `#${room}`).join(', ')}`;
		const what = role === undefined || role === 'member' ? '' : `${roleWords[role]}, `;
		return `${id}: ${what}${where}${away === undefined ? '' : `, away${after(': ', away)}`}`;
	},
	mode: (event, reader) => `${at(event.room, reader)}${modeSentence(event)}`,
	role: event => roleSentence(event),
	muted: event => mutedSentence(event, inUtc),
	invited: invitedSentence,
	devices: event => listings.devices(event, inUtc),
	token: tokenSentence,
	invite: inviteSentence,
	invites: event => listings.invites(event, inUtc),
	bans: event => listings.bans(event, inUtc),
	audit: event => listings.audit(event, inUtc),
	bye: ({text}) => quoted(text),
	gap: untold,
	page: untold,
	found: untold,
	ack: untold,
	done: untold,
	members: untold,
	live: untold,
	typing: untold,
	ping: untold,
	pong: untold,
};

/** An event as lines without the last newline, or undefined for what a person need not read. Names are drawable too. */
export const describe = <Type extends EventType>(
	event: Event & {type: Type},
	reader: Reader,
): string | undefined => {
	const write = words[event.type] as (event: Event, reader: Reader) => string | undefined;
	const said = write(event, reader);
	return said === undefined ? undefined : reveal(said);
};
