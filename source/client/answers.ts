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

/** So many rows are said at once: who reads a longer list has lost sight of the room by its end. */
const rowsAtMost = 50;

/** `50 of 9,120` */
const someOf = (shown: number, total: number): string =>
	`${shown.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;

export const describeRooms = ({list, total}: EventOf<'rooms'>): string => {
	if (list.length === 0) return 'No room has that in its name or topic.';
	const rows = list
		.slice(0, rowsAtMost)
		.map(
			({room, members, topic, desk, mode}) =>
				`#${room} · ${countOf(members, 'person', 'people')}${desk ? ' · help desk' : ''}${mode && mode !== 'open' ? ` · ${mode}` : ''}${topic ? ` · ${topic}` : ''}`,
		);
	const all = Math.max(total ?? 0, list.length);
	if (all === rows.length) return [`${countOf(all, 'room')}:`, ...rows].join('\n');
	// What leads on stands at the end, where one looks: the beginning has scrolled by.
	return [
		`${someOf(rows.length, all)} rooms, those with most people first:`,
		...rows,
		`… and ${(all - rows.length).toLocaleString('en-US')} more: /list word finds them.`,
	].join('\n');
};

export const describeWho = ({room, list, total}: EventOf<'who'>): string => {
	if (list.length === 0) return `Nobody was found in #${room}.`;
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
