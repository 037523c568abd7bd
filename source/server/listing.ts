import type {EventOf} from '../protocol/messages.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import type {Mode} from './moderation/rules.ts';

type Listed = EventOf<'rooms'>['list'][number];

/** The rooms that somebody may know of: those that are here, and those whose members are all away. */
export const roomsFor = ({rooms, people, journal, moderation}: Hub, viewer: Member): Listed[] => {
	const here = [...rooms.values()]
		.filter(({kind, key}) => (kind !== 'log' || viewer.operator) && moderation.isOpenTo(viewer, key))
		.map(room => ({
			...listed(room.name, room.seenBy(viewer).length, room.topic, room.rules?.mode),
			...(room.kind === 'desk' ? {desk: true as const} : {}),
		}));
	const away = [...people.inhabited()].flatMap(key => {
		const record = rooms.has(key) ? undefined : journal.conversation(key);
		if (record === undefined || !moderation.isOpenTo(viewer, key)) return [];
		return listed(record.name, 0, record.topic, moderation.rules.get(key)?.mode);
	});
	return [...here, ...away];
};

const listed = (room: string, members: number, topic: string, mode: Mode = 'open'): Listed => ({
	room,
	members,
	...(topic === '' ? {} : {topic}),
	...(mode === 'open' ? {} : {mode}),
});
