/** What follows when somebody who is here has become something else. */
import type {Hub} from '../hub.ts';
import {type Member, personOf} from '../member.ts';
import type {Room} from '../room.ts';
import {tell} from '../telling.ts';

/** To be called once `Member.role` is another one: they see what they may see now, and others see them so. */
export const settleRole = (hub: Hub, member: Member): void => {
	if (hub.present.get(member.key) !== member) return;
	hub.reckon(member);
	for (const room of [...member.rooms]) {
		room.reckon(member);
		if (room.kind === 'desk') showDesk(hub, room, member);
		const isOpen = room.kind === 'log' ? member.operator : hub.moderation.isOpenTo(member, room.key);
		if (isOpen) continue;
		hub.expel(member, room, undefined).catch(() => {});
		member.tell({type: 'gone', room: room.name, why: 'kicked', text: 'You are no operator any more.'});
	}
};

/** At a help desk guests see operators only: whoever has become one appears to them, and who is none any more goes. */
const showDesk = (hub: Hub, room: Room, member: Member): void => {
	const guests = [...room.members.values()].filter(one => one !== member && !one.operator);
	const change = member.operator
		? {joined: [personOf(member)], left: []}
		: {joined: [], left: [{id: member.id}]};
	tell(guests, {type: 'presence', room: room.name, ts: hub.clock.now(), ...change});
	// Its own list is another one now.
	hub.join(member, room.name, {after: room.delivered, history: 0, nonce: undefined});
};
