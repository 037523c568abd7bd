import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Account, type Faults} from '../../bench/soak/account.ts';
import {Churn} from '../../bench/soak/churn.ts';
import {soak} from '../../bench/soak/run.ts';
import {slopeOf} from '../../bench/soak/slope.ts';
import {leftOpen} from '../../bench/soak/watch.ts';
import {chanceOf} from '../helpers/chance.ts';
import {openFolder} from '../helpers/folder.ts';
import {startServer} from '../helpers/programs.ts';

const settled = (say: (account: Account) => void): Partial<Faults> => {
	const account = new Account();
	say(account);
	account.settle();
	return Object.fromEntries(Object.entries(account.faults).filter(([, count]) => count > 0));
};

const kept = (account: Account): void => {
	account.say('~a~');
	account.acknowledge('~a~', 'ops', 2);
	account.show('~a~', 'ops', 2);
};

describe('an account finds', () => {
	test.each<{what: string; say: (account: Account) => void; faults: Partial<Faults>}>([
		{
			what: 'nothing wrong with what was said, acknowledged, shown and held',
			say: account => {
				kept(account);
				account.skip({room: 'ops', from: 0, to: 2, who: 'Alice'});
				account.hold('~a~', 'ops', 2);
			},
			faults: {},
		},
		{what: 'what is no more', say: kept, faults: {lost: 1}},
		{
			what: 'what stands at two places',
			say: account => {
				kept(account);
				account.hold('~a~', 'ops', 2);
				account.hold('~a~', 'ops', 3);
			},
			faults: {doubled: 1},
		},
		{
			what: 'what comes twice in the end',
			say: account => {
				kept(account);
				account.hold('~a~', 'ops', 2);
				account.hold('~a~', 'ops', 2);
			},
			faults: {doubled: 1},
		},
		{
			what: 'a place with two messages',
			say: account => {
				kept(account);
				account.say('~b~');
				account.show('~b~', 'ops', 2);
				account.hold('~b~', 'ops', 2);
			},
			faults: {changed: 1},
		},
		{
			what: 'what nobody said',
			say: account => account.hold('~x~', 'ops', 1),
			faults: {invented: 1},
		},
		{
			what: 'what somebody was not shown on coming back',
			say: account => {
				kept(account);
				account.skip({room: 'ops', from: 1, to: 3, who: 'Alice'});
				account.hold('~a~', 'ops', 2);
			},
			faults: {missed: 1},
		},
	])('$what', ({say, faults}) => {
		expect(settled(say)).toEqual(faults);
	});
});

test('the slope of a line is the line’s, whatever its place', () => {
	const line = fc.record({
		slope: fc.double({min: -100, max: 100, noNaN: true}),
		at: fc.double({min: -1000, max: 1000, noNaN: true}),
		count: fc.integer({min: 3, max: 60}),
	});
	fc.assert(
		fc.property(line, ({slope, at, count}) => {
			const points = Array.from({length: count}, (_, x) => [x / 120, at + (slope * x) / 120] as const);
			const {leastSquares, median, low, high} = slopeOf(points, chanceOf(1).next);
			for (const found of [leastSquares, median, low, high]) expect(found).toBeCloseTo(slope, 4);
		}),
		{numRuns: 20},
	);
});

test('the spread of a slope holds the true one among noise', () => {
	const {next} = chanceOf(7);
	const points = Array.from({length: 240}, (_, x) => [x / 120, 200 + (3 * x) / 120 + 20 * next()] as const);
	const {low, high} = slopeOf(points, next);
	expect(low).toBeLessThan(3);
	expect(high).toBeGreaterThan(3);
	expect(high - low).toBeLessThan(20);
});

test('of descriptors those are left that were not there before, each as often', () => {
	expect(leftOpen(['socket', 'pipe'], ['pipe', 'socket', 'socket', 'journal.db'])).toEqual([
		'socket',
		'journal.db',
	]);
});

/** What a broken server tells instead of a line; undefined for lines that it tells as they are. */
type Fault = {of: RegExp; instead: (line: string) => string; only?: string};

/** Goes wrong once, for one line to one of those who come in JSON without encryption. */
const brokenBetween = async (port: number, {of, instead, only}: Fault) => {
	const broken = Promise.withResolvers<void>();
	let matches = 0;
	let after = 0;
	const proxy: Server = createServer({allowHalfOpen: true}, near => {
		const far: Socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
		let isChosen = false;
		let rest = '';
		near.once('data', (first: Buffer) => {
			isChosen = first[0] === 0x7b && (only === undefined || first.includes(only));
		});
		near.pipe(far);
		far.on('data', (chunk: Buffer) => {
			if (!isChosen) {
				near.write(chunk);
				return;
			}
			const lines = (rest + chunk.toString('latin1')).split('\n');
			rest = lines.pop()!;
			for (const line of lines) {
				const isFaulty = of.test(line) && ++matches === 5;
				if (matches >= 5 && ++after === 200) broken.resolve();
				near.write(isFaulty ? instead(`${line}\n`) : `${line}\n`, 'latin1');
			}
		});
		far.on('end', () => near.end());
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const)
			one.on('error', () => {}).on('close', () => other.destroy());
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	return {
		port: (proxy.address() as {port: number}).port,
		broken: broken.promise,
		[Symbol.dispose]: () => void proxy.close(),
	};
};

const liveMessage = /"type":"message".*"nonce":"~/;

describe('a load finds out a server that', () => {
	test.each<{what: string; fault: Fault; kinds: Array<keyof Faults>; inAudit?: true}>([
		{
			what: 'leaves one message out',
			fault: {of: liveMessage, instead: () => ''},
			kinds: ['missed'],
		},
		{
			what: 'tells one message twice',
			fault: {of: liveMessage, instead: line => line + line},
			kinds: ['disordered'],
		},
		{
			what: 'tells other words than were said',
			fault: {of: liveMessage, instead: line => line.replace(/~[\da-z]/g, '~other')},
			kinds: ['invented'],
		},
		{
			what: 'holds less in the end than it told',
			fault: {of: /"type":"message"/, instead: () => '', only: 'auditor'},
			kinds: ['lost'],
			inAudit: true,
		},
	])(
		'$what',
		async ({fault, kinds, inAudit}) => {
			await using server = await startServer();
			using proxy = await brokenBetween(server.port, fault);
			const churn = new Churn({port: proxy.port, connections: 20, rate: 5, seed: 1}, chanceOf(1));
			churn.start();
			await (inAudit ? churn.reached('delivered', 300) : proxy.broken);
			await churn.leave();
			await churn.audit();
			for (const kind of kinds) expect(churn.account.faults[kind]).toBeGreaterThan(0);
		},
		120_000,
	);
});

test('a short soak of the built program loses nothing and leaves nothing', async () => {
	using folder = openFolder();
	const lines: string[] = [];
	const rows = await soak({
		minutes: 0.1,
		load: {connections: 30, rate: 5, seed: 2},
		everyMs: 2000,
		out: undefined,
		program: fileURLToPath(new URL('../../dist', import.meta.url)),
		folder: folder.path,
		print: line => lines.push(line),
	});
	expect(rows.filter(({held}) => !held)).toEqual([]);
	expect(lines.filter(line => /^ *\d/.test(line)).length).toBeGreaterThanOrEqual(3);
	expect(rows.find(({what}) => what.startsWith('acknowledged'))!.seen).not.toMatch(/in 0 acknowledged/);
}, 180_000);
