import {userInfo} from 'node:os';
import {setFlagsFromString} from 'node:v8';
import {type Client, type ClientOptions, createClient} from './client/client.ts';
import {Knock} from './client/knock.ts';
import {readVisited, rememberVisited} from './client/visited.ts';
import {type Given, isBare, parseAddress} from './config.ts';
import {checkWay, destinationOf} from './destination.ts';
import {configFile, dataFolder, stateFolder} from './folders.ts';
import {defaultAddress, showAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';
import {checkId, generalRoom, logRoom} from './protocol/names.ts';
import {product} from './protocol/version.ts';
import type {Serving} from './settings/serving.ts';
import type {AskOptions} from './ui/first-run/ask.tsx';
import type {Answer} from './ui/first-run/form.ts';
import type {Kept} from './ui/preferences.ts';
import type {RunOptions} from './ui/run.tsx';

/**
 * The full screen: joins a server, hosts one for its operator, or whichever of both is due; asks who named neither.
 * @param serving what a server was set to that was asked for
 */
export const runJoin = async (given: Given, serving?: Serving): Promise<number> => {
	const settings = readSettings(given);
	settings.catch(() => {});
	if (given.serve) return show(await hosted(given, serving), settings);
	if (isBare(given)) return ask(given, settings);
	try {
		return await show(joined(given), settings);
	} catch (error) {
		// Who named no server wants to talk, wherever that is.
		const isNobodyThere = error instanceof ChatError && error.code === 'REFUSED';
		if (isNobodyThere && given.connect === undefined) return show(await hosted(given), settings);
		throw error;
	}
};

/** A chat to be shown: its client, which is not connected yet, and what is over when it is. */
type Chat = {
	readonly client: Client;
	readonly address: string;
	/** @param drawn resolves once there is time for more than the screen */
	readonly connect: (drawn: Promise<void>) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** @throws {ChatError} SETTING_BAD, LINK_BAD for what is no address and no invitation */
const joined = (given: Given): Chat => {
	const {room: _, ...way} = destinationOf(given, process.env);
	const state = stateFolder(given.state);
	const address = showAddress(way);
	const {plain, plaintext} = way;
	let knock: Knock | undefined;
	const client = clientFor(given, {...way, state, knocked: () => knock?.take()});
	client.on('welcome', ({id}) =>
		rememberVisited(state, {address, id, ...(plain ? {plain} : {}), ...(plaintext ? {plaintext} : {})}),
	);
	const connect = async (drawn: Promise<void>): Promise<void> => {
		if (!plain && !plaintext) {
			knock = new Knock(way);
			await knock.wait(drawn);
		}
		await client.connect();
	};
	return {client, address, connect, close: async () => knock?.close()};
};

/** @throws {ChatError} as `hostForOperator` */
const hosted = async (given: Given, serving?: Serving): Promise<Chat> => {
	const {hostForOperator} = await import('./serve.ts');
	const {dial, address, close} = await hostForOperator(given, serving);
	const state = stateFolder(given.state);
	// A server in memory knows nobody again; one on disk is the same at whatever address it listens.
	const way = given.memory ? {dial} : {dial, server: dataFolder(given.data), state};
	const client = clientFor(given, way, [generalRoom, logRoom]);
	// Who names a server by its flags does so the next time, too.
	if (!given.serve) client.on('welcome', ({id}) => rememberVisited(state, {address, id}));
	return {client, address, connect: () => client.connect(), close};
};

/** How a client comes to its server; who it is there, and where, the settings say. */
type Way = Omit<ClientOptions, 'id' | 'rooms' | 'room'>;

/** Messages of a room to begin with: some screens full. Older ones come as one scrolls to them. */
const firstMessages = 200;

const clientFor = (given: Given, way: Way, always: readonly string[] = []): Client => {
	const first = given.room === undefined ? [] : [given.room.replace(/^#/, '')];
	return createClient({
		id: given.id ?? loginId(),
		// Without a wish it is the rooms of last time, and general for whoever is new.
		rooms: [...first, ...always],
		history: firstMessages,
		resume: true,
		program: product,
		...way,
	});
};

/**
 * What V8 keeps for young objects stays as large as loading the screen has made it, 8 MiB, and doesn't grow to 32:
 * with 100,000 messages that takes 30 MB less, and in a flood its collector's pauses are half as long.
 */
const keepYoungSpace = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/**
 * Connects, and shows the chat until the person leaves it.
 * @param connecting the connection, where it is being made already
 * @returns the exit code
 * @throws {ChatError} when no server is reached
 */
const show = async (
	{client, address, connect, close}: Chat,
	settings: ReturnType<typeof readSettings>,
	connecting?: Promise<unknown>,
): Promise<number> => {
	const {promise: drawn, resolve: draw} = Promise.withResolvers<void>();
	// The screen loads while the connection is made, and never opens when nobody answers at once. A server that
	// says no has answered: the screen shows what it said, and lets people choose another id.
	const reached = (connecting ?? connect(drawn)).then(
		() => {},
		(error: ChatError) => {
			if (isNobody(error)) throw error;
		},
	);
	reached.catch(() => {});
	const run = loadScreen(settings);
	try {
		await Promise.race([reached, run]);
		const runScreen = await run;
		// What the network has said while it loaded is heard first.
		await new Promise(resolve => setImmediate(resolve));
		await Promise.race([reached, undefined]);
		keepYoungSpace();
		const kept = await settings;
		const running = runScreen({client, address, reached, ...kept});
		// It has drawn its first frame, which leaves the process with this turn.
		setImmediate(draw);
		return await running;
	} catch (error) {
		await client.quit();
		throw error;
	} finally {
		await close();
	}
};

/** Asks where to go, and shows the chat that one has come to. */
const ask = async (given: Given, settings: ReturnType<typeof readSettings>): Promise<number> => {
	const outcome = await askWhere(await settings, {
		visited: readVisited(stateFolder(given.state)),
		address: showAddress(defaultAddress),
		id: loginId(),
		preferences: (await settings).preferences,
		checkAddress: text => checkWay(text, 'The address'),
		enter: (answer, signal) => enter(given, answer, signal),
	});
	if ('code' in outcome) return outcome.code;
	const {chat, connecting} = outcome.session;
	return show(chat, settings, connecting);
};

const askWhere = async (
	settings: Kept,
	options: AskOptions<Session>,
): Promise<{session: Session} | {code: number}> => {
	if (!isLinear(settings)) return (await import('./ui/first-run/ask.tsx')).askWhere(options);
	const {askWhereLinear} = await import('./ui/linear/ask-where.ts');
	return askWhereLinear({...options, dumb: isDumb()});
};

type Session = {readonly chat: Chat; readonly connecting: Promise<unknown>};

/**
 * Goes where somebody decided to go. Who has to wait in a queue is there.
 * @throws {ChatError} by rejecting, when it does not work; and when a signal says that nobody wants it any more
 */
const enter = async (given: Given, answer: Answer, signal: AbortSignal): Promise<Session> => {
	const {type, address, id, plain = false, plaintext = given.plaintext} = answer;
	const chat =
		type === 'host'
			? await hosted({...given, ...parseAddress(address), id})
			: joined({...given, connect: address, id, plain, plaintext});
	const {promise: queued, resolve} = Promise.withResolvers<void>();
	const {promise: stopped, reject} = Promise.withResolvers<never>();
	const end = chat.client.on('waiting', () => resolve());
	const stop = (): void => reject(new ChatError('CLOSED'));
	signal.addEventListener('abort', stop);
	const connecting = chat.client.connect();
	connecting.catch(() => {});
	if (signal.aborted) stop();
	try {
		await Promise.race([stopped, connecting, queued]);
		return {chat, connecting};
	} catch (error) {
		await chat.client.quit();
		await chat.close();
		throw error;
	} finally {
		end();
		signal.removeEventListener('abort', stop);
	}
};

/** What the person has set, and where that is kept. @throws {ChatError} SETTING_BAD for a flag that cannot be */
const readSettings = async (given: Given) => {
	const [{PreferencesFile}, {overridesOf}] = await Promise.all([
		import('./preferences/file.ts'),
		import('./preferences/overrides.ts'),
	]);
	const keeper = new PreferencesFile(configFile(given.serve ? undefined : given.config), overridesOf(given));
	return {keeper, ...(await keeper.read())};
};

/** The full screen, or the linear one for those who cannot see it and for terminals that cannot show it. */
const loadScreen = async (settings: Promise<Kept>): Promise<(options: RunOptions) => Promise<number>> => {
	// Begun before it is known which one it will be: nearly everybody's is the full one, and loading takes longest.
	const full = isDumb() ? undefined : import('./ui/run.tsx');
	if (full && !isLinear(await settings)) return (await full).runScreen;
	const {runLinear} = await import('./ui/linear/run.ts');
	return options => runLinear({...options, dumb: isDumb()});
};

const isDumb = (): boolean => process.env.TERM === 'dumb';
const isLinear = ({preferences}: Kept): boolean => isDumb() || preferences.values['screen-reader'];

const nobody: ReadonlySet<string> = new Set([
	'REFUSED',
	'UNREACHABLE',
	'NOT_A_SERVER',
	'NO_TLS',
	'LOST',
	'KEYS_BAD',
]);
const isNobody = ({code}: ChatError): boolean => nobody.has(code);

/** The login name, made legal: people may have any, and can choose another one on the screen. */
const loginId = (): string => {
	const name = userInfo()
		.username.normalize('NFC')
		.replaceAll(/[^\p{L}\p{M}\p{Nd}_.-]+/gu, '-');
	try {
		return checkId(name.replace(/^[-.]+/, ''));
	} catch {
		return 'guest';
	}
};
