/** What encryption costs: connecting, and what is said to many, with TLS and without, in turns. */
import {Peer} from '../peer.ts';
import {usageOf} from '../process.ts';
import {digits, median} from '../report.ts';
import {type Row, scaled} from '../trial.ts';
import {addressOf} from './addresses.ts';
import {startServer, warmUp} from './hosting.ts';

type Sample = {connects: number; connectCpu: number; deliveries: number; deliveryCpu: number};

const atOnce = 20;
const members = 20;
const bytes = 150;
const room = 'flow';

const exempt = ['127.0.0.0/8'];

const sample = async (tls: boolean, scale: number): Promise<Sample> => {
	const server = await startServer({exempt});
	const {port, child} = server;
	const way = {tls, localAddress: addressOf(140_000)};
	try {
		await warmUp(port);
		const cpu = async (): Promise<number> => (await usageOf(child)).cpu;
		const count = scaled(1000, scale);
		const [cpuBefore, from] = [await cpu(), performance.now()];
		let opened = 0;
		const open = async (): Promise<void> => {
			while (opened < count) {
				const peer = new Peer(port, `c${opened++}`, way);
				await peer.enter({rooms: [], history: 0});
				peer.close();
			}
		};
		await Promise.all(Array.from({length: atOnce}, open));
		const [cpuConnected, connected] = [await cpu(), performance.now()];

		const all = Array.from({length: members}, (_, index) => new Peer(port, `m${index}`, way));
		for (const peer of all) await peer.enter({rooms: [{room, after: 0}], history: 0});
		const messages = scaled(10_000, scale);
		const msg = 'x'.repeat(bytes);
		const [cpuTalking, talking] = [await cpu(), performance.now()];
		const done = Promise.all(
			all.map(peer => peer.event(event => event.type === 'message' && event.msg === 'the end')),
		);
		const [first] = all as [Peer];
		for (let said = 0; said < messages; said += 50) {
			for (let some = 1; some < 50; some++) first.send({type: 'say', room, msg, nonce: `s${said + some}`});
			await first.ask({type: 'say', room, msg});
		}
		first.send({type: 'say', room, msg: 'the end', nonce: 'end'});
		await done;
		const [cpuEnd, end] = [await cpu(), performance.now()];
		for (const peer of all) peer.close();
		const deliveries = messages * members;
		return {
			connects: count / ((connected - from) / 1000),
			connectCpu: (cpuConnected - cpuBefore) / count,
			deliveries: deliveries / ((end - talking) / 1000),
			deliveryCpu: (cpuEnd - cpuTalking) / deliveries,
		};
	} finally {
		await server.end();
	}
};

export const encryptionRows = async (scale: number): Promise<Row[]> => {
	const secure: Sample[] = [];
	const plain: Sample[] = [];
	for (let round = 0; round < (scale < 1 ? 1 : 3); round++) {
		secure.push(await sample(true, scale));
		plain.push(await sample(false, scale));
	}
	const row = (what: string, of: keyof Sample, unit: string): Row => {
		const [one, other] = [median(secure.map(each => each[of])), median(plain.map(each => each[of]))];
		return {
			what,
			goal: '–',
			seen: `${digits(one)} with TLS, ${digits(other)} without ${unit}; ${digits(one / other)} ×`,
			held: true,
		};
	};
	return [
		row('connect and welcome', 'connects', 'per second'),
		row('connect and welcome: CPU of the server', 'connectCpu', 'µs'),
		row(`messages of ${bytes} B to ${members} members`, 'deliveries', 'deliveries per second'),
		row('each delivery: CPU of the server', 'deliveryCpu', 'µs'),
	];
};
