import {type Duplex, duplexPair} from 'node:stream';
import {type Given, parseRetention} from './config.ts';
import {dataFolder} from './folders.ts';
import type {Journal} from './journal/journal.ts';
import {openJournal} from './journal/sqlite.ts';
import {defaultAddress, showAddress} from './protocol/address.ts';
import {type LogEvent, logJson, logText} from './server/log.ts';
import {type ChatServer, createServer, type ServerOptions} from './server/server.ts';

/** What `--desk` without a name means. */
const deskRoom = 'desk';

const defaultMaxClients = 10_000;

/** The server's options that flags can say. */
const serverOptions = ({host, port, maxClients, desk, motd}: Given): ServerOptions => ({
	host: host ?? defaultAddress.host,
	port: port ?? defaultAddress.port,
	maxClients: maxClients ?? defaultMaxClients,
	...(desk === undefined ? {} : {desk: desk.replace(/^#/, '') || deskRoom}),
	...(motd === undefined ? {} : {motd}),
});

type Started = {server: ChatServer; address: string; port: number};

/**
 * A server that listens, with its journal behind it.
 * @throws {ChatError} as `runServer`
 */
const start = async (given: Given, log?: ServerOptions['log']): Promise<Started> => {
	const folder = given.memory ? undefined : dataFolder(given.data);
	const retain = given.retain === undefined ? undefined : parseRetention(given.retain);
	const journal: Journal | undefined = folder === undefined ? undefined : await openJournal({folder, retain});
	try {
		const server = createServer({...serverOptions(given), journal, folder, log});
		return {server, ...(await server.listen())};
	} catch (error) {
		await journal?.close();
		throw error;
	}
};

/**
 * A server without a screen: one line on stdout for each event, until a signal ends it.
 * @returns the exit code
 * @throws {ChatError} ADDRESS_USED, ADDRESS_DENIED, ADDRESS_BAD, ROOM_BAD, and as `openJournal`
 */
export const runServer = async (given: Given): Promise<number> => {
	const write = given.log === 'json' ? logJson : logText;
	const log = (event: LogEvent): void => void process.stdout.write(`${write(event)}\n`);
	// Nobody reads the log any more: that is no reason to end everybody's chat.
	process.stdout.on('error', () => {});
	const {server} = await start(given, log);
	await new Promise<void>(resolve => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
	await server.close();
	return 0;
};

/** A server whose operator sits in the same process. */
export type HostedServer = {
	address: string;
	/** a connection to it as its operator */
	dial: () => Duplex;
	close: () => Promise<void>;
};

/** @throws {ChatError} as `runServer` */
export const hostForOperator = async (given: Given): Promise<HostedServer> => {
	const {server, address, port} = await start(given);
	return {
		address: showAddress({host: address, port}),
		dial: () => {
			const [near, far] = duplexPair();
			// Node's pair leaves one end open when the other one is destroyed.
			near.once('close', () => far.destroy());
			server.handle(far, {address: 'console', operator: true});
			return near;
		},
		close: () => server.close(),
	};
};
