/** Coming to servers as people and scripts do: by invitations, with keys and tokens, past what changed. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openChat, type Program, startProgram, startServer} from '../helpers/programs.ts';
import {newFolder} from '../helpers/test-folder.ts';

const linkOf = async (server: Program): Promise<string> => (await server.until(/tuichat:\/\/\S+/))[0];

/** One person's programs: they share a state folder. */
const person = (): {env: Record<string, string>; folder: string} => {
	const folder = newFolder();
	return {folder, env: {TUI_CHAT_STATE: folder}};
};

const say = async (
	args: readonly string[],
	env: Readonly<Record<string, string>>,
): Promise<{code: number | null; output: string; errors: string}> => {
	await using pipe = startProgram(args, env);
	pipe.end('hello\n');
	const {code} = await pipe.exit;
	const {output, errors} = pipe;
	return {code, output, errors};
};

test('an invitation is all that one needs, and the server is known then', async () => {
	await using server = await startServer();
	const link = await linkOf(server);
	const {env} = person();
	expect(await say([link, '--id', 'bot'], env)).toEqual({code: 0, output: '[bot] hello\n', errors: ''});
	const again = await say(['--connect', `127.0.0.1:${server.port}`, '--id', 'bot'], env);
	expect(again).toEqual({code: 0, output: '[bot] hello\n', errors: ''});
});

test('a server with another key is not spoken to, by scripts and by people, until somebody says which', async () => {
	const {env} = person();
	const id = ['--id', 'Alice'];
	const folders = [newFolder(), newFolder()];
	const first = await startServer(['--data', folders[0]!], 0, {TUI_CHAT_MEMORY: ''});
	const {port} = first;
	const address = ['--connect', `127.0.0.1:${port}`];
	const [held] = /SHA256:[\w-]{43}/.exec(await linkOf(first))!;
	expect((await say([...address, ...id], env)).code).toBe(0);
	await first[Symbol.asyncDispose]();

	await using second = await startServer(['--data', folders[1]!], port, {TUI_CHAT_MEMORY: ''});
	const [shown] = /SHA256:[\w-]{43}/.exec(await linkOf(second))!;
	expect(shown).not.toBe(held);
	const {code, output, errors} = await say([...address, ...id], env);
	expect({code, output}).toEqual({code: 1, output: ''});
	expect(errors).toMatch(
		new RegExp(`^tui-chat: The key of 127.0.0.1:${port} .*${held}.*${shown}.*--fingerprint`),
	);
	{
		await using alice = openChat([...address, ...id], {env, columns: 100});
		await alice.until(/another one than before/);
		alice.press('escape');
		expect(await alice.exit).toMatchObject({code: 0});
	}
	expect(second.output).not.toContain('Alice');
	expect((await say([...address, ...id, '--fingerprint', shown!], env)).code).toBe(0);
	expect((await say([...address, ...id], env)).code).toBe(0);
});

test('a program comes by an access token, and by nothing that it may not have', async () => {
	await using server = await startServer();
	const address = ['--connect', `127.0.0.1:${server.port}`];
	const {env} = person();
	await using alice = openChat([...address, '--id', 'Alice'], {env, columns: 120});
	await alice.until('● Alice  you');
	alice.type('/token build\r');
	const [, access] = /(tct_[\w-]+)/.exec((await alice.until(/tct_[\w-]{43}/)).join('\n'))!;
	alice.type('/quit\r');
	await alice.exit;
	const bot = person();
	const id = ['--id', 'Alice'];
	const refused = await say([...address, ...id], bot.env);
	expect(refused).toMatchObject({code: 1, output: ''});
	expect(refused.errors).toContain('belongs to somebody');
	expect(await say([...address, ...id], {...bot.env, TUI_CHAT_ACCESS: access!})).toMatchObject({code: 0});
	const file = join(bot.folder, 'token');
	writeFileSync(file, `${access}\n`);
	expect(await say([...address, ...id, '--access-file', file], bot.env)).toMatchObject({code: 0});
	writeFileSync(file, 'tct_nonsense\n');
	expect(await say([...address, ...id, '--access-file', file], bot.env)).toMatchObject({code: 1});
});

test('a closed server is entered by its join password, or not', async () => {
	const file = join(newFolder(), 'password');
	writeFileSync(file, 'open sesame\n');
	await using server = await startServer(['--closed', '--password-file', file]);
	const args = ['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice'];
	expect(await say(args, person().env)).toMatchObject({code: 1, errors: expect.stringContaining('closed')});
	expect(await say(args, {...person().env, TUI_CHAT_ENTRY: 'wheat'})).toMatchObject({code: 1});
	expect(await say([...args, '--password-file', file], person().env)).toMatchObject({code: 0});
});

test('keys that are damaged are said to be, and nothing is sent', async () => {
	await using server = await startServer();
	const {env, folder} = person();
	writeFileSync(join(folder, 'identity.json'), '{"kty":"OKP"');
	const args = ['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice'];
	const {code, errors} = await say(args, env);
	expect(code).toBe(1);
	expect(errors).toMatch(/identity\.json is damaged\. Put a copy of it back/);
	expect(server.output).not.toContain('Alice');
});

test('what does not encrypt is spoken to only where one asks for it', async () => {
	await using server = await startServer();
	const address = ['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice'];
	const open = await say([...address, '--plaintext'], person().env);
	expect(open).toEqual({code: 0, output: '[Alice] hello\n', errors: ''});
});
