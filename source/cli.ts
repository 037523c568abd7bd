#!/usr/bin/env node
/**
 * Flags decide what runs: serve, join, pipe or a transfer of the journal, each loaded only when it is wanted.
 * Nothing is imported before the version of Node is known to suffice, so that an old one can still say so.
 */
import type {Serving} from './settings/serving.ts';

/** The oldest Node whose `node:sqlite` gives no warning, and whose argon2 is stable and mended. The same as in package.json's engines. */
const [neededMajor, neededMinor] = [24, 20];

const isOldNode = (version: string): boolean => {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major < neededMajor || (major === neededMajor && minor < neededMinor);
};

/** As a POSIX shell wants it. */
const quoted = (word: string): string =>
	/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Parsers of flags take `--no-mouse` for the opposite of `--mouse`; the table has it as `noMouse`. */
const positive = (name: string): string =>
	name.replace(/^no(?=[A-Z])/, '').replace(/^[A-Z]/, letter => letter.toLowerCase());
const negative = (name: string): string => `no${name[0]!.toUpperCase()}${name.slice(1)}`;

const readFlags = async (): Promise<Readonly<Record<string, unknown>>> => {
	const [{default: meow}, {settings, settingsHelp, flagOf}, {version}] = await Promise.all([
		import('meow'),
		import('./config.ts'),
		import('./protocol/version.ts'),
	]);
	const types = {switch: 'boolean', text: 'string', number: 'string', list: 'string'} as const;
	const cli = meow({
		importMeta: import.meta,
		pkg: {name: 'tui-chat', version},
		version,
		description: 'A chat for people who live in the terminal.',
		help: [
			'Usage:',
			'  tui-chat                                 ask where to go: back to a server, or host here',
			'  tui-chat --serve                         host a chat on 127.0.0.1:8082',
			'  tui-chat --connect host:port --id Alice  join a chat',
			'  tui-chat tuichat://host:port/room#…      join one by an invitation',
			'  … | tui-chat --connect host:port --id bot --room ops',
			'                                           say each line; print what is said',
			'  tui-chat --export FILE                   write the journal as JSON lines (--import reads it)',
			'',
			settingsHelp(),
			'',
			'  --help                     show this',
			'  --version                  show the version',
			'',
			'Each flag may also be set in the environment, as in TUI_CHAT_ID=Alice.',
		].join('\n'),
		flags: Object.fromEntries(
			Object.entries(settings).map(([name, {kind}]) => [positive(name), {type: types[kind]}]),
		) as Record<string, {type: 'boolean' | 'string'}>,
		booleanDefault: undefined,
	});
	// The lone dash that names stdin or stdout comes as a word of its own.
	const piped = (['export', 'import'] as const).find(name => cli.flags[name] === '' && cli.input[0] === '-');
	const words = piped === undefined ? [...cli.input] : cli.input.slice(1);
	const flags = Object.fromEntries(
		Object.entries(cli.flags).map(([name, value]) =>
			value === false ? [negative(name), true] : [name, value],
		),
	);
	// An invitation says where to go by itself: it is pasted as it came.
	if (flags.connect === undefined && words[0]?.toLowerCase().startsWith('tuichat:'))
		flags.connect = words.shift();
	const unknown = Object.keys(flags).find(name => !Object.hasOwn(settings, name));
	const stranger = words[0] ?? (unknown === undefined ? undefined : flagOf(unknown));
	if (stranger !== undefined) {
		const {ChatError} = await import('./protocol/errors.ts');
		const isAddress = /^[^-\s].*:\d+$/.test(stranger);
		const hint = isAddress ? `To join a server: --connect ${stranger}` : '--help lists them all.';
		throw new ChatError('SETTING_BAD', `“${stranger}” is no flag. ${hint}`);
	}
	return piped === undefined ? flags : {...flags, [piped]: '-'};
};

/** A server's settings come from a file, too. */
const readServing = async (flags: Readonly<Record<string, unknown>>): Promise<Serving> =>
	(await import('./settings/serving.ts')).servingOf(flags, process.env);

const run = async (): Promise<number> => {
	const flags = await readFlags();
	const {gather} = await import('./config.ts');
	const given = gather(flags, process.env);
	if (given.export !== undefined) return (await import('./transfer/export.ts')).runExport(given);
	if (given.import !== undefined) return (await import('./transfer/import.ts')).runImport(given);
	if (given.backup !== undefined) return (await import('./transfer/backup.ts')).runBackup(given);
	if (given.printConfig) return (await import('./serve/print.ts')).runPrint(await readServing(flags));
	const serving = given.serve ? await readServing(flags) : undefined;
	const isTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
	if (serving && (given.id === undefined || !isTerminal))
		return (await import('./serve.ts')).runServer(serving);
	if (isTerminal) return (await import('./join.ts')).runJoin(serving?.given ?? given, serving);
	return (await import('./pipe.ts')).runPipe(given);
};

/** These draw no screen; a server may run in the background, where touching the terminal would stop it. */
const drawsNothing = /^--(?:serve|help|version|export|import|backup|print-config)\b/;

/**
 * While the screen loads, the terminal would echo keys into what is about to be drawn. They wait where they are, and the
 * screen reads them. Node gives the terminal back however it ends.
 */
const hideKeys = (): void => {
	const {stdin, stdout, argv, env} = process;
	const isQuiet = argv.some(word => drawsNothing.test(word)) || env.TUI_CHAT_SERVE !== undefined;
	if (stdin.isTTY && stdout.isTTY && !isQuiet) stdin.setRawMode(true);
};

const main = async (): Promise<number> => {
	if (isOldNode(process.versions.node)) {
		const command = ['npx', '--yes', 'node@24', ...process.argv.slice(1)].map(quoted).join(' ');
		console.error(
			`tui-chat needs Node ${neededMajor}.${neededMinor} or newer and this is ${process.versions.node}; this runs it: ${command}`,
		);
		return 1;
	}
	hideKeys();
	// Compiled code is kept: the second start is a fifth faster.
	const [{enableCompileCache}, {codeFolder}] = await Promise.all([
		import('node:module'),
		import('./folders.ts'),
	]);
	enableCompileCache(codeFolder);
	// Timers of ours never hold the process, so something has to while we work.
	const hold = setInterval(() => {}, 0x7fff_ffff);
	try {
		return await run();
	} catch (error) {
		const {ChatError} = await import('./protocol/errors.ts');
		if (!(error instanceof ChatError)) throw error;
		// It may be in the words of a server, or quote what is in a file.
		const {reveal} = await import('./protocol/clean.ts');
		console.error(`tui-chat: ${reveal(error.message)}`);
		return 1;
	} finally {
		clearInterval(hold);
	}
};

process.exitCode = await main();
