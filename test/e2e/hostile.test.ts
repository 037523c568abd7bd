/** Words of a hostile server on the terminal of whoever never got in: as they are drawn, not as they were sent. */
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {attacks} from '../fixtures/hostile-server.ts';
import {Program} from '../helpers/programs.ts';

const cli = fileURLToPath(new URL('../../source/cli.ts', import.meta.url));

/** Says one thing to everybody, whatever they say. */
const startSaying = async (bytes: string): Promise<AsyncDisposable & {port: number}> => {
	const server = createServer(socket => {
		socket.on('error', () => {});
		socket.once('data', () => socket.end(bytes));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		[Symbol.asyncDispose]: async () => {
			server.close();
			await once(server, 'close');
		},
	};
};

const attack = attacks.map(({bytes}) => bytes).join(' ');
const refusal = {type: 'error', code: 'BANNED', text: attack};

test.each([
	['an error', `${JSON.stringify(refusal)}\n`],
	['a goodbye', `${JSON.stringify({...refusal, type: 'bye'})}\n`],
	['no chat at all', `SSH-2.0 ${attack}\r\n`],
])('%s', async (_, bytes) => {
	await using server = await startSaying(bytes);
	const way = ['--connect', `127.0.0.1:${server.port}`, '--plaintext', '--id', 'bot'];
	await using pipe = new Program(process.execPath, ['--no-warnings', cli, ...way]);
	expect(await pipe.exit).toMatchObject({code: 1});
	expect(pipe.errors).toMatch(/^tui-chat: /);
	expect(pipe.errors + pipe.output).not.toMatch(/(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
});
