/** What stands between a person and the chat, in words. */
import type {State} from '../client/state.ts';
import {counted} from './labels.ts';

/** What waits to be said; empty for nothing. Nobody shall think it lost where the chat itself cannot be seen. */
export const unsaidWords = ({rooms}: State): string => {
	let count = 0;
	for (const {pending} of rooms.values()) count += pending.length;
	if (count === 0) return '';
	return `${counted(count, 'message')} of yours ${count === 1 ? 'waits' : 'wait'} here, to be sent once you are connected.`;
};
