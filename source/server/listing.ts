import type {EventOf} from '../protocol/messages.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';

type Listed = EventOf<'rooms'>['list'][number];

/** The rooms that somebody may know of: those that are here, and those whose members are all away. */
export const roomsFor = ({rooms, people, journal}: Hub, viewer: Member): Listed[] => {
	const here = [...rooms.values()]
		.filter(({kind}) => kind !== 'log' || viewer.operator)
		.map(room => ({
			...listed(room.name, room.seenBy(viewer).length, room.topic),
			...(room.kind === 'desk' ? {desk: true as const} : {}),
		}));
	const away = [...people.inhabited()].flatMap(key => {
		const record = rooms.has(key) ? undefined : journal.conversation(key);
		return record === undefined ? [] : listed(record.name, 0, record.topic);
	});
	return [...here, ...away];
};

const listed = (room: string, members: number, topic: string): Listed => ({
	room,
	members,
	...(topic === '' ? {} : {topic}),
});
