/** Programs whose screens are measured: tui-chat as built, WeeChat and irssi beside it, and one that only echoes. */
import {type ChildProcess, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {quietEnvironment} from '../../test/helpers/programs.ts';
import {openTerminal, type Terminal, type TerminalOptions} from '../../test/helpers/terminal.ts';
import {openDiskFolder} from '../folder.ts';
import {end, next, start} from '../process.ts';
import {type Sent, sharedNow} from '../talk.ts';
import {frameEnd, Watch} from './watch.ts';

/** Of a terminal. */
export type Size = {readonly columns: number; readonly rows: number};

export const size: Size = {columns: 200, rows: 50};

export type Subject = {
	readonly terminal: Terminal;
	readonly watch: Watch;
	/** ms from its start until the room was on the screen with those who are in it */
	readonly startMs: number;
	/** what comes last of a frame; nothing where a program doesn't say */
	readonly ends: readonly string[];
	/** says something in the room, from somebody else */
	say(text: string): void;
	/** so many messages a second from others, until told otherwise */
	setRate(rate: number): void;
	/** notes when others say something, from now on */
	note(): void;
	/** what was noted */
	noted(): Promise<readonly Sent[]>;
	/** messages that others have said and the server has taken */
	count(): Promise<number>;
	/** everybody else talks at once until so many more messages are on the screen */
	fill(messages: number): Promise<void>;
	close(): Promise<void>;
};

const open = (options: TerminalOptions, at: Size = size): {terminal: Terminal; watch: Watch} => {
	const watch = new Watch();
	return {terminal: openTerminal({...options, ...at, onOutput: watch.push}), watch};
};

/** Starts a program that joins the room. @param shown what only those who are in the room are drawn as */
const openInRoom = async (
	options: TerminalOptions,
	at: Size,
	shown: RegExp,
): Promise<Pick<Subject, 'terminal' | 'watch' | 'startMs'>> => {
	const from = sharedNow();
	const {terminal, watch} = open(options, at);
	await terminal.until(shown);
	return {terminal, watch, startMs: sharedNow() - from};
};

/** Those who talk to a screen, as they are told to. */
const talking = (talkers: ChildProcess): Pick<Subject, 'say' | 'setRate' | 'note' | 'noted' | 'count'> => ({
	say: text => void talkers.send({say: text}),
	setRate: rate => void talkers.send({rate}),
	note: () => void talkers.send({note: true}),
	noted: () => {
		const sent = next<readonly Sent[]>(talkers, 'sent');
		talkers.send({note: false});
		return sent;
	},
	count: () => {
		const acknowledged = next<number>(talkers, 'acknowledged');
		talkers.send({count: true});
		return acknowledged;
	},
});

/** Types each character back at once: what pty, kernel and Node cost by themselves. */
export const openEcho = async (): Promise<Pick<Subject, 'terminal' | 'watch' | 'ends'> & AsyncDisposable> => {
	const echo =
		'process.stdin.setRawMode(true).on("data", key => process.stdout.write(key)); console.log("up")';
	const {terminal, watch} = open({args: ['-e', echo]});
	await terminal.until('up');
	return {terminal, watch, ends: [], [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose]()};
};

/** So many at a time are on the screen before more come: a client that reads too slowly would be cut off. */
const burst = 2000;

/** @param cli the built program */
export const openChat = async (cli: string, at: Size = size): Promise<Subject> => {
	const folder = openDiskFolder();
	const host = start('./keeper.ts', [folder.path], 1);
	const port = await next<number>(host, 'port');
	const talkers = start('./talkers.ts', [String(port)], 1);
	await next(talkers, 'ready');
	const started = await openInRoom(
		{
			args: [...process.execArgv, cli, '--connect', `127.0.0.1:${port}`, '--id', 'Alice'],
			env: quietEnvironment(),
		},
		at,
		/● Alice /,
	);
	const {terminal} = started;
	return {
		...started,
		ends: [frameEnd],
		...talking(talkers),
		fill: async messages => {
			for (let left = messages; left > 0; left -= burst) {
				const said = next<number>(talkers, 'said');
				talkers.send({burst: Math.min(left, burst)});
				await terminal.until(`end of burst ${await said}`);
			}
		},
		close: async () => {
			await terminal[Symbol.asyncDispose]();
			await end(talkers);
			await end(host);
			folder[Symbol.dispose]();
		},
	};
};

/** A client of IRC: how it is started in a folder of its own, so that it joins the room, and nothing of the user's counts. */
type IrcClient = {
	readonly command: string;
	readonly args: (folder: string, port: number) => string[];
};

const weechat: IrcClient = {
	command: 'weechat',
	args: (folder, port) => {
		const commands = [
			`/server add bench 127.0.0.1/${port}`,
			'/set irc.server.bench.nicks Alice',
			'/set irc.server.bench.autojoin #general',
			'/connect bench',
		];
		return ['-d', folder, '-P', '*,!logger', ...commands.flatMap(command => ['-r', command])];
	},
};

const irssi: IrcClient = {
	command: 'irssi',
	args: (folder, port) => {
		// A room that is joined by itself is put into the window that is shown.
		const settings = `
			servers = ({address = "127.0.0.1"; port = "${port}"; chatnet = "bench"; autoconnect = "yes";});
			chatnets = {bench = {type = "IRC"; nick = "Alice";};};
			channels = ({name = "#general"; chatnet = "bench"; autojoin = "yes";});
			windows = {1 = {items = ({type = "CHANNEL"; chat_type = "IRC"; name = "#general"; tag = "bench";});};};
		`;
		writeFileSync(join(folder, 'config'), settings);
		return ['--home', folder];
	},
};

/** What a program says of its version, if it is installed here. */
const versionOf = (command: string): string | undefined => {
	const {status, stdout} = spawnSync(command, ['--version'], {encoding: 'utf8'});
	return status === 0 ? /\d[\d.]*\d/.exec(stdout)?.[0] : undefined;
};

export const weechatVersion = (): string | undefined => versionOf(weechat.command);
export const irssiVersion = (): string | undefined => versionOf(irssi.command);

const openIrc = async ({command, args}: IrcClient, at: Size): Promise<Subject> => {
	const server = start('./screen/irc.ts', [], 1);
	const port = await next<number>(server, 'port');
	const folder = mkdtempSync(join(tmpdir(), `tui-chat-${command}-`));
	// Its list of nicks is there once it has joined.
	const started = await openInRoom(
		{command, args: args(folder, port), env: quietEnvironment()},
		at,
		/talker19/,
	);
	const {terminal} = started;
	return {
		...started,
		ends: [],
		...talking(server),
		fill: async messages => {
			for (let left = messages; left > 0; left -= burst) {
				server.send({burst: Math.min(left, burst)});
				server.send({say: `end of burst ${left}`});
				await terminal.until(`end of burst ${left}`);
			}
		},
		close: async () => {
			await terminal[Symbol.asyncDispose]();
			await end(server);
			rmSync(folder, {recursive: true, force: true});
		},
	};
};

/** WeeChat with its own defaults, but for the log on disk, which tui-chat's client has none of. */
export const openWeechat = (at: Size = size): Promise<Subject> => openIrc(weechat, at);

/** irssi with its own defaults, which has no log unless one asks for it. */
export const openIrssi = (at: Size = size): Promise<Subject> => openIrc(irssi, at);
