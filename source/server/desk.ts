/**
 * The help desk: a room in which an author and the operators see a message, and nobody else. `to` on an entry
 * names the one person besides the operators who may read it: the author, or whom an operator answers.
 */
import {ChatError} from '../protocol/errors.ts';
import {checkRoom, logRoom, nameKey, sameName} from '../protocol/names.ts';
import type {Member} from './member.ts';
import type {Room} from './room.ts';

/** @throws {ChatError} ROOM_BAD */
export const deskRoom = (name: string | undefined): string | undefined => {
	if (name === undefined) return undefined;
	if (sameName(name, logRoom))
		throw new ChatError('ROOM_BAD', `#${logRoom} is the operators' room; choose another --desk.`);
	return checkRoom(name);
};

/** `@Dana`, `@Dana:` or `@Dana,` at the start of an operator's answer. */
const address = /^@([\p{L}\p{M}\p{Nd}_.-]+)/u;

/**
 * Who besides the operators may read this; undefined for everybody in the room.
 * @throws {ChatError} NO_SUCH_ID: an answer to one person must not go to all because its name was mistyped
 */
export const addressee = (desk: Room, author: Member, msg: string): string | undefined => {
	if (!author.operator) return author.id;
	const name = address.exec(msg)?.[1];
	if (name === undefined) return undefined;
	// The dot that ends a sentence is a letter of names too.
	const person = desk.members.get(nameKey(name)) ?? desk.members.get(nameKey(name.replace(/[.-]+$/u, '')));
	if (person) return person.id;
	throw new ChatError(
		'NO_SUCH_ID',
		`Nobody called ${name} is in #${desk.name}; that was not sent to anybody.`,
	);
};
