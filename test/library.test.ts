import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, test} from 'vitest';
import {newFolder} from './helpers/test-folder.ts';

/** Somebody else's project: it has the package as it is downloaded, Node's types, and nothing else of ours. */
const openProject = (): string => {
	const project = newFolder();
	const installed = join(project, 'node_modules', 'tui-chat');
	mkdirSync(join(project, 'node_modules', '@types'), {recursive: true});
	cpSync('dist', join(installed, 'dist'), {recursive: true});
	cpSync('package.json', join(installed, 'package.json'));
	for (const name of ['@types/node', 'undici-types']) {
		symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
	}
	return project;
};

test('the types are whole where nothing but the package is installed', () => {
	const project = openProject();
	writeFileSync(
		join(project, 'bot.ts'),
		`import {
	type ChatServer,
	type Client,
	type Event,
	type HistoryPage,
	type Invitation,
	type Peer,
	type SearchResult,
	connect,
	createServer,
	openServerKey,
	parseInvitation,
} from 'tui-chat';
export const seqOf = (event: Event): number => {
	if (event.type !== 'message') return 0;
	// @ts-expect-error a number is no string, unless the types were lost on the way
	const wrong: string = event.seq;
	return event.seq + wrong.length;
};
export const client: Promise<Client> = connect({id: 'Alice'});
export const change = async (client: Client): Promise<number> => {
	const {seq} = await client.say('general', 'Is it gren?', {ref: 1});
	await client.edit('general', seq, 'Is it green?');
	await client.react('general', seq, '👍', {off: true});
	const {messages, more}: SearchResult = await client.search({text: 'green', from: 'Alice'});
	const page: HistoryPage = await client.history('general', {before: seq, limit: 10});
	// @ts-expect-error one place at a time
	void client.history('general', {limit: 10});
	return messages.length + page.list.length + (more?.length ?? 0);
};
export const bot: Promise<Client> = connect({id: 'bot', state: '/tmp/bot', resume: true, since: 0});
export const server: ChatServer = createServer({port: 0});
export const closed = async (): Promise<ChatServer> =>
	createServer({tls: await openServerKey('./chat'), closed: true, entry: 'open sesame'});
export const guided = async (link: string): Promise<Peer | undefined> => {
	const {room}: Invitation = parseInvitation(link);
	const client = await connect({id: room ?? 'bot', link, keys: './keys', met: ({how}) => void how});
	await client.login({password: 'correct horse', takeover: true});
	await client.ban('192.0.2.0/24', {ms: 60_000, reason: 'noise'});
	const {token} = await client.makeToken('build');
	// @ts-expect-error what it is for is a text
	void client.makeToken(token.length);
	return client.server;
};
`,
	);
	const options = {module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: ['node']};
	writeFileSync(
		join(project, 'tsconfig.json'),
		JSON.stringify({compilerOptions: options, files: ['bot.ts']}),
	);
	const tsc = resolve('node_modules/typescript/bin/tsc');
	let said = '';
	try {
		execFileSync(process.execPath, [tsc, '-p', project], {encoding: 'utf8'});
	} catch (error) {
		said = (error as {stdout: string}).stdout;
	}
	expect(said).toBe('');
});
