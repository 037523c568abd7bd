/** What covers the messages: lists, cards and help. */
import {at, message, room, team} from '../morning.ts';
import {answer, counted, inChat, many, numbered, type Scene, search} from './scene.ts';

export const lists: Readonly<Record<string, Scene>> = {
	help: inChat(stage => stage.press('f1')),
	'help-for-command': inChat(stage => stage.type('/help search\r')),
	'room-picker': inChat(
		stage => stage.press('ctrl+k'),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
		message(1, '09:06', 'Dana', 'lunch at 12?', {room: '@Alice'}),
	),
	'finding-people': inChat(async stage => {
		await stage.type('/who gue\r');
		const list = [
			{id: 'guest00001'},
			{id: 'guest00002', away: 'lunch'},
			{id: 'guest00003', guest: true} as const,
		];
		const more = numbered(97, 'guest1').map(id => ({id}));
		await answer(stage, 'who', nonce => ({
			type: 'who',
			room: 'general',
			list: [...list, ...more],
			total: 4811,
			nonce,
		}));
		await stage.press('down');
	}, counted),
	searching: inChat(async stage => {
		await stage.press('ctrl+f');
		await stage.type('green');
	}),
	found: inChat(async stage => {
		await search(stage, 'green', [
			message(3, '09:03', 'Bob', 'Morning Alice! Is the build green?'),
			message(41, '17:20', 'Carol', 'Green again, after the third try.', {room: 'ops', daysBefore: 1}),
			message(
				7,
				'11:02',
				'Dana',
				'The new logo could be green, or teal, or what is it called that the trains have had since they were painted.',
				{room: 'design', daysBefore: 30},
			),
		]);
	}),
	'nothing-found': inChat(stage => search(stage, 'purple', [])),
	'help-searched': inChat(async stage => {
		await stage.press('f1');
		await stage.type('room');
	}),
	mentions: inChat(
		async stage => {
			await stage.type('/mentions\r');
			await answer(stage, 'search', nonce => ({type: 'found', list: [], nonce}));
		},
		...room(
			'ops',
			['Alice', 'Carol'],
			[message(1, '09:06', 'Carol', 'Alice: the disk is at 91 %, may I rotate the logs?', {room: 'ops'})],
		),
	),
	'no-mentions': {
		play: async stage => {
			await stage.hear(...room('general', team));
			await stage.type('/mentions\r');
			await answer(stage, 'search', nonce => ({type: 'found', list: [], nonce}));
		},
	},
	person: inChat(async stage => {
		await stage.type('/whois Dana\r');
		await answer(stage, 'whois', nonce => ({
			type: 'whois',
			id: 'Dana',
			since: at('08:12'),
			rooms: ['general', 'design'],
			away: 'in a call',
			client: 'tui-chat/0.1.0',
			nonce,
		}));
	}),
	nobody: inChat(async stage => {
		await stage.type('/whois Zoe\r');
		await answer(stage, 'whois', nonce => ({
			type: 'error',
			code: 'NO_SUCH_ID',
			text: 'Nobody with that id is connected.',
			nonce,
		}));
	}),
	settings: inChat(stage => stage.type('/set\r')),
	'settings-searched': inChat(async stage => {
		await stage.type('/set\r');
		await stage.type('notify');
	}),
};
