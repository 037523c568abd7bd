import {userInfo} from 'node:os';
import {type ClientOptions, createClient} from './client/client.ts';
import {type Given, parseAddress} from './config.ts';
import {defaultAddress, showAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';
import {checkId, generalRoom} from './protocol/names.ts';
import {product} from './protocol/version.ts';

/** The full screen: joins a server, hosts one for its operator, or whichever of both is due. */
export const runJoin = async (given: Given): Promise<number> => {
	if (given.serve) return host(given);
	try {
		const address = given.connect === undefined ? defaultAddress : parseAddress(given.connect);
		return await show(given, showAddress(address), {...address, plain: given.plain});
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
	try {
		return await show(given, server.address, {dial: server.dial}, ['log']);
	} finally {
		await server.close();
	}
};

type Way = Pick<ClientOptions, 'host' | 'port' | 'plain' | 'dial'>;

const show = async (
	given: Given,
	address: string,
	way: Way,
	more: readonly string[] = [],
): Promise<number> => {
	const first = given.room === undefined ? [] : [given.room.replace(/^#/, '')];
	const client = createClient({
		id: given.id ?? loginId(),
		rooms: [...first, generalRoom, ...more],
		program: product,
		...way,
	});
	// The screen loads while the connection is made, and never opens when nobody answers at once. A server that
	// says no has answered: the screen shows what it said, and lets people choose another id.
	const reached = client.connect().catch((error: ChatError) => {
		if (isNobody(error)) throw error;
	});
	reached.catch(() => {});
	const screen = import('./ui/run.tsx');
	await Promise.race([reached, screen]);
	return (await screen).runScreen({client, address, reached});
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
