import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';

/** Somebody else's project: it has the package as it is downloaded, Node's types, and nothing else of ours. */
const openProject = (): string => {
	const project = mkdtempSync(join(tmpdir(), 'tui-chat-project-'));
	onTestFinished(() => rmSync(project, {recursive: true}));
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
		`import {type ChatServer, type Client, type Event, connect, createServer} from 'tui-chat';
export const seqOf = (event: Event): number => {
	if (event.type !== 'message') return 0;
	// @ts-expect-error a number is no string, unless the types were lost on the way
	const wrong: string = event.seq;
	return event.seq + wrong.length;
};
export const client: Promise<Client> = connect({id: 'Alice'});
export const server: ChatServer = createServer({port: 0});
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
