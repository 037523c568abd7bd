/** The row below the messages: what one should know now. */
import {typingNow} from '../client/select.ts';
import type {Link, MessageLine, Room, State} from '../client/state.ts';
import {type Part, rowOf} from './bar.ts';
import type {Keymap} from './keymap.ts';
import {count, counted, label, listNames} from './labels.ts';
import type {TimeFormat} from './local-time.ts';
import {objectionTo} from './pick.ts';
import {signsNames} from './reactions.ts';
import type {Screen} from './screen.ts';
import type {Theme} from './themes.ts';
import {columns} from './wrap.ts';

export type StatusInput = {
	readonly state: State;
	readonly width: number;
	readonly theme: Theme;
	readonly keys: Keymap;
	readonly clock: TimeFormat;
	/** ms since 1970, by this machine's clock; undefined where nothing may change by itself: what does is left out */
	readonly now: number | undefined;
	/** messages below the pane */
	readonly newer: number;
	/** a word to the person, before all else */
	readonly hint?: Screen['hint'];
	/** the message that is picked */
	readonly picked?: MessageLine | undefined;
	/** one is at an old message; or on the way there */
	readonly away?: 'there' | 'going' | undefined;
	/** nothing rings or notifies, by one's own wish */
	readonly quiet?: boolean;
	/** a key worth knowing, where there is nothing else to say */
	readonly help?: string | undefined;
};

/** What one should know now, and how much came in below what one reads. */
export const statusRow = (input: StatusInput): string => {
	const {width, theme, newer, hint, picked, state, quiet, help} = input;
	const room = state.rooms.get(state.current);
	if (!hint && picked && room) return pickRow(input, picked, room);
	const rights: Part[][] =
		newer > 0
			? [[newerPart(counted(newer, 'newer message'))], [newerPart(count(newer))]]
			: help && !hint
				? [[{text: help, role: 'dim'}], []]
				: [];
	const quietly: Part[] = quiet && !hint ? [{text: 'quiet', role: 'dim'}] : [];
	return rowOf(width, theme, [leftPart(input), ...quietly], rights);
};

const newerPart = (what: string): Part => ({text: `↓ ${what}`, role: 'accent'});

const leftPart = ({state, now, hint, away, keys}: StatusInput): Part => {
	if (hint) return {text: `${hint.tone === 'error' ? '! ' : ''}${label(hint.text)}`, role: hint.tone};
	if (away === 'going') return {text: `going there … (${keys.labelFor('close')} stays)`, role: 'status'};
	if (away === 'there')
		return {text: `↑ an older part · ${keys.labelFor('close')} back to where you were`, role: 'accent'};
	return linkPart(state, now, keys);
};

/** The key worth knowing now: what completes the command that is begun, or else what tells of all keys. */
export const helpKey = ({editor, overlay, asking}: Screen, {labelFor}: Keymap): string | undefined => {
	if (overlay || asking) return undefined;
	const isCommand = /^\/(?!\/)\S*$/.test(editor.text);
	const key = labelFor(isCommand ? 'complete' : 'help');
	return key === '' ? undefined : `${key} ${isCommand ? 'completes' : 'help'}`;
};

/** What can be done with a message, in words where there is room for them; and who did what to it, and when. */
const pickRow = (
	{state, width, theme, clock, newer, keys}: StatusInput,
	line: MessageLine,
	room: Room,
): string => {
	const right = newer === 0 ? [] : [newerPart(count(newer))];
	const inner = width - 2 - right.reduce((sum, {text}) => sum + columns(text) + 2, 0);
	const rows = keys.pickRows.filter(({action}) => objectionTo(action, line, room, state) === undefined);
	const back = keys.labelFor('close');
	const long = [...rows.map(({keys, brief}) => `${keys[0]} ${brief}`), `${back} back`].join(' · ');
	const short = [...rows.map(({keys}) => keys[0]), back].join(' ');
	const details = detailsOf(line, clock);
	const needed = (text: string): number => columns(text) + (details === '' ? 0 : 2 + columns(details));
	const shown = needed(long) <= inner || columns(long) <= inner * 0.6 ? long : short;
	const parts: Part[] = [{text: shown, role: 'accent'}];
	return rowOf(width, theme, details === '' ? parts : [...parts, {text: details, role: 'status'}], [right]);
};

/** `👍 Alice and Bob · edited 14:03` */
const detailsOf = (line: MessageLine, clock: TimeFormat): string => {
	const {edited, deleted} = line;
	if (deleted) return `deleted ${clock.time(deleted.ts)}`;
	const parts = [signsNames(line), edited ? `edited ${clock.time(edited.ts)}` : ''];
	return parts.filter(part => part !== '').join(' · ');
};

const pendingIn = (state: State, failed: boolean): number => {
	let found = 0;
	for (const {pending} of state.rooms.values()) {
		for (const {error} of pending) if ((error !== undefined) === failed) found++;
	}
	return found;
};

type LinkPart<Type> = (
	link: Extract<Link, {type: Type}>,
	state: State,
	now: number | undefined,
	keys: Keymap,
) => Part;

const linkParts: {readonly [Type in Link['type']]: LinkPart<Type>} = {
	connecting: () => ({text: '◌ connecting …', role: 'warning'}),
	waiting: ({place}) => ({
		text: `◌ the server is full: number ${count(place)} in the queue`,
		role: 'warning',
	}),
	offline: ({retryAt}, state, now, keys) => ({
		text: offlineText(state, now === undefined ? undefined : retryAt - now, keys),
		role: 'warning',
	}),
	// One looks at what is there meanwhile.
	refused: ({error}, _, __, keys) => ({
		text: `✗ disconnected (${keys.labelFor('retry')} what now): ${label(error.message)}`,
		role: 'failed',
	}),
	closed: () => ({text: '✗ disconnected', role: 'dim'}),
	online: (_, state, now, keys) => onlinePart(state, now, keys),
};

const linkPart = (state: State, now: number | undefined, keys: Keymap): Part => {
	const draw = linkParts[state.link.type] as LinkPart<Link['type']>;
	return draw(state.link, state, now, keys);
};

/** @param ms until the next attempt; undefined to count nothing */
const offlineText = (state: State, ms: number | undefined, {labelFor}: Keymap): string => {
	const seconds = ms === undefined ? undefined : Math.max(0, Math.ceil(ms / 1000));
	const again = seconds ? `reconnecting in ${seconds} s` : 'reconnecting …';
	const unsent = pendingIn(state, false);
	const standing = unsent === 0 ? `◌ ${again}` : `⚠ offline: ${count(unsent)} unsent, ${again}`;
	return seconds === 0 ? standing : `${standing} (${labelFor('retry')} now)`;
};

const onlinePart = (state: State, now: number | undefined, {labelFor}: Keymap): Part => {
	const failed = pendingIn(state, true);
	if (failed > 0) {
		const keys = `${labelFor('retry')} sends again, ${labelFor('takeBack')} takes back`;
		return {text: `✗ ${count(failed)} not sent (${keys})`, role: 'failed'};
	}
	const room = state.rooms.get(state.current);
	const typing = room && now !== undefined ? typingNow(room, now) : [];
	if (typing.length > 0) {
		return {text: `${listNames(typing)} ${typing.length === 1 ? 'is' : 'are'} typing`, role: 'status'};
	}
	if (state.away !== undefined) {
		const text = state.away === '' ? 'away' : `away: ${label(state.away)}`;
		return {text: `○ ${text} (/back when you are)`, role: 'away'};
	}
	return {text: '● connected', role: 'status'};
};
