import {protocolVersion, type RequestOf} from '../protocol/messages.ts';
import {isDirect} from '../protocol/names.ts';
import {roomList} from './select.ts';
import type {State} from './state.ts';

export type HelloOptions = {
	/** of the last welcome: takes the place of one's own older connection */
	token: string | undefined;
	/** for rooms that were not entered yet */
	history: number | undefined;
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
	{token, history, program, roomsAtMost}: HelloOptions,
): RequestOf<'hello'> => {
	// Rooms come first in the list, so it is the conversations opened last that a limit leaves out.
	const wanted = roomList(state)
		.filter(room => !room.gone)
		.slice(0, roomsAtMost);
	const isFirst = !wanted.some(room => room.entered && !isDirect(room.target));
	return {
		type: 'hello',
		v: protocolVersion,
		id: state.me,
		...(token ? {token} : {}),
		...(state.journal === undefined ? {} : {journal: state.journal}),
		rooms: wanted.map(({target, seq}) => ({room: target, after: seq})),
		...(history === undefined || !isFirst ? {} : {history}),
		...(program === undefined ? {} : {client: program}),
	};
};
