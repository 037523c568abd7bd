/** Servers and attackers of these trials, each in a process of its own. */
import {Peer} from '../peer.ts';
import {end, next, start} from '../process.ts';
import {addressOf} from './addresses.ts';
import type {AttackOptions} from './attackers.ts';
import type {TrialServer} from './server.ts';

export const startServer = async (options: TrialServer) => {
	const child = start('./trust/server.ts', [JSON.stringify(options)], 0);
	return {child, port: await next<number>(child, 'port'), end: () => end(child)};
};

/** What a server does all day is compiled by now: people come, talk and go. Each from an address of its own. */
export const warmUp = async (port: number, people = 200): Promise<void> => {
	for (let index = 0; index < people; index++) {
		const peer = new Peer(port, `warm${index}`, {
			localAddress: addressOf(60_000 + index),
			tls: index % 2 === 1,
		});
		await peer.enter({rooms: [{room: 'general', after: 0}], history: 0});
		await peer.ask({type: 'say', room: 'general', msg: 'hello'});
		peer.close();
	}
};

/** Starts them; they begin at `go`. What they saw comes as messages: see attackers.ts. */
export const startAttackers = async (options: AttackOptions) => {
	const child = start('./trust/attackers.ts', [JSON.stringify(options)], 1);
	await next(child, 'ready');
	return {
		child,
		go: () => child.send('go'),
		/** ms from each attack to its end, once all are over */
		times: () => next<number[]>(child, 'times'),
		end: () => end(child),
	};
};
