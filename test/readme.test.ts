import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {connect} from '../source/client/client.ts';
import {createServer} from '../source/server/server.ts';
import {newFolder} from './helpers/test-folder.ts';

const readme = readFileSync('README.md', 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(match => match[1]!);

/** Runs an example as its reader would, against the built package. */
const run = (code: string, more: SpawnOptions = {}) =>
	spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
		stdio: ['ignore', 'pipe', 'inherit'],
		...more,
	});

/** Resolves once a line came out. */
const lineOf = (program: ChildProcess, line: string): Promise<void> =>
	new Promise((resolve, reject) => {
		let said = '';
		program.once('exit', code => reject(new Error(`It ended with code ${code} after: ${said}`)));
		program.stdout!.on('data', chunk => {
			said += chunk;
			if (said.split('\n').includes(line)) resolve();
		});
	});

test('the README has the examples that are tested here', () => {
	expect(examples).toHaveLength(4);
});

test('two people of the first example hear each other, and the program ends by itself', async () => {
	const program = run(examples[0]!);
	let said = '';
	program.stdout!.on('data', chunk => {
		said += chunk;
	});
	const [code] = await once(program, 'close');
	expect(said).toBe('Alice: Hello!\n');
	expect(code).toBe(0);
});

test('the bot of the second example answers', async () => {
	const server = createServer({port: 0});
	const {port} = await server.listen();
	expect(examples[1]).toContain('port: 8082');
	const alice = await connect({port, id: 'Alice'});
	onTestFinished(async () => {
		await alice.quit();
		await server.close();
	});
	// After Alice, so that she is told of its coming.
	const bot = run(examples[1]!.replace('port: 8082', `port: ${port}`));
	onTestFinished(() => void bot.kill());
	const answer = new Promise((resolve, reject) => {
		bot.once('exit', code => reject(new Error(`The bot ended with code ${code}.`)));
		alice.on('message', ({id, msg}) => id === 'echo' && resolve(msg));
		alice.on(
			'presence',
			({joined}) => joined.some(({id}) => id === 'echo') && alice.say('general', 'echo hello'),
		);
	});
	expect(await answer).toBe('hello');
});

test('the bot of the third example hears once what was said while it was away', async () => {
	const server = createServer({port: 0});
	const {port} = await server.listen();
	const alice = await connect({port, id: 'Alice', rooms: ['ops']});
	onTestFinished(async () => {
		await alice.quit();
		await server.close();
	});
	const state = newFolder();
	const code = examples[2]!.replace('port: 8082', `port: ${port}`).replace('./state', state);
	await alice.say('ops', 'one');
	const came = new Promise(resolve => {
		alice.on('presence', ({joined}) => joined.some(({id}) => id === 'scribe') && resolve(undefined));
	});
	const first = run(code);
	await came;
	const two = lineOf(first, 'Alice: two');
	await alice.say('ops', 'two');
	await two;
	first.kill('SIGKILL');
	await once(first, 'exit');
	await alice.say('ops', 'three');
	const second = run(code);
	onTestFinished(() => void second.kill());
	let said = '';
	second.stdout!.on('data', chunk => {
		said += chunk;
	});
	await lineOf(second, 'Alice: three');
	// At most what it was killed over comes again.
	expect(said.replace(/^Alice: two\n/, '')).toBe('Alice: three\n');
});

test('the server of the fourth example keeps what is said', async () => {
	const folder = newFolder();
	const start = async (): Promise<{program: ChildProcess; port: number}> => {
		const code = examples[3]!.replace('port: 8082', 'port: 0').replace('./chat', folder);
		const program = run(code.replace('await server.listen()', 'console.log((await server.listen()).port)'));
		const [chunk] = await once(program.stdout!, 'data');
		return {program, port: Number(chunk)};
	};
	const first = await start();
	const alice = await connect({port: first.port, id: 'Alice'});
	await alice.say('general', 'kept');
	first.program.kill('SIGKILL');
	await once(first.program, 'exit');
	await alice.quit();
	const {program, port} = await start();
	onTestFinished(() => void program.kill());
	const bob = await connect({port, id: 'Bob'});
	onTestFinished(() => bob.quit());
	const {messages} = await bob.search({text: 'kept'});
	expect(messages.map(({id, msg}) => `${id}: ${msg}`)).toEqual(['Alice: kept']);
});
