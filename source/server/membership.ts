import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {nameKey} from '../protocol/names.ts';
import type {Announcements} from './announcements.ts';
import type {Member} from './member.ts';
import type {Moderation} from './moderation/moderation.ts';
import type {People} from './people.ts';
import type {Room, Wish} from './room.ts';
import type {Rooms} from './rooms.ts';

export type MembershipOptions = {
	rooms: Rooms;
	people: People;
	moderation: Moderation;
	announcements: Announcements;
};

/** How people come into rooms, and out of them. The others are told at the end of the turn. */
export class Membership {
	readonly #options: MembershipOptions;

	constructor(options: MembershipOptions) {
		this.#options = options;
	}

	/**
	 * Into a room, which is made if there is none; shows it again to one who is there.
	 * @throws {ChatError} OPERATORS_ONLY, ROOMS_FULL, ROOM_BANNED, ROOM_INVITED, SERVER_FULL_OF
	 */
	enter(member: Member, name: string, wish: Wish): void {
		const {rooms, people, moderation, announcements} = this.#options;
		const found = rooms.byKey.get(nameKey(name));
		if (found?.kind === 'log' && !member.operator) throw new ChatError('OPERATORS_ONLY');
		const fresh = found === undefined || !member.rooms.has(found);
		if (fresh && member.rooms.size >= limits.roomsPerClient) throw new ChatError('ROOMS_FULL');
		if (fresh) moderation.checkEntrance(member, nameKey(name));
		const room = found ?? rooms.found(name, member);
		room.admit(member);
		member.rooms.add(room);
		const {person} = member;
		const {read} = people.place(person, room.key);
		room.arrivals.set(member, [...(room.arrivals.get(member) ?? []), {fresh, wish, read}]);
		announcements.add(room);
		if (room.kind !== 'log') people.settle(person, room.key, key => member.rooms.has(rooms.byKey.get(key)!));
	}

	/** Out of a room for now, which goes when it is empty. The member itself is not told. */
	depart(member: Member, room: Room, why: string | undefined): void {
		const {rooms, announcements} = this.#options;
		// Who comes and goes has come first.
		const isNews = room.untold.some(({newcomers}) => newcomers.has(member));
		if (isNews || room.arrivals.has(member)) announcements.announce(room);
		member.rooms.delete(room);
		room.release(member);
		room.replaying.delete(member);
		room.departures.push({member, why});
		if (room.members.size === 0 && rooms.pass(room)) announcements.drop(room);
		else announcements.add(room);
	}
}
