/** Somebody who stops reading in a busy room: when they are cut, what others notice, and what they miss in the end. */
import {setTimeout as wait} from 'node:timers/promises';
import {openFolder} from '../../test/helpers/folder.ts';
import {Peer} from '../peer.ts';
import {digits, median, percentile} from '../report.ts';
import {comeBack} from '../stuck.ts';
import {never, type Row, scaled, withinAlways} from '../trial.ts';
import {addressOf} from './addresses.ts';
import {startServer, warmUp} from './hosting.ts';
import {startTalk} from './talking.ts';

const room = 'busy';
const goalMs = 10_000;
const goalRatio = 1.2;

/** What is said in the busy room: more than the kernel keeps for somebody who does not read. */
const bytes = 8000;
const everyMs = 5;

type Round = {cutMs: number; calm: number; beset: number; missing: number; doubled: boolean};

/** Says long lines at a steady pace until it is told to stop. */
const startTalker = async (port: number) => {
	const talker = new Peer(port, 'talker', {localAddress: addressOf(130_000)});
	await talker.enter({rooms: [{room, after: 0}], history: 0});
	const msg = 'x'.repeat(bytes);
	let said = 0;
	let isOver = false;
	const done = (async () => {
		while (!isOver) {
			talker.send({type: 'say', room, msg, nonce: `t${++said}`});
			await wait(everyMs);
		}
	})();
	return {
		stop: async (): Promise<number> => {
			isOver = true;
			await done;
			const {seq} = await talker.ask({type: 'say', room, msg: 'the end'});
			talker.close();
			return seq!;
		},
	};
};

const round = async (ms: number): Promise<Round> => {
	using folder = openFolder();
	const server = await startServer({folder: folder.path});
	await warmUp(server.port);
	const {port} = server;
	const slow = new Peer(port, 'slow', {localAddress: addressOf(130_001)});
	try {
		const talk = await startTalk(port, 5, room);
		await slow.enter({rooms: [{room, after: 0}], history: 0});
		const talker = await startTalker(port);
		const calm = percentile(await talk.measure(ms), 99);
		slow.pause();
		const from = performance.now();
		let cutMs = Number.POSITIVE_INFINITY;
		const watcher = new Peer(port, 'watcher', {localAddress: addressOf(130_002)});
		await watcher.enter({rooms: [{room, after: 0}], history: 0});
		void watcher
			.event(
				({type, left}) => type === 'presence' && (left as Array<{id: string}>).some(({id}) => id === 'slow'),
			)
			.then(() => {
				cutMs = performance.now() - from;
			});
		const beset = percentile(await talk.measure(ms), 99);
		slow.resume();
		await slow.over;
		const where = {port, room, localAddress: addressOf(130_001)};
		const {missing, doubled} = await comeBack(slow, await talker.stop(), where);
		watcher.close();
		talk.close();
		return {cutMs, calm, beset, missing, doubled};
	} finally {
		slow.close();
		await server.end();
	}
};

export const slowRows = async (scale: number): Promise<Row[]> => {
	const rounds: Round[] = [];
	for (let index = 0; index < (scale < 1 ? 1 : 3); index++) rounds.push(await round(scaled(12_000, scale)));
	const ratio = median(rounds.map(({calm, beset}) => beset / calm));
	return [
		withinAlways(
			'somebody who stops reading in a busy room: cut after',
			goalMs,
			rounds.map(({cutMs}) => cutMs),
		),
		{
			what: 'others’ messages in the same room meanwhile, p99 against when all read',
			goal: `≤ ${goalRatio} ×`,
			seen: `${digits(ratio)} ×, p99 ${rounds.map(({calm, beset}) => `${digits(beset)} against ${digits(calm)} ms`).join('; ')}`,
			held: ratio <= goalRatio,
		},
		never(
			'messages that it misses, or gets twice or in another order, once it is back',
			rounds.reduce((sum, {missing, doubled}) => sum + Math.abs(missing) + Number(doubled), 0),
			`${rounds.length} returns`,
		),
	];
};
