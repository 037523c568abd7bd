/** Telling several people the same, encoded once for each kind of reader. */
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import type {Member} from './member.ts';
import type {Room} from './room.ts';

/** Everybody in a room who may see that it comes from this member, the member itself too. */
export const tellRoom = (room: Room, from: Member, event: Event): void => {
	const broadcast = new Broadcast([event]);
	for (const member of room.members.values()) if (room.shows(from, member)) broadcast.sendTo(member);
};

/** Everybody who shares a room with somebody and sees them there, and that one too. */
export const acquaintancesOf = (member: Member): Set<Member> => {
	const readers = new Set([member]);
	for (const room of member.rooms)
		for (const other of room.members.values()) if (room.shows(member, other)) readers.add(other);
	return readers;
};

export const tellAcquaintances = (member: Member, event: Event): void => tell(acquaintancesOf(member), event);

export const tell = (readers: Iterable<Member>, event: Event): void => {
	const broadcast = new Broadcast([event]);
	for (const reader of readers) broadcast.sendTo(reader);
};
