/** What each drawing shows, as a person comes to see it. */
import type {Event, RequestType} from '../../source/protocol/messages.ts';
import {refusedPort} from '../client/scripted-server.ts';
import {at, message, morning, room, team} from './morning.ts';
import type {Stage, StageOptions} from './stage.tsx';
import {wideName} from './texts.ts';

export type Scene = {
	readonly options?: StageOptions;
	/** not connected before it begins */
	readonly online?: boolean;
	readonly sizes?: ReadonlyArray<readonly [columns: number, rows: number]>;
	readonly play: (stage: Stage) => Promise<void>;
};

const chat = async (stage: Stage, ...more: Event[]): Promise<void> =>
	stage.hear(...room('general', team, [], {topic: 'Release planning'}), ...morning, ...more);

/** A scene in the morning's chat. */
const then = (play: (stage: Stage) => Promise<void>, ...more: Event[]): Scene => ({
	play: async stage => {
		await chat(stage, ...more);
		await stage.settle();
		await play(stage);
	},
});

/** Messages, one a minute, in a room. */
const many = (name: string, from: number, to: number): Event[] =>
	Array.from({length: to - from + 1}, (_, index) => {
		const seq = from + index;
		const minutes = seq % 60;
		const time = `${String(8 + Math.floor(seq / 60)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
		return message(seq, time, seq % 3 === 0 ? 'Bob' : 'Carol', `Step ${seq} of the release is done.`, {
			room: name,
		});
	});

const trace = `TypeError: Cannot read properties of undefined (reading 'seq')
    at reduceMessage (/home/bob/chat/source/client/reduce.ts:118:27)
    at reduceAll (/home/bob/chat/source/client/reduce.ts:64:11)
    at Store.dispatch (/home/bob/chat/source/client/store.ts:31:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;

const code = `Try this:
\`\`\`ts
/** The newest entry that is at or before a time. */
const newest = (log: Log, ts: number): Line | undefined => {
	for (let at = log.end - 1; at >= log.start; at--) {
		if (log.line(at).ts <= ts) return log.line(at); // found
	}
	return undefined;
};
\`\`\`
It is **linear**, *not* \`O(log n)\` – ~~fine~~ good enough.
> premature optimisation
- see https://ci.example/1812
- or [the wiki](https://wiki.example/log)`;

const numbered = (count: number, name: string): string[] =>
	Array.from(
		{length: count},
		(_, index) => `${name}${String(index + 1).padStart(String(count).length, '0')}`,
	);

const crowd = numbered(10_000, 'guest');

export const scenes: Readonly<Record<string, Scene>> = {
	connecting: {
		online: false,
		play: async stage => void stage.bench.client.connect(),
	},
	queue: {
		online: false,
		play: async stage => {
			void stage.bench.client.connect();
			stage.peer = await stage.bench.peer();
			await stage.peer.next('hello');
			stage.peer.send({type: 'waiting', place: 3});
			await stage.bench.linked('waiting');
		},
	},
	'id-used': {
		online: false,
		play: stage => refuse(stage, 'ID_USED', 'Somebody with that id is here already. Choose another one.'),
	},
	refused: {
		online: false,
		play: stage => refuse(stage, 'FULL', 'The server and its queue are full. Try again later.'),
	},
	'too-small': {
		sizes: [
			[29, 8],
			[30, 7],
			[18, 3],
		],
		play: chat,
	},
	'empty-room': {play: stage => stage.hear(...room('general', ['Alice']))},
	chat: then(
		stage => stage.type('Yes! Tagging v1.0 now'),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
		message(1, '09:06', 'Dana', 'lunch at 12?', {room: '@Alice'}),
		{type: 'typing', room: 'general', id: 'Carol'},
	),
	'long-line': then(stage =>
		stage.type(
			'We tag at noon, when everybody is back: the notes are in the wiki, the changelog is done, and the build has been green since yesterday evening, which leaves the announcement, the mirrors, the packages of three distributions and a word to those who waited for the fix since spring. Shall I?',
		),
	),
	reconnecting: then(async stage => {
		stage.peer.reset();
		await stage.bench.linked('offline');
	}),
	'offline-unsent': then(async stage => {
		stage.bench.failures.push(...Array.from({length: 9}, refusedPort));
		stage.peer.reset();
		await stage.bench.linked('offline');
		stage.bench.clock.advance(40_000);
		await stage.type('Is anybody there?\r');
		await stage.type('I will be back at noon.\r');
	}),
	sending: then(stage => stage.type('On its way\r')),
	'not-sent': then(async stage => {
		await stage.type('This cannot be kept\r');
		for (const request of stage.peer.unheard) {
			if (request.type === 'say')
				await stage.hear({
					type: 'error',
					code: 'NOT_STORED',
					text: 'The server could not store that, so nobody has seen it. Tell its owner.',
					room: 'general',
					nonce: request.nonce!,
				});
		}
	}),
	crowd: then(
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
	'long-message': then(
		async () => {},
		message(10, '09:08', 'Carol', 'sixteen kilobytes of words '.repeat(606).trim()),
	),
	'stack-trace': then(async () => {}, message(10, '09:08', 'Bob', trace)),
	code: then(async () => {}, message(10, '09:08', 'Bob', code)),
	picking: then(stage => stage.press('alt+up', 'alt+up', 'alt+up', 'alt+up')),
	'picking-own': then(stage => stage.press('alt+up'), message(10, '09:08', 'Alice', 'Yes, ship it.')),
	replying: then(async stage => {
		await stage.press('alt+up');
		await stage.type('r');
		await stage.type('Yes, ship it.');
	}),
	editing: then(
		async stage => {
			await stage.press('alt+up');
			await stage.type('e');
		},
		message(10, '09:08', 'Alice', 'Yes, shipp it.'),
	),
	deleting: then(
		async stage => {
			await stage.press('alt+up');
			await stage.type('d');
		},
		message(10, '09:08', 'Alice', 'Yes, shipp it.'),
	),
	reacting: then(async stage => {
		await stage.press('alt+up');
		await stage.type('+');
	}),
	changed: then(
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
	away: then(async () => {}, {type: 'status', id: 'Alice', away: 'in a call until three'}),
	'direct-conversation': then(
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
	kicked: then(async () => {}, {
		type: 'gone',
		room: 'general',
		why: 'kicked',
		text: 'Please read the rules first.',
	}),
	'many-rooms': then(async () => {}, ...numbered(30, 'room').flatMap(name => room(name, ['Alice']))),
	notice: then(async () => {}, {
		type: 'notice',
		id: 'Root',
		msg: 'The server restarts at noon for an update. It takes a minute, and nothing that you wrote is lost.',
		ts: at('09:09'),
	}),
	'unknown-command': then(stage => stage.type('/wiohs Bob\r')),
	leaving: then(stage => stage.press('ctrl+c')),
	help: then(stage => stage.press('f1')),
	'help-for-command': then(stage => stage.type('/help search\r')),
	'room-picker': then(
		stage => stage.press('ctrl+k'),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
		message(1, '09:06', 'Dana', 'lunch at 12?', {room: '@Alice'}),
	),
	searching: then(async stage => {
		await stage.press('ctrl+f');
		await stage.type('green');
	}),
	found: then(async stage => {
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
	'nothing-found': then(stage => search(stage, 'purple', [])),
	'help-searched': then(async stage => {
		await stage.press('f1');
		await stage.type('room');
	}),
	'completing-names': then(async stage => {
		await stage.type('@');
		await stage.press('tab');
	}),
	'completing-commands': then(async stage => {
		await stage.type('/w');
		await stage.press('tab');
	}),
	'completing-signs': then(async stage => {
		await stage.type('Done :ta');
		await stage.press('tab');
		await stage.until(/:tada:/);
	}),
	pasting: then(stage => stage.paste(trace)),
	'sent-before': then(async stage => {
		for (const text of ['Is the build green?', 'The build is green again.', 'Lunch?'])
			await stage.type(`${text}\r`);
		await stage.press('ctrl+r');
		await stage.type('build');
	}),
	mentions: then(
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
	person: then(async stage => {
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
	nobody: then(async stage => {
		await stage.type('/whois Zoe\r');
		await answer(stage, 'whois', nonce => ({
			type: 'error',
			code: 'NO_SUCH_ID',
			text: 'Nobody with that id is connected.',
			nonce,
		}));
	}),
	settings: then(stage => stage.type('/set\r')),
	'settings-searched': then(async stage => {
		await stage.type('/set\r');
		await stage.type('notify');
	}),
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
	'as-typed': {
		options: {preferences: {'text.markdown': false}},
		play: stage => chat(stage, message(10, '09:08', 'Bob', code)),
	},
	'pinned-and-muted': then(
		async stage => {
			await stage.type('/pin #ops\r');
			await stage.type('/mute #noise\r');
			await stage.hear(...many('noise', 4, 9), ...many('ops', 4, 5));
		},
		...room('noise', ['Alice', 'Carol'], many('noise', 1, 3)),
		...room('ops', ['Alice', 'Carol'], many('ops', 1, 3)),
	),
	ignoring: then(
		async stage => {
			await stage.type('/ignore Bob\r');
		},
		message(10, '09:08', 'Bob', 'Buy my things!'),
		message(11, '09:09', 'Carol', 'Tagged.'),
	),
	'right-to-left': then(
		async () => {},
		message(10, '09:08', 'שרה', 'שלום לכולם! (build 1812) ירוק?'),
		message(11, '09:09', 'ليلى', 'مرحبا، كل شيء جاهز: v1.0'),
		message(12, '09:10', 'Bob', 'I read שלום and answer.'),
	),
	'hostile-text': then(
		async () => {},
		message(10, '09:08', 'Mallory', '\u001b[2J\u001b]0;owned\u0007 cleared?'),
		message(11, '09:08', 'Mallory', 'invoice\u202egnp.exe and zero\u200bwidth'),
	),
	'old-part': then(
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
};
const refuse = async (stage: Stage, code: string, text: string): Promise<void> => {
	void stage.bench.client.connect().catch(() => {});
	stage.peer = await stage.bench.peer();
	await stage.peer.next('hello');
	stage.peer.send({type: 'error', code, text}, {type: 'bye', code, text});
	await stage.bench.linked('refused');
};

/** Answers the newest request of a type, as the server would. */
const answer = async (stage: Stage, type: RequestType, event: (nonce: string) => Event): Promise<void> => {
	await stage.settle();
	const request = stage.peer.unheard.findLast(one => one.type === type);
	if (!request || !('nonce' in request) || request.nonce === undefined)
		throw new Error(`There was no ${type} among ${JSON.stringify(stage.peer.unheard)}.`);
	await stage.hear(event(request.nonce));
};

const search = async (stage: Stage, words: string, list: Event[]): Promise<void> => {
	await stage.press('ctrl+f');
	await stage.type(words);
	await answer(stage, 'search', nonce => ({type: 'found', list: list as never, nonce}));
};
