import {protocolVersion, type RequestOf} from '../protocol/messages.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import type {Room, State} from './state.ts';

export type HelloOptions = {
	/** of the last welcome: takes the place of one's own older connection */
	token: string | undefined;
	/** also enters the rooms, and opens the conversations, in which the server knows us to be */
	resume: boolean;
	/** for rooms that were not entered yet: messages at most */
	history: number | undefined;
	/** for rooms that were not entered yet: none from before, ms since 1970 */
	since: number | undefined;
	program: string | undefined;
	/** rooms that the server takes, direct conversations included */
	roomsAtMost: number;
};

/** Nothing of it was ever held, so that a limit on its history means something. */
const isNew = ({seq, entered, target}: Room): boolean => seq === 0 && (!entered || isDirect(target));

/** Rooms to be in, before conversations: it is those opened last that a limit leaves out. */
const wantedRooms = ({rooms}: State, roomsAtMost: number): readonly Room[] => {
	const all = [...rooms.values()].filter(room => !room.gone && !room.assumed);
	const [conversations = [], others = []] = [true, false].map(direct =>
		all.filter(({target}) => isDirect(target) === direct),
	);
	return [...others, ...conversations].slice(0, roomsAtMost);
};

/** A hello has one limit for all of its rooms: where some are new and some are not, the new ones join later. */
const isMixed = (wanted: readonly Room[], {history}: HelloOptions): boolean =>
	history !== undefined && wanted.some(isNew) && !wanted.every(isNew);

/**
 * The hello that takes a link up where the last one ended: with the token that replaces one's own ghost, and
 * for each conversation the last seq that is held.
 */
export const helloFor = (state: State, options: HelloOptions): RequestOf<'hello'> => {
	const {token, resume, history, since, program, roomsAtMost} = options;
	const wanted = wantedRooms(state, roomsAtMost);
	const isFirst = wanted.every(isNew);
	const named = isMixed(wanted, options) ? wanted.filter(room => !isNew(room)) : wanted;
	// A cursor of 0 looks like none. Whoever was there when nothing had been said yet missed all of it.
	const wasEmpty = !isFirst && named.some(({seq, entered}) => seq === 0 && entered);
	const bound = isFirst ? history : wasEmpty ? Number.MAX_SAFE_INTEGER : undefined;
	return {
		type: 'hello',
		v: protocolVersion,
		id: state.me,
		...(token ? {token} : {}),
		...(state.journal === undefined ? {} : {journal: state.journal}),
		...(named.length === 0 && resume
			? {}
			: {rooms: named.map(({target, seq}) => ({room: target, after: seq}))}),
		...(resume ? {resume} : {}),
		...(bound === undefined ? {} : {history: bound}),
		...(since === undefined || !isFirst ? {} : {since}),
		...(program === undefined ? {} : {client: program}),
		echo: true,
	};
};

/** What the hello could not ask for. */
export const joinsFor = (state: State, options: HelloOptions): Array<RequestOf<'join'>> => {
	const {history = 0, roomsAtMost} = options;
	const wanted = wantedRooms(state, roomsAtMost);
	if (!isMixed(wanted, options)) return [];
	return wanted.filter(isNew).map(({target}) => ({type: 'join', room: target, history}));
};

/** A join by hand: behind what is held, or with as much history as rooms get on first entering them. */
export const joinFor = (
	{rooms}: State,
	request: RequestOf<'join'>,
	history: number | undefined,
): RequestOf<'join'> => {
	const seq = rooms.get(nameKey(request.room))?.seq ?? 0;
	if (seq > 0 && request.after === undefined) return {...request, after: seq};
	return history === undefined || request.history !== undefined ? request : {...request, history};
};
