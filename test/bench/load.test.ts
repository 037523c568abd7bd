import {fork} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {LoadOptions} from '../../bench/load.ts';

/** What a broken server sends one of its members instead of a line; the others get the line. */
type Fault = (line: string) => string;

const faultAt = 2;

/** A broadcaster of bare lines that goes wrong once, for one member. */
const broadcaster = async (fault: Fault, victim: number) => {
	const members: Socket[] = [];
	let said = 0;
	const server = createServer({noDelay: true}, socket => {
		members.push(socket);
		socket.on('error', () => {});
		let rest = '';
		socket.on('data', chunk => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop()!;
			for (const line of lines) {
				const isFaulty = line.startsWith('s') && ++said === faultAt;
				for (const [index, member] of members.entries())
					member.write(isFaulty && index === victim ? fault(`${line}\n`) : `${line}\n`);
			}
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return Object.assign(server, {port: (server.address() as AddressInfo).port});
};

const measure = async (fault: Fault, victim: number) => {
	const server = await broadcaster(fault, victim);
	const options: LoadOptions = {
		port: server.port,
		dialect: 'bare',
		members: 4,
		senders: 2,
		bytes: 64,
		warmUpMs: 50,
		measureMs: 300,
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

test('a server that delivers everything once and in order is measured', async () => {
	const {code, errors, result} = await measure(line => line, 0);
	expect(errors).toBe('');
	expect(code).toBe(0);
	expect(result).toMatchObject({messages: expect.any(Number), p50Ms: expect.any(Number)});
});

const faults: ReadonlyArray<[string, Fault]> = [
	['a lost message', () => ''],
	['a doubled message', line => line + line],
	['a changed message', line => line.replace('x\n', 'y\n')],
	['a cut message', line => line.replace('x\n', '\n')],
];

test.concurrent.each(faults.flatMap(([what, fault]) => [0, 3].map(victim => ({what, fault, victim}))))(
	'$what at member $victim ends the measurement',
	async ({fault, victim}) => {
		const {code, errors} = await measure(fault, victim);
		expect(errors).toMatch(/^✗ .+/);
		expect(code).toBe(1);
	},
);
