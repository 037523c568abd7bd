/** What a person wishes of single rooms, and of whom they want to read nothing: for themselves, told to nobody. */
import {isDirect, nameKey} from '../protocol/names.ts';
import type {Level, Room, State, Wish, WishChange} from './state.ts';

/** What calls one in a room: all that is said, what means oneself, or nothing. */
export const levels: readonly Level[] = ['all', 'mentions', 'nothing'];

/** A change laid over what was wished: what it names is taken over, `undefined` takes a wish back. */
export const wishWith = (before: Wish | undefined, change: WishChange): Wish | undefined => {
	const {pinned, level} = {...before, ...change};
	if (pinned === undefined && level === undefined) return undefined;
	return {...(pinned === undefined ? {} : {pinned}), ...(level === undefined ? {} : {level})};
};

/** Nothing of a muted room calls anybody or is counted for them. */
export const isMuted = ({wishes}: Pick<State, 'wishes'>, {key}: Pick<Room, 'key'>): boolean =>
	wishes.get(key)?.level === 'nothing';

export const isPinned = ({wishes}: Pick<State, 'wishes'>, {key}: Pick<Room, 'key'>): boolean =>
	wishes.get(key)?.pinned === true;

/**
 * What calls one in a room. Whoever writes to one directly means one, so a conversation calls unless it is wished
 * otherwise.
 * @param usual for rooms of which nothing is wished
 */
export const levelOf = (
	{wishes}: Pick<State, 'wishes'>,
	{key, target}: Pick<Room, 'key' | 'target'>,
	usual: Level,
): Level => wishes.get(key)?.level ?? (isDirect(target) ? 'all' : usual);

export const isIgnored = ({ignored}: Pick<State, 'ignored'>, id: string): boolean =>
	ignored.size > 0 && ignored.has(nameKey(id));
