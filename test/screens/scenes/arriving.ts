/** Coming in, going, and the network between. */
import {refusedPort} from '../../client/scripted-server.ts';
import {chat, inChat, refuse, type Scene} from './scene.ts';

export const arriving: Readonly<Record<string, Scene>> = {
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
	reconnecting: inChat(async stage => {
		stage.peer.reset();
		await stage.bench.linked('offline');
	}),
	'offline-unsent': inChat(async stage => {
		stage.bench.failures.push(...Array.from({length: 9}, refusedPort));
		stage.peer.reset();
		await stage.bench.linked('offline');
		stage.bench.clock.advance(40_000);
		await stage.type('Is anybody there?\r');
		await stage.type('I will be back at noon.\r');
	}),
	sending: inChat(stage => stage.type('On its way\r')),
	'not-sent': inChat(async stage => {
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
	away: inChat(async () => {}, {type: 'status', id: 'Alice', away: 'in a call until three'}),
	kicked: inChat(async () => {}, {
		type: 'gone',
		room: 'general',
		why: 'kicked',
		text: 'Please read the rules first.',
	}),
	leaving: inChat(stage => stage.press('ctrl+c')),
};
