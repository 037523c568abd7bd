/** Who one is, who else is there, and who may come in: the door, roles, lists, and passwords. */
import {firstSight} from '../../../source/client/reaching.ts';
import {ChatError, errorTable} from '../../../source/protocol/errors.ts';
import type {Event} from '../../../source/protocol/messages.ts';
import {at, morning, room, team} from '../morning.ts';
import type {Stage} from '../stage.tsx';
import {answer, chat, inChat, refuse, type Scene} from './scene.ts';

const isOwned = 'That name belongs to somebody. Come in by its password, or choose another name.';

/** A door that one comes to first. */
const door = (play: (stage: Stage) => Promise<void>): Scene => ({online: false, play});

const held = 'SHA256:kXb2Vv1mT0pQm9sZr4Yw7uEoA3cDhJ6fL8gNiPqRsTt';
const shown = 'SHA256:Zp3cQw8nB1xV5mK7jH2gF4dS6aL9oI0uYtR3eWqAzXc';

const keyTrouble = (code: 'KEY_CHANGED' | 'KEY_WRONG'): Scene =>
	door(async stage => {
		const error = new ChatError(code, undefined, {keys: {held, shown}});
		stage.bench.client.store.dispatch({type: 'link', link: {type: 'refused', error}});
		await stage.settle();
	});

const kick = async (stage: Stage): Promise<void> => {
	const said = {code: 'KICKED', text: 'An operator removed you: calm down.'} as const;
	stage.peer.send({type: 'error', ...said}, {type: 'bye', ...said});
	await stage.bench.linked('refused');
	await stage.settle();
};

const ranks: Event[] = [
	...room(
		'ops',
		[
			{id: 'Alice', rank: 'operator'},
			{id: 'Root', operator: true},
			{id: 'Carol', rank: 'owner'},
			{id: 'Dana', away: 'in a call', guest: true},
			{id: 'Eve', guest: true},
		],
		[],
		{topic: 'What runs, and what does not', mode: 'invited', nonce: 'n'},
	),
];

const bans = (nonce: string): Event => ({
	type: 'bans',
	list: [
		{effect: 'ban', subject: 'Mallory', by: 'Carol', ts: at('08:40'), reason: 'spam, again'},
		{effect: 'mute', subject: 'Eve', by: 'Carol', ts: at('09:01'), room: 'ops', until: at('11:01')},
		{effect: 'ban', subject: '192.0.2.0/24', by: 'Root', ts: at('17:12', 3), until: at('17:12', -27)},
		{effect: 'ban', subject: shown, by: 'Root', ts: at('17:14', 400)},
	],
	nonce,
});

