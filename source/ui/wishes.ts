/** What one wishes of rooms and people by commands: pinned, muted, what calls one, who is ignored. */
import {levelOf} from '../client/select.ts';
import type {Level, WishChange} from '../client/state.ts';
import {levels} from '../client/wishes.ts';
import {isDirect, nameKey, sameName} from '../protocol/names.ts';
import {counted, label} from './labels.ts';
import {and, type Screen, type Step, type Surroundings, told} from './screen.ts';

type Command = (screen: Screen, around: Surroundings, argument: string) => Step;

const nameOf = (target: string): string => label(isDirect(target) ? target : `#${target}`);

const wish = (screen: Screen, target: string, change: WishChange, said: string): Step =>
	and(told(screen, said).screen, {type: 'wish', target, change});

export const mute: Command = (screen, _, target) =>
	wish(screen, target, {level: 'nothing'}, `${nameOf(target)} is muted. /unmute undoes that.`);

export const unmute: Command = (screen, {state}, target) => {
	if (state.wishes.get(nameKey(target))?.level !== 'nothing')
		return told(screen, `${nameOf(target)} is not muted.`);
	return wish(screen, target, {level: undefined}, `${nameOf(target)} can call you again.`);
};

export const pin: Command = (screen, _, target) =>
	wish(screen, target, {pinned: true}, `${nameOf(target)} stands before the others. /unpin undoes that.`);

export const unpin: Command = (screen, _, target) =>
	wish(screen, target, {pinned: undefined}, `${nameOf(target)} stands among the others.`);

const says: Readonly<Record<Level, string>> = {
	all: 'Every message in',
	mentions: 'What means you in',
	nothing: 'Nothing in',
};

/** @param argument a room and a level, or `default` for none of its own; a room alone to be told */
export const notify: Command = (screen, {state}, argument) => {
	const [target = '', word] = argument.split(' ');
	if (word === undefined) {
		const {wishes} = state;
		const level = levelOf(
			{wishes},
			{key: nameKey(target), target},
			screen.preferences.values['notify.level'],
		);
		const others = levels.filter(one => one !== level).join('|');
		return told(screen, `${says[level]} ${nameOf(target)} calls you. /notify ${others} changes that.`);
	}
	const level = levels.find(one => one === word);
	const room = {key: nameKey(target), target};
	const counts = level ?? levelOf({wishes: new Map()}, room, screen.preferences.values['notify.level']);
	const usual = level === undefined ? ', as is usual' : '';
	const unknown = state.rooms.has(room.key) ? '' : ', once you are in it';
	return wish(screen, target, {level}, `${says[counts]} ${nameOf(target)} calls you${usual}${unknown}.`);
};

export const ignore: Command = (screen, {state}, id) => {
	if (sameName(id, state.me)) return told(screen, 'You cannot ignore yourself.', 'error');
	const said = `You read nothing of ${label(id)} now. /unignore ${label(id)} undoes that.`;
	return and(told(screen, said).screen, {type: 'ignore', id, on: true});
};

export const unignore: Command = (screen, {state}, id) => {
	if (!state.ignored.has(nameKey(id))) return told(screen, `You do not ignore ${label(id)}.`);
	return and(told(screen, `You read ${label(id)} again.`).screen, {type: 'ignore', id, on: false});
};

export const ignored: Command = (screen, {state, now}) => {
	const names = [...state.ignored].sort();
	const text =
		names.length === 0
			? 'You ignore nobody.'
			: `You ignore ${counted(names.length, 'person', 'people')}: ${names.join(', ')}`;
	return and(screen, {type: 'change', change: {type: 'note', text, tone: 'info', ts: now}});
};
