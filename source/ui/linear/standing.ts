/** What is read of the connection, and of oneself: where one is, and what one can do about it. */
import type {Link, State} from '../../client/state.ts';
import {label} from '../labels.ts';
import type {Snapshot} from '../layout.ts';

type Says<Type> = (
	link: Extract<Link, {type: Type}>,
	before: State,
	after: Snapshot,
	address: string,
) => string | undefined;

/** What a link says that was another one before. A second attempt that fails like the first one says nothing. */
const sayings: {readonly [Type in Link['type']]: Says<Type>} = {
	connecting: (_, before, {state}, address) =>
		state.journal === undefined && before.link.type !== 'waiting'
			? `Connecting to ${label(address)}.`
			: undefined,
	waiting: ({place}, before, _, address) => {
		const where = `You are number ${place} in the queue`;
		return before.link.type === 'waiting'
			? `${where}.`
			: `${label(address)} is full. ${where} and will be let in.`;
	},
	online: (_, before, {state}, address) =>
		before.journal === undefined
			? `Connected to ${label(address)} as ${label(state.me)}.`
			: 'Connected again.',
	offline: ({error}, before, {appearance: {keys}}) =>
		before.link.type === 'online' || before.journal === undefined
			? `Disconnected. ${label(error.message)} It is tried again by itself, and at once by ${keys.labelFor('retry')}. What you write is kept and sent then.`
			: undefined,
	// The door says it, and what can be done.
	refused: () => undefined,
	closed: () => undefined,
};

const isSame = (one: Link, other: Link): boolean =>
	one.type === other.type &&
	!(one.type === 'waiting' && other.type === 'waiting' && one.place !== other.place) &&
	!(one.type === 'refused' && other.type === 'refused' && one.error !== other.error);

const readLink = (before: State, after: Snapshot, address: string): string | undefined => {
	const {link} = after.state;
	if (isSame(before.link, link)) return undefined;
	return (sayings[link.type] as Says<Link['type']>)(link, before, after, address);
};

const readAway = (before: State, {away}: State): string | undefined => {
	if (before.away === away) return undefined;
	if (away === undefined) return 'You are back.';
	return away === '' ? 'You are away.' : `You are away: ${label(away)}`;
};

/** What there is to read of the connection and of oneself. */
export const readStanding = (before: Snapshot, after: Snapshot, address: string): string[] => {
	if (before.state === after.state) return [];
	return [readLink(before.state, after, address), readAway(before.state, after.state)].filter(
		text => text !== undefined,
	);
};
