/** What became of an operator's request, in words: nothing else on the screen tells them that it was done. */
import type {Request, RequestOf, RequestType} from '../protocol/messages.ts';
import {roleWords} from '../protocol/standing.ts';
import {label} from './labels.ts';

const inRoom = (room: string | undefined): string => (room === undefined ? '' : ` in #${label(room)}`);

/** The room again, for a command to type. */
const also = (room: string | undefined): string => (room === undefined ? '' : ` #${label(room)}`);

/** The most important words come first: a narrow screen cuts the rest. */
const rows: {readonly [Type in RequestType]?: (request: RequestOf<Type>) => string} = {
	kick: ({id, room}) =>
		room === undefined
			? `${label(id)} was sent away and may come back; /ban keeps out.`
			: `${label(id)} was put out of #${label(room)} and may come back; /ban keeps out.`,
	ban: ({subject, room}) =>
		`${label(subject)} is banned${inRoom(room)}. To undo it: /unban ${label(subject)}${also(room)}`,
	unban: ({subject, room}) => `${label(subject)} may come in again${inRoom(room)}.`,
	mute: ({subject, room}) =>
		`${label(subject)} is muted${inRoom(room)}. To undo it: /unmute ${label(subject)}${also(room)}`,
	unmute: ({subject, room}) => `${label(subject)} may speak again${inRoom(room)}.`,
	invite: ({id, room}) =>
		id === undefined
			? ''
			: `${label(id)} may come into ${room === undefined ? 'this server' : `#${label(room)}`} now.`,
	// The room tells of whoever is here; of others nothing does.
	role: ({id, role, room}) =>
		`${label(id)} is ${roleWords[role]}${room === undefined ? '' : ` of #${label(room)}`} now.`,
	uninvite: () => 'That invitation opens nothing any more.',
	revoke: () => 'Nothing comes in by that any more.',
};

/** Empty where something else tells of it, as a line in the room does. */
export const doneWords = (request: Request): string => {
	const row = rows[request.type] as ((request: Request) => string) | undefined;
	return row?.(request) ?? '';
};
