/** What is read, and how it looks as one has set it. */
import type {Event} from '../../../source/protocol/messages.ts';
import {at, message, room, team} from '../morning.ts';
import {wideName} from '../texts.ts';
import {
	answer,
	chat,
	code,
	counted,
	crowd,
	inChat,
	many,
	numbered,
	type Scene,
	search,
	trace,
} from './scene.ts';

export const reading: Readonly<Record<string, Scene>> = {
	chat: inChat(
		stage => stage.type('Yes! Tagging v1.0 now'),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
		message(1, '09:06', 'Dana', 'lunch at 12?', {room: '@Alice'}),
		{type: 'typing', room: 'general', id: 'Carol'},
	),
	'empty-room': {play: stage => stage.hear(...room('general', ['Alice']))},
	crowd: inChat(
		async () => {},
		...Array.from(
			{length: 100},
			(_, part): Event => ({
				type: 'members',
				room: 'general',
				list: crowd.slice(part * 100, part * 100 + 100).map(id => ({id})),
			}),
		),
	),
	'counted-crowd': inChat(async () => {}, counted),
	'wide-name': {
		play: stage =>
			stage.hear(
				...room(wideName, ['Alice', wideName, 'W'.repeat(32)]),
				...room('general', ['Alice', wideName, 'W'.repeat(32)]),
				message(1, '09:01', wideName, 'A name as wide as a name may be.'),
				message(
					2,
					'09:02',
					'W'.repeat(32),
					'And one as long as a name may be, with a text that goes on to the next row.',
				),
				message(3, '09:03', 'Bob', 'Hm.'),
			),
	},
	'long-message': inChat(
		async () => {},
		message(10, '09:08', 'Carol', 'sixteen kilobytes of words '.repeat(606).trim()),
	),
	'stack-trace': inChat(async () => {}, message(10, '09:08', 'Bob', trace)),
	code: inChat(async () => {}, message(10, '09:08', 'Bob', code)),
	'as-typed': {
		options: {preferences: {'text.markdown': false}},
		play: stage => chat(stage, message(10, '09:08', 'Bob', code)),
	},
	changed: inChat(
		async () => {},
		message(10, '09:08', 'Alice', 'Yes, shipp it.'),
		{type: 'edit', room: 'general', seq: 11, ref: 10, id: 'Alice', msg: 'Yes, ship it.', ts: at('09:09')},
		{type: 'react', room: 'general', seq: 12, ref: 10, id: 'Bob', emoji: '👍', ts: at('09:09')},
		{type: 'react', room: 'general', seq: 13, ref: 10, id: 'Carol', emoji: '👍', ts: at('09:09')},
		{type: 'react', room: 'general', seq: 14, ref: 10, id: 'Alice', emoji: '❤️', ts: at('09:09')},
		message(15, '09:10', 'Bob', 'Said in haste.'),
		{type: 'delete', room: 'general', seq: 16, ref: 15, id: 'Bob', ts: at('09:11')},
		message(17, '09:12', 'Bob', 'is sorry', {kind: 'me'}),
	),
	unread: {
		play: async stage => {
			await chat(stage);
			await stage.settle();
			await stage.press('alt+2');
			await stage.hear(message(10, '09:08', 'Bob', 'Still there?'), message(11, '09:09', 'Carol', 'Tagged.'));
			await stage.press('alt+1');
		},
	},
	'scrolled-up': {
		play: async stage => {
			await stage.hear(...room('general', team, many('general', 1, 90)));
			await stage.settle();
			await stage.press('pageup', 'pageup');
			await stage.hear(...many('general', 91, 94));
		},
	},
	'old-part': inChat(
		async stage => {
			await search(stage, 'green', [
				message(41, '17:20', 'Carol', 'Green again.', {room: 'ops', daysBefore: 1}),
			]);
			await stage.press('enter');
			const page = Array.from({length: 40}, (_, index) =>
				message(
					21 + index,
					'17:20',
					index % 3 === 0 ? 'Dana' : 'Carol',
					index === 20 ? 'Green again.' : `Step ${21 + index}.`,
					{
						room: 'ops',
						daysBefore: 1,
					},
				),
			);
			await answer(stage, 'history', nonce => ({type: 'page', room: 'ops', list: page as never, nonce}));
		},
		...room('ops', ['Alice', 'Carol', 'Dana'], many('ops', 1, 200).slice(190)),
	),
	'direct-conversation': inChat(
		stage => stage.press('alt+3'),
		message(1, '09:06', 'Dana', 'lunch at 12?', {room: '@Alice'}),
		message(2, '09:07', 'Alice', 'Yes please.', {room: '@Dana'}),
	),
	'read-only-room': {
		play: async stage => {
			await stage.hear(
				...room(
					'ops',
					['Alice', 'Root'],
					[message(1, '09:01', 'Root', 'Alice came in from 10.0.0.7.', {room: 'ops'})],
					{
						readOnly: true,
						topic: 'What happens on this server',
					},
				),
			);
			await stage.press('alt+2');
		},
	},
	notice: inChat(async () => {}, {
		type: 'notice',
		id: 'Root',
		msg: 'The server restarts at noon for an update. It takes a minute, and nothing that you wrote is lost.',
		ts: at('09:09'),
	}),
	'right-to-left': inChat(
		async () => {},
		message(10, '09:08', 'שרה', 'שלום לכולם! (build 1812) ירוק?'),
		message(11, '09:09', 'ليلى', 'مرحبا، كل شيء جاهز: v1.0'),
		message(12, '09:10', 'Bob', 'I read שלום and answer.'),
	),
	'hostile-text': inChat(
		async () => {},
		message(10, '09:08', 'Mallory', '\u001b[2J\u001b]0;owned\u0007 cleared?'),
		message(11, '09:08', 'Mallory', 'invoice\u202egnp.exe and zero\u200bwidth'),
	),
	ignoring: inChat(
		async stage => {
			await stage.type('/ignore Bob\r');
		},
		message(10, '09:08', 'Bob', 'Buy my things!'),
		message(11, '09:09', 'Carol', 'Tagged.'),
	),
	'many-rooms': inChat(async () => {}, ...numbered(30, 'room').flatMap(name => room(name, ['Alice']))),
	'pinned-and-muted': inChat(
		async stage => {
			await stage.type('/pin #ops\r');
			await stage.type('/mute #noise\r');
			await stage.hear(...many('noise', 4, 9), ...many('ops', 4, 5));
		},
		...room('noise', ['Alice', 'Carol'], many('noise', 1, 3)),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
	),
	'sidebar-right': {
		options: {preferences: {'sidebar.side': 'right'}},
		play: chat,
	},
	'twelve-hours': {
		options: {preferences: {'time.clock': '12'}},
		play: stage =>
			chat(
				stage,
				message(10, '13:08', 'Bob', 'Back from lunch.'),
				message(11, '22:15', 'Carol', 'Good night!'),
			),
	},
};
