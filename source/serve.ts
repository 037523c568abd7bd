import {type Duplex, duplexPair} from 'node:stream';
import type {Given} from './config.ts';
import {defaultAddress, showAddress} from './protocol/address.ts';
import {type LogEvent, logJson, logText} from './server/log.ts';
import {createServer, type ServerOptions} from './server/server.ts';

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

/**
 * A server without a screen: one line on stdout for each event, until a signal ends it.
 * @returns the exit code
 * @throws {ChatError} ADDRESS_USED, ADDRESS_DENIED, ADDRESS_BAD, ROOM_BAD
 */
export const runServer = async (given: Given): Promise<number> => {
	const write = given.log === 'json' ? logJson : logText;
	const log = (event: LogEvent): void => void process.stdout.write(`${write(event)}\n`);
	// Nobody reads the log any more: that is no reason to end everybody's chat.
	process.stdout.on('error', () => {});
	const server = createServer({...serverOptions(given), log});
	await server.listen();
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
	const server = createServer(serverOptions(given));
	const {address, port} = await server.listen();
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
