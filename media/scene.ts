/**
 * A morning in a small team's chat, played by the real server and real full screens: what pictures show. The
 * server's clock is the script's, so every run draws the same.
 */
import {openFolder} from '../test/helpers/folder.ts';
import {joinChat, openChat} from '../test/helpers/programs.ts';
import type {Terminal, TerminalOptions} from '../test/helpers/terminal.ts';

const {connect, createServer, systemClock, ChatError} = (await import(
	new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../source/index.ts');

type Client = Awaited<ReturnType<typeof connect>>;

export const shownAddress = '127.0.0.1:8082';

export type Scene = AsyncDisposable & {
	/** Alice's screen, once all of it is drawn */
	terminal: Terminal;
	/** where the server really listens; as many characters as `shownAddress` */
	address: string;
	/** another screen, until the scene is over */
	open: (args: readonly string[], options?: Partial<TerminalOptions>) => Terminal;
	/** a folder for Frank, who was here before */
	home: string;
	/** Carol goes on, some minutes later. Resolves once it is on Alice's screen */
	carolSays: (msg: string, shown: RegExp) => Promise<void>;
};

/** @param columns and rows of Alice's terminal */
export const playScene = async (columns: number, rows: number): Promise<Scene> => {
	const stack = new AsyncDisposableStack();
	let now = Date.UTC(2026, 10, 19, 16, 58);
	const clock = {...systemClock, now: () => now};
	const at = (day: number, hour: number, minute: number): void => {
		now = Date.UTC(2026, 10, day, hour, minute);
	};
	const {server, port} = await listen(clock);
	stack.defer(() => server.close());
	const keysOf = (): string => stack.use(openFolder()).path;
	/** Somebody whose name is their own. */
	const join = async (id: string, ...rooms: string[]): Promise<Client> => {
		const client = await connect({port, id, rooms: ['general', ...rooms], keys: keysOf()});
		stack.defer(() => client.quit());
		return client;
	};
	/** Who was here before is told nothing of the server's key, nor of their name. @returns the folder that knows it */
	const visited = async (id: string): Promise<string> => {
		const keys = keysOf();
		const client = await connect({port, id, keys});
		await client.quit();
		return keys;
	};
	const homes = {Alice: await visited('Alice'), Bob: await visited('Bob'), Frank: await visited('Frank')};
	let alice: Terminal | undefined;
	/** Something is stored, and on Alice's screen, or in her list of rooms. */
	const shows = async (sent: Promise<unknown>, shown?: RegExp): Promise<void> => {
		await sent;
		if (shown) await alice?.until(shown);
	};
	const say = (from: Client, room: string, msg: string, shown?: RegExp): Promise<void> =>
		shows(from.say(room, msg), shown);

	const dana = await join('Dana', 'ops');
	await say(dana, 'general', 'Release notes are in the wiki. See you tomorrow!');
	at(20, 9, 1);
	const bob = stack.use(joinChat(port, 'Bob', {columns: 80, rows: 24, args: ['--state', homes.Bob]}));
	await bob.until(/● Bob +you/);
	const carol = await join('Carol', 'ops', 'design');
	const li = await join('李雷');
	alice = stack.use(joinChat(port, 'Alice', {columns, rows, args: ['--state', homes.Alice]}));
	await alice.until(/● (127\.0\.0\.1:\d+ +)?Alice/);
	const order = async (command: string, done: RegExp): Promise<void> => {
		alice.type(command);
		alice.press('enter');
		await alice.until(done);
	};
	await order('/topic Release planning', /set the topic/);
	await order('/join #ops', /^ #ops/);
	await order('/join #design', /^ #design/);
	at(20, 9, 2);
	alice.press('alt+1');
	await alice.until(/^ #general/);
	await order('Good morning everyone! 👋', /09:02 +Alice +Good morning/);
	at(20, 9, 3);
	bob.type('Morning Alice! Is the build green?\r');
	await alice.until(/green/);
	at(20, 9, 4);
	const green =
		'It is: https://ci.example/1812 – all 128 tests passed on the first try, which has not happened since March, so I took a screenshot.';
	// Of the room's messages Bob's question is the third, and this the fourth.
	await shows(carol.say('general', green, {ref: 3}), /screenshot/);
	await shows(li.react('general', 4, '🎉'), /🎉 1/);
	await shows(dana.react('general', 4, '🎉'), /🎉 2/);
	at(20, 9, 5);
	await say(li, 'general', '太好了 🎉 部署完成了，现在可以发布', /部署/);
	at(20, 9, 6);
	alice.press('alt+2');
	await alice.until(/^ #design/);
	for (const text of ['disk is at 91 %', 'rotating the logs', 'down to 40 %']) {
		await say(carol, 'ops', text);
		now += 1000;
	}
	await say(dana, '@Alice', 'lunch at 12?');
	await say(dana, 'general', 'Changelog is done too.');
	at(20, 9, 7);
	bob.type('@Alice shall we ship it?\r');
	await bob.until(/Bob +@Alice shall we ship/);
	await dana.away('in a call');
	alice.press('alt+1');
	await alice.until(/^ #general/);
	await alice.until(/ship/);
	alice.type('Yes! Tagging v1.0 now');
	await alice.until(/› Yes! Tagging v1\.0 now/);
	// That hers have arrived is said for a moment.
	await alice.until(screen => !screen.some(row => row.includes('✓')));
	carol.typing('general');
	await alice.until(/Carol is typing/);
	return {
		terminal: alice,
		address: `127.0.0.1:${port}`,
		open: (args, options) => stack.use(openChat(args, options)),
		home: homes.Frank,
		carolSays: (msg, shown) => {
			now += 180_000;
			return say(carol, 'general', msg, shown);
		},
		[Symbol.asyncDispose]: () => stack.disposeAsync(),
	};
};

/** A port with as many digits as the usual one, so that the header is as long as it says. */
const listen = async (clock: import('../source/index.ts').Clock) => {
	for (let port = 8082; port < 8182; port++) {
		const server = createServer({port, clock});
		try {
			await server.listen();
			return {server, port};
		} catch (error) {
			if (!(error instanceof ChatError) || error.code !== 'ADDRESS_USED') throw error;
		}
	}
	throw new Error('All ports from 8082 to 8181 are in use.');
};
