/** What is read of a long history, through the socket: a page from anywhere in it, and words. */
import {chanceOf} from '../test/helpers/chance.ts';
import {openMillion, room, wordOf} from './million.ts';
import {type Answer, Peer} from './peer.ts';
import {anyCore, end, next, start} from './process.ts';
import {type Row, scaled, withinAt99} from './trial.ts';

const million = 1_000_000;

/** What people look for: words that nearly every message has, that few have, their beginnings, several of them. */
const queries: ReadonlyArray<(rank: number) => object> = [
	rank => ({text: wordOf(rank)}),
	rank => ({text: wordOf(rank % 20)}),
	rank => ({text: wordOf(rank).slice(0, 2)}),
	rank => ({text: `${wordOf(rank % 100)} ${wordOf(rank % 1000)}`}),
	rank => ({text: wordOf(rank), room}),
	rank => ({text: wordOf(rank % 200), from: `user${1 + (rank % 200)}`}),
];

export const readingRows = async (scale: number): Promise<Row[]> => {
	const chance = chanceOf(11);
	using folder = await openMillion(million);
	const server = start('./keeper.ts', [folder.path], anyCore);
	try {
		const peer = new Peer(await next<number>(server, 'port'), 'reader');
		await peer.enter({rooms: [{room, after: 0}], history: 0});
		const time = async (request: object): Promise<{ms: number; answer: Answer}> => {
			const from = performance.now();
			const answer = await peer.ask(request);
			return {ms: performance.now() - from, answer};
		};
		const pages: number[] = [];
		const finds: number[] = [];
		for (let turn = 0; turn < scaled(2000, scale); turn++) {
			const {ms, answer} = await time({type: 'history', room, before: chance.between(101, million)});
			if (answer.type !== 'page') throw new Error(`Instead of a page: ${JSON.stringify(answer)}`);
			pages.push(ms);
		}
		for (let turn = 0; turn < scaled(1200, scale); turn++) {
			const query = queries[turn % queries.length]!(chance.between(0, 20_000));
			const {ms, answer} = await time({type: 'search', ...query});
			if (answer.type !== 'found') throw new Error(`Instead of what was found: ${JSON.stringify(answer)}`);
			finds.push(ms);
		}
		peer.close();
		return [
			withinAt99('a page of 100 in a room of 1 M, through the socket, p99', 5, pages),
			withinAt99('a search in 1 M messages, through the socket, p99', 50, finds),
		];
	} finally {
		await end(server);
	}
};
