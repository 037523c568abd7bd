import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {SendersOptions} from '../../bench/senders.ts';
import {type Fault, right, startServer} from './broken-server.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

const measure = async (server: Server) => {
	const options: SendersOptions = {
		port: server.port,
		senders: 2,
		together: 2,
		rate: 0,
		open: 3,
		warmUpMs: 50,
		measureMs: 150,
		patienceMs: 1000,
	};
	const senders = fork(
		fileURLToPath(new URL('../../bench/senders.ts', import.meta.url)),
		[JSON.stringify(options)],
		{silent: true},
	);
	let errors = '';
	senders.stderr!.on('data', chunk => {
		errors += chunk;
	});
	let result: unknown;
	senders.on('message', message => {
		if (!Object.hasOwn(message as object, 'result')) return;
		({result} = message as {result: unknown});
		senders.kill();
	});
	await once(senders, 'close');
	server.close();
	return {errors, result};
};

test('people in twos who get everything once and in order are measured', async () => {
	const {errors, result} = await measure(await startServer('json', right, 0));
	expect(errors).toBe('');
	expect((result as {rate: number}).rate).toBeGreaterThan(0);
});

const faults: ReadonlyArray<[string, Fault]> = [
	['a lost message', () => ({now: ''})],
	['a doubled message', line => ({now: line + line})],
];

test.each(faults)('%s ends the measurement', async (_, fault) => {
	const {errors, result} = await measure(await startServer('json', fault, 1));
	expect(errors).toMatch(/^✗ \d+ of \d+ messages in room0/);
	expect(result).toBeUndefined();
});

test('an acknowledgement that never comes, or comes twice, ends the measurement', async () => {
	const lost = await measure(await startServer('json', right, 0, {ack: () => ''}));
	expect(lost.errors).toMatch(/^✗ 1 messages were never acknowledged/);
	const twice = await measure(await startServer('json', right, 0, {ack: line => line + line}));
	expect(twice.errors).toMatch(/^✗ Message \d+ was acknowledged twice/);
});
