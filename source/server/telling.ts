/** Telling several people the same, encoded once for each kind of reader. */
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import type {Room} from './room.ts';

/** Everybody in a room who may see that it comes from this member, the member itself too. */
export const tellRoom = (room: Room, from: Member, event: Event): void => tell(room.seenBy(from), event);

/** Everybody who shares a room with somebody and sees them there, and that one too. */
export const acquaintancesOf = (member: Member): Set<Member> => meeting(member, member.rooms);

/**
 * Those of them who have somebody in a list: who share a room with them that is no crowd, or have a conversation with
 * them open. In a crowd of thousands somebody comes back and goes away all the time, and nobody sees a name of it.
 */
export const companionsOf = ({directs, present}: Hub, member: Member): Set<Member> => {
	const companions = meeting(
		member,
		[...member.rooms].filter(room => !room.isCrowd || room.kind === 'desk'),
	);
	for (const {people} of directs.of(member.key)) {
		for (const key of people) {
			const other = present.get(key);
			if (other) companions.add(other);
		}
	}
	return companions;
};

export const tell = (readers: Iterable<Member>, event: Event): void => {
	const broadcast = new Broadcast([event]);
	for (const reader of readers) broadcast.sendTo(reader);
};

const meeting = (member: Member, rooms: Iterable<Room>): Set<Member> => {
	const readers = new Set([member]);
	for (const room of rooms) for (const other of room.seenBy(member)) readers.add(other);
	return readers;
};
