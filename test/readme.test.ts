import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {connect} from '../source/client/client.ts';
import {createServer} from '../source/server/server.ts';

const readme = readFileSync('README.md', 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(match => match[1]!);

/** Runs an example as its reader would, against the built package. */
const run = (code: string) =>
	spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});

test('the README has the two examples that are tested here', () => {
	expect(examples).toHaveLength(2);
});

test('two people of the first example hear each other, and the program ends by itself', async () => {
	const program = run(examples[0]!);
	let said = '';
	program.stdout.on('data', chunk => {
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
