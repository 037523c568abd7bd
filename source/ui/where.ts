/** Where one is, in one sentence after the other: what a screen shows all the time, for whoever asks for it. */
import {headcount, isMuted, roomList, typingNow, unread} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import {isDirect} from '../protocol/names.ts';
import {count, counted, label, listNames} from './labels.ts';
import {roomHere, type Surroundings} from './screen.ts';
import {roomName} from './sidebar.ts';

/** `#ops, Release planning, 4 people` */
export const roomText = (room: Room): string => {
	const {target, gone, readOnly, mode, desk, topic} = room;
	return [
		roomName(room),
		...(gone ? ['you are not in it'] : []),
		...(readOnly || mode === 'read-only' ? ['read-only'] : []),
		...(mode === 'invited' ? ['only who is invited comes in'] : []),
		...(desk ? ['a help desk'] : []),
		...(topic === '' ? [] : [label(topic)]),
		...(isDirect(target) || gone ? [] : [counted(headcount(room), 'person', 'people')]),
	].join(', ');
};

const linkText = (state: State): string => {
	switch (state.link.type) {
		case 'online':
			return `Connected as ${label(state.me)}`;
		case 'waiting':
			return `Number ${count(state.link.place)} in the queue`;
		case 'refused':
			return label(state.link.error.message);
		default:
			return 'Not connected';
	}
};

const pendingTexts = ({rooms}: State): string[] => {
	const all = [...rooms.values()].flatMap(({pending}) => pending);
	const failed = all.filter(({error}) => error !== undefined).length;
	const waiting = all.length - failed;
	return [
		...(failed === 0 ? [] : [`${counted(failed, 'message')} not sent`]),
		...(waiting === 0 ? [] : [`${counted(waiting, 'message')} on the way`]),
	];
};

/** `Unread: #ops 3, @Dana 1`; those who wish to hear nothing of a room hear nothing of it here. */
const unreadTexts = (state: State): string[] => {
	const rooms = roomList(state).flatMap(room => {
		const {count: all, mentions} = unread(room);
		if (all === 0 || isMuted(state, room)) return [];
		const forMe =
			mentions > 0 && !isDirect(room.target) ? ` with ${counted(mentions, 'mention')} of you` : '';
		return [`${roomName(room)} ${count(all)}${forMe}`];
	});
	return rooms.length === 0 ? [] : [`Unread: ${rooms.join(', ')}`];
};

const awayTexts = ({away}: State): string[] => {
	if (away === undefined) return [];
	return [away === '' ? 'You are away' : `You are away: ${label(away)}`];
};

/** Room, place in it, connection, who types, what is on its way, what is unread, the time. */
export const whereText = (around: Surroundings): string => {
	const {state, now, appearance} = around;
	const room = roomHere(around);
	const typing = room ? typingNow(room, now) : [];
	const isAbove = room?.visit !== undefined || !state.following;
	return [
		...(room ? [roomText(room)] : []),
		...(isAbove ? [`An older part; ${appearance.keys.labelFor('close')} goes to the newest message`] : []),
		linkText(state),
		...(typing.length === 0 ? [] : [`${listNames(typing)} ${typing.length === 1 ? 'is' : 'are'} typing`]),
		...awayTexts(state),
		...pendingTexts(state),
		...unreadTexts(state),
		appearance.clock.time(now),
	]
		.map(text => `${text}.`)
		.join(' ');
};
