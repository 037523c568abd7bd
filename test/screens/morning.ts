/** A morning in a small team's chat, as events: what drawings show. */
import type {Event, EventOf, Person} from '../../source/protocol/messages.ts';

/** Milliseconds of a time on 21 November 2026, the day of the tests' clock, or so many days before. */
export const at = (time: string, daysBefore = 0): number => {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return Date.UTC(2026, 10, 21 - daysBefore, hours, minutes);
};

export const message = (
	seq: number,
	time: string,
	id: string,
	msg: string,
	more: Partial<EventOf<'message'>> & {daysBefore?: number} = {},
): EventOf<'message'> => {
	const {daysBefore = 0, ...rest} = more;
	return {type: 'message', room: 'general', seq, id, msg, ts: at(time, daysBefore), ...rest};
};

/** A room that one comes into, with who is in it and what was said there. */
export const room = (
	name: string,
	people: ReadonlyArray<string | Person>,
	said: readonly Event[] = [],
	more: Partial<EventOf<'room'>> = {},
): Event[] => [
	{type: 'room', room: name, members: people.length, ...more},
	{type: 'members', room: name, list: people.map(one => (typeof one === 'string' ? {id: one} : one))},
	...said,
	{type: 'live', room: name, seq: said.length},
];

export const team: readonly Person[] = [
	{id: 'Alice'},
	{id: 'Bob'},
	{id: 'Carol', operator: true},
	{id: 'Dana', away: 'in a call'},
	{id: '李雷'},
];

const green =
	'It is: https://ci.example/1812 – all 128 tests passed on the first try, which has not happened since March, so I took a screenshot.';

export const morning: readonly Event[] = [
	message(1, '16:58', 'Dana', 'Release notes are in the wiki. See you tomorrow!', {daysBefore: 1}),
	message(2, '09:02', 'Alice', 'Good morning everyone! 👋'),
	message(3, '09:03', 'Bob', 'Morning Alice! Is the build green?'),
	message(4, '09:04', 'Carol', green, {
		ref: 3,
		quote: {id: 'Bob', msg: 'Morning Alice! Is the build green?'},
	}),
	{type: 'react', room: 'general', seq: 5, ref: 4, id: '李雷', emoji: '🎉', ts: at('09:04')},
	{type: 'react', room: 'general', seq: 6, ref: 4, id: 'Dana', emoji: '🎉', ts: at('09:04')},
	message(7, '09:05', '李雷', '太好了 🎉 部署完成了，现在可以发布'),
	{type: 'presence', room: 'general', ts: at('09:05'), joined: [{id: 'Eve'}, {id: 'Frank'}], left: []},
	{type: 'presence', room: 'general', ts: at('09:06'), joined: [], left: [{id: 'Frank'}]},
	message(8, '09:06', 'Dana', 'Changelog is done too.'),
	message(9, '09:07', 'Bob', '@Alice shall we ship it?'),
];
