/** How soon people are back: with what they missed, and after the server was killed. */

import {DurableServer} from '../test/faults/server-process.ts';
import {chanceOf} from '../test/helpers/chance.ts';
import {openFolder} from '../test/helpers/folder.ts';
import {openMillion, room} from './million.ts';
import {knock, Peer} from './peer.ts';
import {anyCore, end, next, start} from './process.ts';
import {digits} from './report.ts';
import {type Row, scaled, withinAlways, withinAt99} from './trial.ts';

const million = 1_000_000;

/** Somebody who holds everything but the newest `missed`, again and again. */
export const replayRows = async (scale: number): Promise<Row[]> => {
	const missed = 1000;
	using folder = await openMillion(million);
	const server = start('./keeper.ts', [folder.path], anyCore);
	try {
		const port = await next<number>(server, 'port');
		const times: number[] = [];
		let wrong = 0;
		let {journal, token} = {journal: '', token: ''};
		for (let round = -1; round < scaled(300, scale); round++) {
			const from = performance.now();
			const peer = new Peer(port, 'returning');
			// The first one learns the journal's name, without which no cursor means anything.
			const after = round === -1 ? million : million - missed;
			await peer.enter({rooms: [{room, after}], history: missed * 2, journal, token});
			if (round >= 0) times.push(performance.now() - from);
			if (round >= 0 && peer.messages !== missed) wrong++;
			({journal, token} = peer);
			peer.close();
		}
		const row = withinAt99('replay of 1,000 missed messages, journal of 1 M, p99', 200, times);
		return [{...row, seen: `${row.seen}, ${wrong} incomplete`, held: row.held && wrong === 0}];
	} finally {
		await end(server);
	}
};

/** Somebody who holds the first message alone. */
export const depthRows = async (): Promise<Row[]> => {
	using folder = await openMillion(million);
	const server = start('./keeper.ts', [folder.path], anyCore);
	try {
		const port = await next<number>(server, 'port');
		const first = new Peer(port, 'returning');
		await first.enter({rooms: [{room, after: million}]});
		const {journal, token} = first;
		first.close();
		const peer = new Peer(port, 'returning');
		const from = performance.now();
		await peer.enter({rooms: [{room, after: 1}], journal, token});
		const seconds = (performance.now() - from) / 1000;
		peer.close();
		return [
			{
				what: 'resume depth',
				goal: 'all retained history',
				seen: `${digits(peer.messages)} of ${digits(million - 1)} missed messages, in ${digits(seconds)} s`,
				held: peer.messages === million - 1 && peer.inOrder,
			},
		];
	} finally {
		await end(server);
	}
};

/** From SIGKILL in a flood to the first acknowledgement of its successor. */
export const firstAckRows = async (scale: number): Promise<Row[]> => {
	using folder = await openMillion(million);
	await using server = new DurableServer(folder.path);
	await server.start();
	const times: number[] = [];
	for (let round = 0; round < scaled(20, scale); round++) {
		const talker = await knock(server.port, `talker${round}`);
		await talker.enter({rooms: [{room, after: 0}], history: 0});
		const flood = Array.from({length: 300}, (_, number) =>
			talker.ask({type: 'say', room, msg: `round ${round}, number ${number}`}).catch(() => {}),
		);
		await flood[chanceOf(round).between(100, 200)];
		const from = performance.now();
		await server.kill();
		const [first] = await Promise.all([knock(server.port, `first${round}`), server.start()]);
		await first.enter({rooms: [{room, after: 0}], history: 0});
		await first.ask({type: 'say', room, msg: 'is it back?'});
		times.push(performance.now() - from);
		first.close();
		talker.close();
	}
	return [withinAlways('kill -9 to the first acknowledgement, journal of 1 M', 1000, times)];
};

/** A thousand people in one room, each of whom lacks something, at once after SIGKILL. */
export const resumeRows = async (scale: number): Promise<Row[]> => {
	const count = scaled(1000, scale);
	const [said, most] = [400, 200];
	const chance = chanceOf(5);
	using folder = openFolder();
	await using server = new DurableServer(folder.path);
	await server.start();
	const times: number[] = [];
	let wrong = 0;
	let people = await Promise.all(Array.from({length: count}, (_, index) => knock(server.port, `p${index}`)));
	await Promise.all(people.map(peer => peer.enter({rooms: [{room, after: 0}], history: 0})));
	const speaker = await knock(server.port, 'speaker');
	await speaker.enter({rooms: [{room, after: 0}], history: 0});
	let last = 0;
	for (let number = 0; number < said; number++)
		last = (await speaker.ask({type: 'say', room, msg: `number ${number} of what they will miss`})).seq!;
	for (let round = 0; round < scaled(5, scale); round++) {
		const from = performance.now();
		await server.kill();
		const started = server.start();
		const scout = await knock(server.port, 'scout');
		const before = people;
		people = await Promise.all(before.map(({id}) => knock(server.port, id)));
		await Promise.all(
			people.map(async (peer, index) => {
				const {token, journal} = before[index]!;
				const missed = chance.between(1, most);
				await peer.enter({rooms: [{room, after: last - missed}], history: said, token, journal});
				if (peer.messages !== missed) wrong++;
			}),
		);
		times.push(performance.now() - from);
		await started;
		scout.close();
	}
	for (const peer of people) peer.close();
	const row = withinAlways(`${digits(count)} people resumed after kill -9`, 5000, times);
	return [{...row, seen: `${row.seen}, ${wrong} incomplete`, held: row.held && wrong === 0}];
};
