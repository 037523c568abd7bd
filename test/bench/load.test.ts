import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {DialectName} from '../../bench/load/dialects.ts';
import type {LoadOptions} from '../../bench/load.ts';
import {type Fault, right, startServer} from './broken-server.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

const measure = async (server: Server, dialect: DialectName, more: Partial<LoadOptions> = {}) => {
	const options: LoadOptions = {
		port: server.port,
		dialect,
		members: 4,
		senders: 2,
		bytes: 64,
		settleMs: 20,
		warmUpMs: 50,
		measureMs: 200,
		patienceMs: 1000,
		...more,
	};
	const load = fork(
		fileURLToPath(new URL('../../bench/load.ts', import.meta.url)),
		[JSON.stringify(options)],
		{
			silent: true,
		},
	);
	let errors = '';
	load.stderr!.on('data', chunk => {
		errors += chunk;
	});
	let result: unknown;
	load.on('message', message => {
		if (Object.hasOwn(message as object, 'result')) ({result} = message as {result: unknown});
	});
	const [code] = await once(load, 'close');
	server.close();
	return {code, errors, result};
};

const dialects: readonly DialectName[] = ['bare', 'json', 'irc'];

test.each(dialects)('a server that delivers everything once and in order is measured (%s)', async dialect => {
	const {code, errors, result} = await measure(await startServer(dialect, right, 0), dialect);
	expect(errors).toBe('');
	expect(code).toBe(0);
	expect(result).toMatchObject({messages: expect.any(Number), p50Ms: expect.any(Number)});
	expect((result as {messages: number}).messages).toBeGreaterThan(0);
});

test('at a rate as many are said as it says', async () => {
	const {result} = await measure(await startServer('bare', right, 0), 'bare', {rate: 100, measureMs: 500});
	const {messages, said} = result as {messages: number; said: number};
	expect(messages).toBeLessThanOrEqual(said);
	// 55 are due by its own clock, however late its timers are; a busy machine lets it run longer.
	expect(said).toBeGreaterThanOrEqual(55);
});

test('a PING of an IRC server is answered, in however many pieces it comes', async () => {
	const ping = 'PING :test\r\n';
	let pongs = 0;
	const server = await startServer('irc', right, 0, {
		onMessage: (count, sockets) => {
			if (count > ping.length) return;
			for (const socket of sockets) socket.write(ping.slice(0, count));
			for (const socket of sockets) socket.write(ping.slice(count));
		},
	});
	server.on('connection', socket =>
		socket.on('data', chunk => {
			pongs += String(chunk).split('PONG :test').length - 1;
		}),
	);
	const {errors, code} = await measure(server, 'irc');
	expect(errors).toBe('');
	expect(code).toBe(0);
	expect(pongs).toBeGreaterThan(0);
});

const faults: ReadonlyArray<[string, Fault]> = [
	['a lost message', () => ({now: ''})],
	['a doubled message', line => ({now: line + line})],
	['a changed message', line => ({now: line.replace('xx', 'xy')})],
	['a cut message', line => ({now: line.replace('xx', 'x')})],
	['a message out of order', line => ({now: '', later: line})],
	['a line that nobody has said', line => ({now: `${line.replace(/s\d/, 's7')}${line}`})],
];

const cases = dialects.flatMap(dialect =>
	faults.flatMap(([what, fault]) => [0, 3].map(victim => ({what, fault, victim, dialect}))),
);

test.concurrent.each(cases)(
	'$what at member $victim ends the measurement ($dialect)',
	async ({fault, victim, dialect}) => {
		const {code, errors} = await measure(await startServer(dialect, fault, victim), dialect);
		expect(errors).toMatch(/^✗ .+/);
		expect(code).toBe(1);
	},
);

test('a sender that gets an acknowledgement too few or too many ends the measurement', async () => {
	for (const ack of [() => '', (line: string) => line + line]) {
		const {code, errors} = await measure(await startServer('json', right, 0, {ack}), 'json');
		expect(errors).toMatch(/^✗ Sender \d has \d+ acknowledgements/);
		expect(code).toBe(1);
	}
});
