import {type Duplex, duplexPair} from 'node:stream';
import type {Given} from './config.ts';
import {dataFolder} from './folders.ts';
import {type Begun, beginJournal} from './journal/sqlite.ts';
import {metricsAddress, parseRetention} from './parse.ts';
import {showAddress} from './protocol/address.ts';
import {forgetOwnerLink, showLinks} from './serve/links.ts';
import {ServerLog} from './serve/log.ts';
import {lostKey, lostKeyWarning, serverOptions, warningsOf} from './serve/options.ts';
import {Reloader} from './serve/reload.ts';
import {untilStopped} from './serve/signals.ts';
import type {Metrics} from './server/metrics.ts';
import {type ChatServer, createServer, type ServerOptions} from './server/server.ts';
import {boundsOf, type Serving} from './settings/serving.ts';

type Started = {server: ChatServer; address: string; port: number; close: () => Promise<void>};

/**
 * A server that listens, with its journal behind it and, where they are asked for, its metrics beside it.
 * @throws {ChatError} as `runServer`
 */
const start = async (serving: Serving, log?: ServerOptions['log']): Promise<Started> => {
	const {given} = serving;
	const folder = given.memory ? undefined : dataFolder(given.data);
	const begun = folder === undefined ? undefined : await beginKept(folder, given, log);
	const journal = begun?.journal;
	let metrics: Metrics | undefined;
	let listening: ChatServer | undefined;
	try {
		// Only whoever has the folder to itself makes a key in it.
		const isKeyLost = journal !== undefined && lostKey(given, journal);
		const options = await serverOptions(serving);
		const server = createServer({...options, journal, folder, log});
		const wanted = given.metrics === undefined ? undefined : metricsAddress(given.metrics);
		// Loading `node:http` costs half as much as loading the server: all of undici comes with it.
		if (wanted) metrics = await (await import('./server/metrics.ts')).openMetrics(server, wanted);
		const {address, port} = await server.listen();
		listening = server;
		// By now the thread that writes has come. A server that cannot store ends as one that never began.
		await begun?.opened;
		if (isKeyLost && server.fingerprint !== undefined)
			log?.({event: 'warning', ts: Date.now(), text: lostKeyWarning(server.fingerprint)});
		if (metrics) log?.({event: 'measured', ts: Date.now(), ...metrics.address});
		const close = async (): Promise<void> => {
			await server.close();
			await metrics?.close();
		};
		return {server, address, port, close};
	} catch (error) {
		await metrics?.close();
		await (listening ?? journal)?.close();
		throw error;
	}
};

const beginKept = (folder: string, given: Given, log: ServerOptions['log']): Promise<Begun> =>
	beginJournal({
		folder,
		retain: given.retain === undefined ? undefined : parseRetention(given.retain),
		upgradeCopy: !given.noUpgradeCopy,
		onUpgrade: upgrade => log?.({event: 'upgraded', ts: Date.now(), ...upgrade}),
	});

/**
 * A server without a screen: one line on stdout for each event, until a signal ends it.
 * @returns the exit code
 * @throws {ChatError} ADDRESS_USED, ADDRESS_DENIED, ADDRESS_BAD, ROOM_BAD, CERT_BAD, SETTING_BAD, and as `openJournal`
 */
export const runServer = async (serving: Serving): Promise<number> => {
	const {given} = serving;
	const log = new ServerLog(given, process);
	const folder = given.memory ? undefined : dataFolder(given.data);
	// A signal may come before there is anything to be read again.
	let reloader: Reloader | undefined;
	const stopped = untilStopped(() => void reloader?.reload());
	const {server, close} = await start(serving, log.take);
	for (const text of warningsOf(given)) log.report({event: 'warning', text});
	const isClosed = given.closed;
	showLinks(server.links(), {folder, isClosed, isSeen: log.isSeen, report: log.show});
	log.onRow = once(
		() => server.hasOwner,
		() => forgetOwnerLink(folder),
	);
	const onGiven = (next: Given): void => log.configure(next);
	reloader = new Reloader({server, serving, report: log.report, onGiven});
	await stopped;
	await close();
	return 0;
};

/** Something that is looked at until it is so, and done then. */
const once = (isSo: () => boolean, act: () => void): (() => void) => {
	let isDone = false;
	return () => {
		if (isDone || !isSo()) return;
		isDone = true;
		act();
	};
};

/** A server whose operator sits in the same process. */
export type HostedServer = {
	address: string;
	/** a connection to it as its operator */
	dial: () => Duplex;
	close: () => Promise<void>;
};

/**
 * @param serving what was set for it; the limits of the environment where it begins without having been asked for
 * @throws {ChatError} as `runServer`
 */
export const hostForOperator = async (given: Given, serving?: Serving): Promise<HostedServer> => {
	const own = {given, bounds: serving?.bounds ?? boundsOf(process.env), reread: () => own};
	const {server, address, port, close} = await start(own);
	return {
		address: showAddress({host: address, port}),
		dial: () => {
			const [near, far] = duplexPair();
			// Node's pair leaves one end open when the other one is destroyed.
			near.once('close', () => far.destroy());
			server.handle(far, {address: 'console', operator: true});
			return near;
		},
		close,
	};
};
