/** Writes a text in the editor that a person has chosen, as git and mail programs do. */
import {spawn} from 'node:child_process';
import {accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, delimiter, join} from 'node:path';
import {bytes} from './labels.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** For those who have chosen none: what Debian calls the chosen one, then the one that tells how to leave it. */
const usual: readonly string[] = ['sensible-editor', 'editor', 'nano', 'vim', 'vi', 'emacs'];

const isProgram = (path: string): boolean => {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

/** The command of an editor, with arguments if it has any; undefined where there is none. */
export const editorFor = (
	env: Environment,
	platform: NodeJS.Platform = process.platform,
): string | undefined => {
	const chosen = [env.VISUAL, env.EDITOR].find(command => command?.trim());
	if (chosen !== undefined) return chosen;
	if (platform === 'win32') return 'notepad';
	const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
	return usual.find(name => folders.some(folder => isProgram(join(folder, name))));
};

/** The shell gives way to a plain command, so that what ends the one ends the other. */
const shellLine = (command: string): string =>
	`${/[;&|<>()=$`]/.test(command) ? '' : 'exec '}${command} "$1"`;

/** Runs a command line with one more argument. @throws {Error} with why it is no use */
const run = async (command: string, path: string, stop: AbortSignal): Promise<void> => {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	// The shell reads the command as people wrote it, with arguments and quotation marks; the path it only hands on.
	const child =
		process.platform === 'win32'
			? spawn(`${command} "${path}"`, {stdio: 'inherit', shell: true})
			: spawn('/bin/sh', ['-c', shellLine(command), 'sh', path], {stdio: 'inherit'});
	const name = basename(command.trim().split(/\s+/)[0]!);
	const end = (): void => void child.kill('SIGHUP');
	stop.addEventListener('abort', end);
	child.once('error', error => reject(new Error(`${name} did not start: ${error.message}`)));
	child.once('exit', (code, signal) => {
		if (code === 0) resolve();
		else if (code === 127)
			reject(new Error(`There is no ${name} here: set VISUAL or EDITOR to an editor that is.`));
		else reject(new Error(`${name} ended with ${signal ?? code}, and the text is as it was.`));
	});
	try {
		await promise;
	} finally {
		stop.removeEventListener('abort', end);
	}
};

/** Many times what a message may have, and little enough to be made shorter in the chat. */
const mostBytes = 256 * 1024;

/** What an editor has left. @throws {Error} with why it is no use */
const readBack = (path: string): string => {
	const about = statSync(path, {throwIfNoEntry: false});
	if (!about?.isFile()) throw new Error('The editor left no file, and the text is as it was.');
	if (about.size > mostBytes)
		throw new Error(`The editor left ${bytes(about.size)}, far too much, and the text is as it was.`);
	return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
};

/**
 * Lets somebody edit a text, while the terminal is theirs. It stands in a folder that nobody else can read, which is
 * gone afterwards.
 * @param stop ends the editor; what was written in it is lost
 * @returns the text without the newline at its end that editors put there
 * @throws {Error} by rejecting, with a sentence, when there is no editor, it failed, or left what is no text of a message
 */
export const writeInEditor = async (text: string, env: Environment, stop: AbortSignal): Promise<string> => {
	const command = editorFor(env);
	if (command === undefined) throw new Error('There is no editor here: set VISUAL or EDITOR to one.');
	// mkdtemp makes it with 0700.
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-message-'));
	const remove = (): void => rmSync(folder, {recursive: true, force: true});
	// Whoever stops the editor ends the process soon after.
	stop.addEventListener('abort', remove);
	try {
		const path = join(folder, 'message.md');
		writeFileSync(path, text === '' ? '' : `${text}\n`, {mode: 0o600, flag: 'wx'});
		await run(command, path, stop);
		return readBack(path);
	} finally {
		stop.removeEventListener('abort', remove);
		remove();
	}
};
