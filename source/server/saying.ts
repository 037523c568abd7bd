/** What is said, and done to what was said: from the request to a draft. */
import type {Draft, Entry} from '../journal/journal.ts';
import {ChatError} from '../protocol/errors.ts';
import {isDirect} from '../protocol/names.ts';
import type {Answer, Answered, Call} from './call.ts';
import {addressee} from './desk.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import {readable} from './reading.ts';
import type {Room} from './room.ts';

type Said = Pick<Draft, 'kind' | 'msg' | 'nonce' | 'ref' | 'rights'>;

const isSaid = ({kind}: Said): boolean => kind === 'say' || kind === 'me';

/** What takes back something of one's own needs no voice. */
const takesBack = ({kind}: Said): boolean => kind === 'delete' || kind === 'unreact';

/** A room in which a member may speak. @throws {ChatError} NOT_IN_ROOM, READ_ONLY, MUTED, ROOM_QUIET */
export const writable = (hub: Hub, member: Member, name: string): Room => {
	const room = unlogged(hub, member, name);
	hub.moderation.checkVoice(member, room);
	return room;
};

const unlogged = (hub: Hub, member: Member, name: string): Room => {
	const room = hub.roomOf(member, name);
	if (room.kind === 'log') throw new ChatError('READ_ONLY');
	return room;
};

/** @throws {ChatError} NOT_IN_ROOM, NO_SUCH_ID, READ_ONLY, MUTED, ROOM_QUIET */
export const say = (call: Call, target: string, said: Said): Answer => {
	const {hub, member} = call;
	if (isDirect(target)) {
		if (!takesBack(said)) hub.moderation.checkVoice(member, undefined);
		// One may still take back what was said to somebody who is nobody any more.
		const {direct, name} = isSaid(said) ? hub.directs.with(member, target) : hub.directs.find(member, target);
		hub.delivery.say(member, {conversation: direct, room: name, ...said});
		return 'later';
	}
	const room = takesBack(said) ? unlogged(hub, member, target) : writable(hub, member, target);
	if (room.kind === 'desk') return sayAtDesk(call, room, said);
	hub.delivery.say(member, {conversation: room, room: room.name, ...said});
	return 'later';
};

/**
 * What is about an earlier message goes to those who may read that one; of a guest, to itself and the operators
 * as always. So that one has to be read first.
 */
const sayAtDesk = (call: Call, room: Room, said: Said): Answer => {
	const {member} = call;
	if (said.ref === undefined) return tellDesk(call, room, said, addressee(room, member, said.msg));
	return sayAbout(call, room, said, said.ref);
};

const sayAbout = async (call: Call, room: Room, said: Said, ref: number): Promise<Answered> => {
	const {hub, member} = call;
	const entry = await entryAt(room, ref);
	// It may have been taken out of the room meanwhile.
	hub.roomOf(member, room.name);
	if (entry === undefined || readable(member, entry) === undefined) throw new ChatError('NO_SUCH_MESSAGE');
	const named = isSaid(said) || !member.operator ? addressee(room, member, said.msg) : undefined;
	return tellDesk(call, room, said, member.operator ? (entry.to ?? named) : named);
};

const entryAt = async ({archive, key}: Room, seq: number): Promise<Entry | undefined> => {
	const {entries} = await archive.page(key, {after: seq - 1}, 1);
	return entries.find(entry => entry.seq === seq);
};

const tellDesk = ({hub, member}: Call, room: Room, said: Said, to: string | undefined): Answered => {
	hub.delivery.say(member, {conversation: room, room: room.name, ...said, to});
	return 'later';
};
