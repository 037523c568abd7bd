/** Bots that are killed, as programs of their own, with `--resume`. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Program, type Server, startProgram, startServer} from './helpers/programs.ts';
import {newFolder} from './helpers/test-folder.ts';

/** A server with a journal on disk. */
const startKept = async (data: string, port = 0): Promise<Server> => {
	const program = startProgram(['--serve', '--port', String(port), '--data', data], {TUI_CHAT_MEMORY: ''});
	const [, given] = await program.until(/listening on 127\.0\.0\.1:(\d+)\n/);
	return Object.assign(program, {port: Number(given)});
};

/** Texts in the profiles of a folder that were written down, acknowledged or not. */
const writtenIn = (state: string): string[] =>
	readdirSync(state)
		.filter(name => name.endsWith('.jsonl'))
		.flatMap(name => [...readFileSync(join(state, name), 'utf8').matchAll(/"msg":"([^"]*)"/g)])
		.map(([, msg]) => msg!);

const linesOf = ({output}: Program): string[] => output.split('\n').filter(line => line !== '');

test('a bot that is killed again and again prints each message, and only the last one of a run twice', async () => {
	await using server = await startServer();
	const address = ['--connect', `127.0.0.1:${server.port}`, '--room', 'ops'];
	const startBot = (): Program =>
		startProgram([...address, '--id', 'bot', '--resume', '--state', state, '--history', '0']);
	const state = newFolder();
	await using talker = startProgram([...address, '--id', 'talker']);
	talker.write('are you there?\n');
	await talker.until(/are you there/);
	const printed: string[] = [];
	let said = 0;
	const say = (count: number): void => {
		for (let left = count; left > 0; left--) talker.write(`message ${++said}\n`);
	};
	{
		await using first = startBot();
		// Until it is in the room, what is said is history to it, of which it wants none.
		await server.until(/connected: bot/);
		talker.write('hello\n');
		await first.until(/hello/);
	}
	for (let run = 0; run < 4; run++) {
		say(3);
		await using bot = startBot();
		say(2);
		await bot.until(new RegExp(`message ${said - 1}\n`));
		bot.kill('SIGKILL');
		await bot.exit;
		printed.push(...linesOf(bot));
	}
	await using last = startBot();
	talker.write('the end\n');
	await last.until(/the end/);
	printed.push(...linesOf(last));
	// Twice in a row is what a kill between printing and recording may cause, and nothing else is.
	const messages = printed.filter((line, index) => line !== printed[index - 1] && !/hello/.test(line));
	const expected = Array.from({length: said}, (_, index) => `[talker] message ${index + 1}`);
	expect(messages).toEqual([...expected, '[talker] the end']);
});

test('what a killed pipe had read and not said is said by the next run, once', async () => {
	const [state, data] = [newFolder(), newFolder()];
	const first = await startKept(data);
	const {port} = first;
	const address = ['--connect', `127.0.0.1:${port}`, '--room', 'ops'];
	{
		await using pipe = startProgram([...address, '--id', 'ci', '--resume', '--state', state]);
		pipe.write('before\n');
		await pipe.until(/before/);
		first.kill('SIGKILL');
		await first.exit;
		await pipe.untilError(/Connecting again/);
		pipe.write('while nobody listens\nand more\n');
		await expect.poll(() => writtenIn(state)).toContain('and more');
		pipe.kill('SIGKILL');
	}
	await using _ = await startKept(data, port);
	await using next = startProgram([...address, '--id', 'ci', '--resume', '--state', state]);
	next.end();
	expect((await next.exit).code).toBe(0);
	await using reader = startProgram([...address, '--id', 'reader', '--history', '100']);
	reader.end();
	await reader.exit;
	expect(linesOf(reader)).toEqual(['[ci] before', '[ci] while nobody listens', '[ci] and more']);
});
