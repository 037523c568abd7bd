/** Another commit of this program, built in a place of its own. */
import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {atEnd} from './folder.ts';
import {built} from './process.ts';

const here = fileURLToPath(new URL('..', import.meta.url));

const git = (...args: string[]): string =>
	execFileSync('git', args, {cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim();

/** What a build must have so that our measuring code can drive it. */
const needed = ['createServer', 'openJournal'] as const;

/** Of what a build says when it fails. */
const shownLines = 12;

export type Tree = Disposable & {
	/** short hash and subject */
	readonly name: string;
	/** the folder of its build */
	readonly dist: string;
};

/**
 * Checks a revision out beside this tree and builds it with this tree's packages. Everything goes with the tree.
 * @throws when there is no such revision, it does not build, or its build lacks what is measured
 */
export const openTree = async (revision: string): Promise<Tree> => {
	const commit = commitOf(revision);
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-tree-'));
	const checkout = join(folder, 'tree');
	const place = atEnd({
		[Symbol.dispose]: () => {
			rmSync(folder, {recursive: true, force: true});
			git('worktree', 'prune');
		},
	});
	try {
		git('worktree', 'add', '--detach', checkout, commit);
		symlinkSync(join(here, 'node_modules'), join(checkout, 'node_modules'));
		build(checkout, revision);
		const dist = join(checkout, 'dist');
		await inspect(dist, revision);
		return {name: git('log', '-1', '--format=%h %s', commit), dist, [Symbol.dispose]: place[Symbol.dispose]};
	} catch (error) {
		place[Symbol.dispose]();
		throw error;
	}
};

/** The build that was chosen, usually of this tree, kept apart from what is built while it is measured. */
export const openThisTree = (): Tree => {
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-tree-'));
	const dist = join(folder, 'dist');
	cpSync(fileURLToPath(built('.')), dist, {recursive: true, preserveTimestamps: true});
	return atEnd({
		name: `this tree (${git('describe', '--always', '--dirty')}), built at ${builtAt(dist)}`,
		dist,
		[Symbol.dispose]: () => rmSync(folder, {recursive: true, force: true}),
	});
};

const commitOf = (revision: string): string => {
	try {
		return git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
	} catch {
		throw new Error(`There is no commit “${revision}” here. Name one as git does, such as HEAD~1.`);
	}
};

const build = (checkout: string, revision: string): void => {
	try {
		execFileSync(process.execPath, ['build.ts'], {cwd: checkout, stdio: ['ignore', 'ignore', 'pipe']});
	} catch (error) {
		const said = String((error as {stderr?: Buffer}).stderr ?? error).trim();
		const most = said.split('\n').slice(0, shownLines).join('\n');
		throw new Error(`“${revision}” does not build with the packages that are installed here:\n${most}`);
	}
};

const builtAt = (dist: string): string => statSync(join(dist, 'index.js')).mtime.toLocaleTimeString('en-GB');

/** Says what of a build is missing before anything is measured. */
const inspect = async (dist: string, revision: string): Promise<void> => {
	const index = join(dist, 'index.js');
	if (!existsSync(index))
		throw new Error(`The build of “${revision}” has no index.js: it is too old to be compared.`);
	const exported = Object.keys((await import(pathToFileURL(index).href)) as object);
	const missing = needed.filter(name => !exported.includes(name));
	if (missing.length > 0)
		throw new Error(
			`The build of “${revision}” has no ${missing.join(' and no ')}: it is too old to be compared.`,
		);
};
