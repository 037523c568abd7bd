/** Two people who talk while others attack: how long each message takes, from one to the other. */
import {setTimeout as wait} from 'node:timers/promises';
import {Peer} from '../peer.ts';
import {addressOf} from './addresses.ts';

const room = 'calm';

/** Those who talk come from elsewhere than those who attack. */
const home = 120_000;

export type Talk = {
	/** Says something every few ms for so long. @returns ms that each message took */
	measure(ms: number): Promise<number[]>;
	close(): void;
};

/** @param everyMs between two messages */
export const startTalk = async (port: number, everyMs: number, where = room): Promise<Talk> => {
	const [anna, otto] = ['Anna', 'Otto'].map(
		(id, index) => new Peer(port, id, {localAddress: addressOf(home + index)}),
	) as [Peer, Peer];
	for (const peer of [anna, otto]) await peer.enter({rooms: [{room: where, after: 0}], history: 0});
	let said = 0;
	return {
		measure: async ms => {
			const times: number[] = [];
			const waits: Array<Promise<void>> = [];
			const until = performance.now() + ms;
			while (performance.now() < until) {
				const msg = `calm ${++said}`;
				const from = performance.now();
				waits.push(
					otto
						.event(event => event.type === 'message' && event.msg === msg)
						.then(() => {
							times.push(performance.now() - from);
						}),
				);
				anna.send({type: 'say', room: where, msg, nonce: `calm-${said}`});
				await wait(everyMs);
			}
			await Promise.all(waits);
			return times;
		},
		close: () => {
			anna.close();
			otto.close();
		},
	};
};
