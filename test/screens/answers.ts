/** What a server answers that has everything, or refuses everything. */
import type {Event, Request} from '../../source/protocol/messages.ts';
import {people, wideName} from './texts.ts';

/** What it knows of its rooms. */
export type Standing = {
	/** the place of what is said next in a room, which is taken by that */
	readonly next: (room: string) => number;
	readonly last: (room: string) => number;
	/** ms since 1970 */
	readonly now: number;
};

const sentences = ['The disk is full.', '漢字 is not allowed.', 'x'.repeat(300)] as const;

/** To one request; nothing to one that wants no answer. */
export const answerTo = (request: Request, refuse: boolean, {next, last, now}: Standing): Event[] => {
	const {nonce} = request as {nonce?: string};
	if (nonce === undefined || request.type === 'pong') return [];
	if (refuse) return [{type: 'error', code: 'NOT_STORED', text: sentences[nonce.length % 3]!, nonce}];
	switch (request.type) {
		case 'say': {
			const {room, msg} = request;
			const seq = next(room);
			return [
				{type: 'ack', nonce, room, seq, ts: now},
				{type: 'message', room, seq, id: 'Alice', msg, ts: now, nonce},
			];
		}
		case 'history':
			return [{type: 'page', room: request.room, list: [], first: true, last: true, nonce}];
		case 'search':
			return [
				{
					type: 'found',
					list: [
						{
							type: 'message',
							room: 'ops',
							seq: 1,
							id: 'W'.repeat(32),
							msg: '漢字 found https://ci.example',
							ts: now,
						},
					],
					nonce,
				},
			];
		case 'join':
			return [
				{type: 'room', room: request.room, members: 1, nonce},
				{type: 'members', room: request.room, list: [{id: 'Alice'}]},
				{type: 'live', room: request.room, seq: last(request.room)},
			];
		case 'whois':
			return [
				{
					type: 'whois',
					id: request.id,
					since: now,
					rooms: ['general', wideName],
					away: '漢字',
					client: 'x',
					nonce,
				},
			];
		case 'rooms':
			return [
				{
					type: 'rooms',
					list: [
						{room: '漢字', members: 3, topic: 'wide'},
						{room: 'ops', members: 10_000},
					],
					nonce,
				},
			];
		case 'who':
			return [{type: 'who', room: request.room, list: people.map(id => ({id})), nonce}];
		case 'devices':
			return [
				{
					type: 'devices',
					list: people.map(id => ({device: id, sort: 'token', label: id, since: now, seen: now})),
					password: true,
					nonce,
				},
			];
		case 'invites':
			return [{type: 'invites', list: people.map(id => ({invite: id, by: id, room: wideName})), nonce}];
		case 'bans':
			return [
				{
					type: 'bans',
					list: people.map(id => ({effect: 'ban', subject: id, by: id, ts: now, reason: sentences[1]})),
					nonce,
				},
			];
		case 'audit':
			return [
				{
					type: 'audit',
					list: people.map(id => ({ts: now, by: id, action: id, subject: id, detail: sentences[2]})),
					more: 'more',
					nonce,
				},
			];
		case 'invite':
			return [{type: 'invite', link: `tuichat://${'x'.repeat(200)}`, invite: 'i', token: 't', nonce}];
		case 'token':
			return [{type: 'token', token: 'x'.repeat(60), device: 'd', nonce}];
		default:
			return [{type: 'done', nonce}];
	}
};
