import {userInfo} from 'node:os';
import {type ClientOptions, createClient} from './client/client.ts';
import {type Given, parseAddress} from './config.ts';
import {configFile, dataFolder, stateFolder} from './folders.ts';
import {defaultAddress, showAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';
import {checkId, generalRoom, logRoom} from './protocol/names.ts';
import {product} from './protocol/version.ts';
import type {Kept} from './ui/preferences.ts';
import type {RunOptions} from './ui/run.tsx';

/** The full screen: joins a server, hosts one for its operator, or whichever of both is due. */
export const runJoin = async (given: Given): Promise<number> => {
	if (given.serve) return host(given);
	try {
		const address = given.connect === undefined ? defaultAddress : parseAddress(given.connect);
		const state = stateFolder(given.state);
		return await show(given, showAddress(address), {...address, plain: given.plain, state});
	} catch (error) {
		// Who named no server wants to talk, wherever that is.
		const isNobodyThere = error instanceof ChatError && error.code === 'REFUSED';
		if (isNobodyThere && given.connect === undefined) return host(given);
		throw error;
	}
};

const host = async (given: Given): Promise<number> => {
	const {hostForOperator} = await import('./serve.ts');
	const server = await hostForOperator(given);
	// A server in memory knows nobody again; one on disk is the same at whatever address it listens.
	const way = given.memory
		? {dial: server.dial}
		: {dial: server.dial, server: dataFolder(given.data), state: stateFolder(given.state)};
	try {
		return await show(given, server.address, way, [generalRoom, logRoom]);
	} finally {
		await server.close();
	}
};

type Way = Pick<ClientOptions, 'host' | 'port' | 'plain' | 'dial' | 'server' | 'state'>;

/** Messages of a room to begin with: some screens full. Older ones come as one scrolls to them. */
const firstMessages = 200;

const show = async (
	given: Given,
	address: string,
	way: Way,
	always: readonly string[] = [],
): Promise<number> => {
	const first = given.room === undefined ? [] : [given.room.replace(/^#/, '')];
	const client = createClient({
		id: given.id ?? loginId(),
		// Without a wish it is the rooms of last time, and general for whoever is new.
		rooms: [...first, ...always],
		history: firstMessages,
		resume: true,
		program: product,
		...way,
	});
	// The screen loads while the connection is made, and never opens when nobody answers at once. A server that
	// says no has answered: the screen shows what it said, and lets people choose another id.
	const reached = client.connect().catch((error: ChatError) => {
		if (isNobody(error)) throw error;
	});
	reached.catch(() => {});
	const settings = readSettings(given);
	const run = loadScreen(settings);
	try {
		await Promise.race([reached, run]);
	} catch (error) {
		await client.quit();
		throw error;
	}
	return (await run)({client, address, reached, ...(await settings)});
};

/** What the person has set, and where that is kept. @throws {ChatError} SETTING_BAD for a flag that cannot be */
const readSettings = async (given: Given) => {
	const [{PreferencesFile}, {overridesOf}] = await Promise.all([
		import('./preferences/file.ts'),
		import('./preferences/overrides.ts'),
	]);
	const keeper = new PreferencesFile(configFile(given.config), overridesOf(given));
	return {keeper, ...(await keeper.read())};
};

/** The full screen, or the linear one for those who cannot see it and for terminals that cannot show it. */
const loadScreen = async (settings: Promise<Kept>): Promise<(options: RunOptions) => Promise<number>> => {
	const {preferences} = await settings;
	const dumb = process.env.TERM === 'dumb';
	if (!dumb && !preferences.values['screen-reader']) return (await import('./ui/run.tsx')).runScreen;
	const {runLinear} = await import('./ui/linear/run.ts');
	return options => runLinear({...options, dumb});
};

const nobody: ReadonlySet<string> = new Set(['REFUSED', 'UNREACHABLE', 'NOT_A_SERVER', 'LOST']);
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
