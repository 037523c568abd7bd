/** The list of what names one: what is held at once, and what the server finds, on and on. */

import {mentions} from '../client/mention.ts';
import {mentioned} from '../client/mentioned.ts';
import {conversationOf} from '../client/rooms.ts';
import {isIgnored} from '../client/select.ts';
import type {State} from '../client/state.ts';
import type {EventOf} from '../protocol/messages.ts';
import {nameKey, sameName, serverId} from '../protocol/names.ts';
import type {News} from './effects.ts';
import type {Action} from './keymap.ts';
import type {Input} from './keys.ts';
import type {Mentions} from './opened.ts';
import {messageHeight} from './overlays/found.ts';
import {land} from './reading.ts';
import {and, bottom, only, type Screen, type Step, type Surroundings} from './screen.ts';

type Message = EventOf<'message'>;

/** Of what is held, so many are listed at once. */
const heldAtOnce = 200;
/** A name that is the beginning of many words finds much that does not mean anybody: so many answers are looked through in one go. */
const answersAtOnce = 8;
/** So many before the last one, older ones are asked for. */
const ahead = 10;

const asking = (state: State, id: number, more: string | undefined) =>
	({type: 'search', id, asked: {text: state.me}, more, waits: false}) as const;

export const openMentions = (screen: Screen, {state}: Surroundings): Step => {
	const id = screen.questions + 1;
	const found = mentioned(state, heldAtOnce);
	const list = {
		type: 'mentions',
		id,
		found,
		more: undefined,
		chosen: 0,
		left: answersAtOnce,
		trouble: '',
	} as const;
	if (state.link.type !== 'online') {
		const trouble = 'You are offline: older ones are known once you are connected.';
		return only({...screen, questions: id, overlay: {...list, standing: 'failed', trouble}});
	}
	return and(
		{...screen, questions: id, overlay: {...list, standing: 'searching'}},
		asking(state, id, undefined),
	);
};

const isMeant = (state: State, {id, msg, deleted}: Message): boolean =>
	!deleted && !sameName(id, state.me) && id !== serverId && !isIgnored(state, id) && mentions(msg, state.me);

/** Both lists in one, the newest first, each message once. */
const joined = (state: State, one: readonly Message[], other: readonly Message[]): readonly Message[] => {
	const byPlace = new Map(
		[...other, ...one].map(message => [
			`${nameKey(conversationOf(state.me, message))} ${message.seq}`,
			message,
		]),
	);
	return [...byPlace.values()].sort((first, second) => second.ts - first.ts);
};

/** What the server found; where that is little of what was wanted, it is asked to go on. */
export const mentionsFound = (screen: Screen, news: News & {type: 'found'}, {state}: Surroundings): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'mentions' || overlay.id !== news.id) return only(screen);
	const meant = news.found.filter(message => isMeant(state, message));
	const chosen = overlay.found[overlay.chosen];
	const found = joined(state, overlay.found, meant);
	const place = chosen ? Math.max(0, found.indexOf(chosen)) : 0;
	const left = overlay.left - 1;
	const after = {...overlay, found, more: news.more, chosen: place, left};
	const goesOn = news.more !== undefined && left > 0 && found.length < place + ahead;
	if (!goesOn) return only({...screen, overlay: {...after, standing: 'done'}});
	return and({...screen, overlay: {...after, standing: 'searching'}}, asking(state, overlay.id, news.more));
};

export const mentionsFailed = (screen: Screen, {id, text}: News & {type: 'searchFailed'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'mentions' || overlay.id !== id) return only(screen);
	return only({...screen, overlay: {...overlay, standing: 'failed', trouble: text}});
};

export const pressMentions = (
	screen: Screen,
	list: Mentions,
	_: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const {found, id, more, standing} = list;
	if (action === 'submit') {
		const message = found[list.chosen];
		return message
			? land(screen, around, conversationOf(around.state.me, message), message.seq)
			: only(screen);
	}
	const page = Math.max(1, Math.floor((around.pane(bottom).height - 2) / messageHeight));
	const moves: Partial<Record<Action, number>> = {
		older: -1,
		newer: 1,
		mentions: 1,
		pageUp: -page,
		pageDown: page,
	};
	const by = action && moves[action];
	if (by === undefined) return only(screen);
	const chosen = Math.max(0, Math.min(found.length - 1, list.chosen + by));
	const overlay = {...list, chosen};
	if (more === undefined || standing !== 'done' || chosen < found.length - ahead)
		return only({...screen, overlay});
	const wanted = {...overlay, left: answersAtOnce, standing: 'searching'} as const;
	return and({...screen, overlay: wanted}, asking(around.state, id, more));
};
