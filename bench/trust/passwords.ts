/**
 * Guessing at passwords: how many guesses are looked at in ten minutes, whether the owner still comes in meanwhile, and
 * whether the time of a refusal tells that there is an account.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {connect as connectTcp} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {digits, median} from '../report.ts';
import {never, type Row, scaled} from '../trial.ts';
import {startServer} from './hosting.ts';
import type {TrialServer} from './server.ts';

const {connect} = (await import(
	new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../source/index.ts');

const password = 'correct horse battery staple';

/** This machine may connect as often as it likes: only guesses are counted here. */
const free = {exempt: ['127.0.0.0/8']};

/** All of 127.0.0.0/8 is this machine, but only on Linux is all of it there. */
const addressOf = (index: number): string => `127.9.${index >> 8}.${1 + (index & 253)}`;

type Answer = {type: string; code?: string; ms: number};

/** One hello on a connection of its own, and what the server says to it. */
const greet = (port: number, hello: object, from?: string): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const isMany = from !== undefined && process.platform === 'linux';
		const socket = connectTcp({
			port,
			host: '127.0.0.1',
			noDelay: true,
			...(isMany ? {localAddress: from} : {}),
		});
		let text = '';
		let sentAt = 0;
		socket.on('error', reject);
		socket.once('connect', () => {
			sentAt = performance.now();
			socket.write(`${JSON.stringify({type: 'hello', v: 1, rooms: [], ...hello})}\n`);
		});
		socket.on('data', chunk => {
			text += chunk;
			const end = text.indexOf('\n');
			if (end === -1) return;
			const ms = performance.now() - sentAt;
			socket.destroy();
			resolve({...(JSON.parse(text.slice(0, end)) as {type: string; code?: string}), ms});
		});
		socket.on('close', () => reject(new Error('A server closed without a word.')));
	});

/** A server on which Alice owns her name, with a password and an access token. */
const withAlice = async <Result>(
	options: TrialServer,
	run: (port: number, access: string) => Promise<Result>,
): Promise<Result> => {
	const server = await startServer({...free, ...options});
	const keys = mkdtempSync(join(tmpdir(), 'tui-chat-trust-'));
	try {
		const alice = await connect({port: server.port, id: 'Alice', keys});
		await alice.register(password);
		const {token} = await alice.makeToken('bench');
		await alice.quit();
		return await run(server.port, token);
	} finally {
		await server.end();
		rmSync(keys, {recursive: true});
	}
};

const lookedAt = (answers: readonly Answer[]): number =>
	answers.filter(({code}) => code === 'PASSWORD_WRONG').length;

/** Many at a time, as whoever guesses has many connections. */
const guessing = async (port: number, count: number, fromOne: boolean): Promise<Answer[]> => {
	const answers: Answer[] = [];
	const atOnce = 20;
	for (let done = 0; done < count; done += atOnce)
		answers.push(
			...(await Promise.all(
				Array.from({length: Math.min(atOnce, count - done)}, (_, index) => {
					const id = fromOne ? `name${done + index}` : 'Alice';
					const guess = {id, password: `guess ${done + index}`};
					return greet(port, guess, fromOne ? '127.9.9.9' : addressOf(done + index));
				}),
			)),
		);
	return answers;
};

const guesses = (what: string, most: number, answers: readonly Answer[]): Row => ({
	what,
	goal: `≤ ${most}`,
	seen: `${lookedAt(answers)} of ${answers.length} looked at`,
	held: lookedAt(answers) <= most && lookedAt(answers) > 0,
});

const guessRows = async (scale: number): Promise<Row[]> => {
	const count = scaled(500, scale);
	const one = await withAlice({}, port => guessing(port, count, true));
	const all = await withAlice({}, async (port, access) => {
		const answers = await guessing(port, count, false);
		const right = await greet(port, {id: 'Alice', password}, '127.9.8.7');
		const token = await greet(port, {id: 'Alice', access}, '127.9.8.8');
		return {answers, right, token};
	});
	return [
		guesses('guesses at once from one address, at many names', 10, one),
		guesses('guesses at once at one account, from as many addresses', 20, all.answers),
		{
			what: 'meanwhile the owner, by an access token',
			goal: 'comes in',
			seen: all.token.code ?? all.token.type,
			held: all.token.type === 'welcome',
		},
		{
			what: 'meanwhile the right password',
			goal: 'is no guess that is told apart',
			seen: all.right.code ?? all.right.type,
			held: all.right.code === 'TRY_LATER',
		},
	];
};

/** What may be told apart by how long it takes, tried in turn, so that whatever else the machine does meets all alike. */
const kinds = [
	{name: 'an unknown name', id: 'Nobody'},
	{name: 'a wrong password', id: 'Alice'},
] as const;

const timingRows = async (scale: number): Promise<Row[]> => {
	const count = scaled(1000, scale);
	const unlimited = {bounds: {loginsPerAddress: 1e9, loginsPerAccount: 1e9}};
	const times = await withAlice(unlimited, async port => {
		const all = kinds.map((): number[] => []);
		const others: Answer[] = [];
		for (let turn = 0; turn < count; turn++)
			for (const at of turn % 2 ? [0, 1] : [1, 0]) {
				const answer = await greet(port, {id: kinds[at]!.id, password: `guess ${turn}`});
				all[at]!.push(answer.ms);
				if (answer.code !== 'PASSWORD_WRONG') others.push(answer);
			}
		return {all, others};
	});
	const [unknown = 0, wrong = 0] = times.all.map(median);
	const gap = Math.abs(unknown - wrong);
	return [
		{
			what: `timing gap, ${kinds[0].name} against ${kinds[1].name}, medians of ${digits(count)} tries each`,
			goal: '≤ 1 ms',
			seen: `${digits(gap)} ms: ${digits(unknown)} against ${digits(wrong)} ms`,
			held: gap <= 1,
		},
		never('other answers to them', times.others.length, `${digits(2 * count)} tries`),
	];
};

export const passwordRows = async (scale: number): Promise<Row[]> => [
	...(await guessRows(scale)),
	...(await timingRows(scale)),
];
