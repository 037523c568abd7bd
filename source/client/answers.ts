/** What the server answers to commands, in words for a note. */
import type {EventOf, Person} from '../protocol/messages.ts';

const countOf = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;

type Described = Person & {readonly role?: EventOf<'whois'>['role']};

const describePerson = ({id, away, operator, guest, rank, role}: Described): string => {
	const details = [
		...(role === 'owner' ? ['owner'] : operator ? ['operator'] : []),
		...(rank ? [`${rank} of this room`] : []),
		...(guest || role === 'guest' ? ['guest'] : []),
		...(away === undefined ? [] : [away === '' ? 'away' : `away: ${away}`]),
	];
	return details.length === 0 ? id : `${id} (${details.join(', ')})`;
};

/** `1,000 of 9,120` */
const someOf = (shown: number, total: number): string =>
	`${shown.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;

export const describeRooms = ({list, total}: EventOf<'rooms'>): string => {
	const rows = list.map(
		({room, members, topic, desk, mode}) =>
			`#${room} · ${countOf(members, 'person', 'people')}${desk ? ' · help desk' : ''}${mode && mode !== 'open' ? ` · ${mode}` : ''}${topic ? ` · ${topic}` : ''}`,
	);
	const heading =
		total === undefined || total <= list.length
			? `${countOf(list.length, 'room')}:`
			: `${someOf(list.length, total)} rooms; /list word finds more:`;
	return [heading, ...rows].join('\n');
};

export const describeWho = ({room, list, total}: EventOf<'who'>): string => {
	const names = list.map(describePerson).join(', ');
	return total === undefined || total <= list.length
		? `${countOf(list.length, 'person', 'people')} in #${room}: ${names}`
		: `${someOf(list.length, total)} people in #${room}; /who #${room} name finds others: ${names}`;
};

/** @param now for how long they have been here, by this machine's clock */
export const describeWhois = (event: EventOf<'whois'>, now: number): string =>
	[
		`${describePerson(event)}, here for ${duration(now - event.since)}`,
		...(event.rooms.length === 0 ? [] : [`in ${event.rooms.map(room => `#${room}`).join(', ')}`]),
		...(event.client === undefined ? [] : [`with ${event.client}`]),
		...(event.address === undefined ? [] : [`from ${event.address}`]),
		...(event.key === undefined ? [] : [`by the key ${event.key}`]),
	].join('\n');

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const;

/** The largest unit is enough: `3 hours`. */
export const duration = (ms: number): string => {
	const unit = units.find(([, length]) => ms >= length);
	return unit ? countOf(Math.floor(ms / unit[1]), unit[0]) : 'less than a minute';
};
