import {ChatError} from '../protocol/errors.ts';
import {errorEvent, type RequestOf} from '../protocol/messages.ts';
import {generalRoom, isDirect, nameKey} from '../protocol/names.ts';
import {type Host, welcome} from './host.ts';
import type {Member} from './member.ts';

/**
 * Brings a new member in: its welcome, then the rooms it asked for.
 * @param older its own older connection, whose place it takes
 */
export const letIn = (
	host: Host,
	member: Member,
	hello: RequestOf<'hello'>,
	older: Member | undefined,
): void => {
	const {hub, report} = host;
	const {id, from, client, dialect} = member;
	report({event: older ? 'resumed' : 'connected', id, from, dialect: dialect.name, client});
	member.tell(welcome(host, member, hello.nonce));
	if (older) {
		hub.replace(older, member);
		older.cut(new ChatError('REPLACED'));
	} else hub.enter(member);

	const unwanted = new Set(member.rooms);
	// Cursors into another record mean nothing here.
	const isSameJournal = hello.journal === undefined || hello.journal === host.journalId;
	for (const {room, after} of hello.rooms ?? [{room: generalRoom, after: 0}]) {
		try {
			hub.join(member, room, {after: isSameJournal ? after : 0, history: hello.history, nonce: undefined});
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			member.tell(errorEvent(error, {room}));
		}
		const joined = isDirect(room) ? undefined : hub.rooms.get(nameKey(room));
		if (joined) unwanted.delete(joined);
	}
	for (const room of unwanted) hub.depart(member, room, undefined);
};
