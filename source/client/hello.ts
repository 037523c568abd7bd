import {protocolVersion, type RequestOf} from '../protocol/messages.ts';
import {isDirect} from '../protocol/names.ts';
import {roomList} from './select.ts';
import type {State} from './state.ts';

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

/**
 * The hello that takes a link up where the last one ended: with the token that replaces one's own ghost, and
 * for each conversation the last seq that is held.
 */
export const helloFor = (
	state: State,
	{token, resume, history, since, program, roomsAtMost}: HelloOptions,
): RequestOf<'hello'> => {
	// Rooms come first in the list, so it is the conversations opened last that a limit leaves out.
	const wanted = roomList(state)
		.filter(room => !room.gone && !room.assumed)
		.slice(0, roomsAtMost);
	const isFirst = !wanted.some(room => room.seq > 0 || (room.entered && !isDirect(room.target)));
	return {
		type: 'hello',
		v: protocolVersion,
		id: state.me,
		...(token ? {token} : {}),
		...(state.journal === undefined ? {} : {journal: state.journal}),
		...(wanted.length === 0 && resume
			? {}
			: {rooms: wanted.map(({target, seq}) => ({room: target, after: seq}))}),
		...(resume ? {resume} : {}),
		...(history === undefined || !isFirst ? {} : {history}),
		...(since === undefined || !isFirst ? {} : {since}),
		...(program === undefined ? {} : {client: program}),
	};
};