export const trust: Readonly<Record<string, Scene>> = {
	'name-owned': door(stage => refuse(stage, 'ID_USED', isOwned, {owned: true})),
	'password-wrong': door(async stage => {
		await refuse(stage, 'PASSWORD_WRONG', errorTable.PASSWORD_WRONG.text);
		await stage.type('correct horse');
	}),
	'try-later': door(stage => refuse(stage, 'TRY_LATER', errorTable.TRY_LATER.text, {wait: 540_000})),
	'server-closed': door(stage => refuse(stage, 'INVITE_NEEDED', errorTable.INVITE_NEEDED.text)),
	banned: door(stage =>
		refuse(stage, 'BANNED', 'You are banned from this server until 21 November, 18:00 UTC: spam.'),
	),
	'key-changed': keyTrouble('KEY_CHANGED'),
	'key-wrong': keyTrouble('KEY_WRONG'),
	'here-already': door(stage =>
		refuse(stage, 'ID_USED', 'You are here already from another device.', {here: true}),
	),
	'kicked-out': {
		play: async stage => {
			await chat(stage);
			await kick(stage);
		},
	},
	'kicked-looking': {
		play: async stage => {
			await chat(stage);
			await kick(stage);
			await stage.press('down', 'enter');
		},
	},
	'first-sight': inChat(async stage => {
		const text = firstSight({host: 'chat.example', port: 8082}, {fingerprint: held, how: 'new'});
		stage.bench.client.store.dispatch({type: 'note', text, tone: 'info', ts: at('09:08')});
		await stage.settle();
	}),
	'muted-here': inChat(async () => {}, {
		type: 'muted',
		room: 'general',
		until: at('16:30'),
		text: 'Let others speak, too.',
	}),
	'operators-only': {
		play: async stage => {
			await stage.hear(...room('general', team, [], {mode: 'read-only', readOnly: true}), ...morning, {
				type: 'mode',
				room: 'general',
				id: 'Carol',
				mode: 'read-only',
				readOnly: true,
				ts: at('09:08'),
			});
		},
	},
	ranks: inChat(async stage => {
		await stage.type('/join ops\r');
		await answer(stage, 'join', () => ranks[0]!);
		await stage.hear(...ranks.slice(1), {
			type: 'role',
			id: 'Eve',
			role: 'member',
			by: 'Root',
			ts: at('09:09'),
		});
	}),
	register: inChat(async stage => {
		await stage.type('/register\r');
		await stage.type('correct horse\rcorrect hor');
	}),
	devices: inChat(async stage => {
		await stage.type('/devices\r');
		await answer(stage, 'devices', nonce => ({
			type: 'devices',
			list: [
				{
					device: 'k-5hT2',
					sort: 'key',
					label: 'laptop',
					since: at('10:00', 90),
					seen: at('09:00'),
					current: true,
				},
				{device: 's-9aQ1', sort: 'session', label: '', since: at('18:20', 2), seen: at('23:01', 1)},
				{
					device: 't-0xYz',
					sort: 'token',
					label: 'the bot that tells how the build went',
					since: at('12:00', 30),
					seen: at('08:59'),
				},
			],
			password: true,
			nonce,
		}));
		await stage.press('down');
		await stage.type('x');
	}),
	invites: inChat(async stage => {
		await stage.type('/invites\r');
		await answer(stage, 'invites', nonce => ({
			type: 'invites',
			list: [
				{invite: 'i-7Qw', by: 'Alice', room: 'ops', uses: 3, until: at('12:00', -7)},
				{invite: 'i-2Zx', by: 'Alice', role: 'operator', uses: 1},
				{invite: 'i-9Kl', by: 'Carol'},
			],
			nonce,
		}));
	}),
	bans: inChat(async stage => {
		await stage.type('/bans\r');
		await answer(stage, 'bans', bans);
	}),
	audit: inChat(async stage => {
		await stage.type('/audit\r');
		await answer(stage, 'audit', nonce => ({
			type: 'audit',
			list: [
				{ts: at('09:05'), by: 'Carol', action: 'mute', subject: 'Eve', room: 'ops', detail: '2 hours'},
				{ts: at('08:40'), by: 'Carol', action: 'ban', subject: 'Mallory', detail: 'spam, again'},
				{ts: at('18:00', 1), by: 'Root', action: 'role', subject: 'Carol', detail: 'operator'},
			],
			more: 'm2',
			nonce,
		}));
	}),
	'not-an-operator': inChat(async stage => {
		await stage.type('/audit\r');
		await answer(stage, 'audit', nonce => ({
			type: 'error',
			code: 'OPERATORS_ONLY',
			text: errorTable.OPERATORS_ONLY.text,
			nonce,
		}));
	}),
	invited: inChat(async stage => {
		await stage.type('/invite #ops --uses 1\r');
		await answer(stage, 'invite', nonce => ({
			type: 'invite',
			invite: 'i-7Qw',
			link: `tuichat://chat.example:8082/ops#${held}.c29tZSB0b2tlbiB0aGF0IG9wZW5z`,
			token: 'c29tZSB0b2tlbiB0aGF0IG9wZW5z',
			nonce,
		}));
	}),
};
