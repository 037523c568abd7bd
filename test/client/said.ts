import type {EventOf} from '../../source/protocol/messages.ts';

/** What Bob said in general, unless it is told otherwise. */
export const message = (seq: number, more: Partial<EventOf<'message'>> = {}): EventOf<'message'> => ({
	type: 'message',
	room: 'general',
	seq,
	id: 'Bob',
	msg: `message ${seq}`,
	ts: seq,
	...more,
});

/** How many are in general, as a crowd is told. */
export const counted = (members: number): EventOf<'presence'> => ({
	type: 'presence',
	room: 'general',
	ts: 0,
	members,
	joined: [],
	left: [],
});
