/** `--metrics`: what a server does and has done, for Prometheus, and whether it is well, for whoever restarts it. */
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Metric, Registry} from 'prom-client';
import {type Address, showAddress} from '../protocol/address.ts';
import {ChatError, type ErrorCode} from '../protocol/errors.ts';
import {ackMeasure, measureNames, measures, metricPrefix, samplesOf} from './measures.ts';
import type {Histogram} from './meter.ts';
import type {Stats} from './stats.ts';

export type Metrics = {
	/** where it listens */
	readonly address: Address;
	close(): Promise<void>;
};

type Measured = {stats(): Stats};

/** Nobody who asks for metrics needs more of these. */
const most = {connections: 16, headerBytes: 4096, requestMs: 5000} as const;

const msPerSecond = 1000;

/**
 * A server of HTTP beside that of the chat. It answers GET of `/metrics` and `/healthz`, and nothing else.
 * @throws {ChatError} ADDRESS_USED, ADDRESS_DENIED or ADDRESS_BAD
 */
export const openMetrics = async (server: Measured, {host, port}: Address): Promise<Metrics> => {
	// Taken once for all that is asked: it takes a moment for each connection.
	let stats = server.stats();
	const registry = await registryOf(() => stats);
	let collecting: Promise<string> | undefined;
	/** Who asks while it is being answered gets the same answer. */
	const collect = (): Promise<string> => {
		if (collecting) return collecting;
		stats = server.stats();
		collecting = registry.metrics().finally(() => {
			collecting = undefined;
		});
		return collecting;
	};
	const http = createServer(
		{
			maxHeaderSize: most.headerBytes,
			headersTimeout: most.requestMs,
			requestTimeout: most.requestMs,
			keepAliveTimeout: most.requestMs,
			connectionsCheckingInterval: most.requestMs / 2,
		},
		(request, response) => void answer(request, response, server, {type: registry.contentType, collect}),
	);
	http.maxConnections = most.connections;
	// It never holds the process: the chat does.
	http.unref();
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	http.once('error', reject);
	http.listen({host, port}, resolve);
	try {
		await promise;
	} catch (cause) {
		throw refusalOf(cause as NodeJS.ErrnoException, showAddress({host, port}));
	}
	http.on('error', () => {});
	const address = http.address() as AddressInfo;
	return {
		address: {host: address.address, port: address.port},
		close: () =>
			new Promise(done => {
				http.close(() => done());
				http.closeAllConnections();
			}),
	};
};

const codes: Readonly<Record<string, ErrorCode>> = {EADDRINUSE: 'ADDRESS_USED', EACCES: 'ADDRESS_DENIED'};

const refusalOf = (cause: NodeJS.ErrnoException, address: string): ChatError =>
	new ChatError(
		codes[cause.code ?? ''] ?? 'ADDRESS_BAD',
		`Metrics cannot be served on ${address} (${cause.code ?? cause.message}). Choose another --metrics.`,
		{cause},
	);

type Collected = {type: string; collect: () => Promise<string>};

const answer = async (
	{method, url}: IncomingMessage,
	response: ServerResponse,
	server: Measured,
	{type, collect}: Collected,
): Promise<void> => {
	const say = (status: number, text: string, contentType = 'text/plain; charset=utf-8'): void => {
		response.writeHead(status, {
			'content-type': contentType,
			'content-length': Buffer.byteLength(text),
			'cache-control': 'no-store',
			...(status === 405 ? {allow: 'GET, HEAD'} : {}),
		});
		response.end(method === 'HEAD' ? undefined : text);
	};
	const path = url?.split('?')[0];
	if (method !== 'GET' && method !== 'HEAD') say(405, 'Only GET is answered here.\n');
	else if (path === '/healthz') {
		const fault = faultOf(server.stats());
		say(fault === undefined ? 200 : 503, `${fault ?? 'ok'}\n`);
	} else if (path === '/metrics') {
		try {
			say(200, await collect(), type);
		} catch {
			say(500, 'The metrics could not be collected.\n');
		}
	} else say(404, 'There are /metrics and /healthz.\n');
};

const faultOf = ({isClosing, isStoring}: Stats): string | undefined => {
	if (isClosing) return 'closing';
	return isStoring ? undefined : 'the journal stores nothing';
};

/** The library is loaded only where somebody measures. */
const registryOf = async (stats: () => Stats): Promise<Registry> => {
	// Bundled, a CommonJS module has a default export only.
	const {collectDefaultMetrics, Counter, Gauge, Registry} = (await import('prom-client')).default;
	const register = new Registry();
	collectDefaultMetrics({register});
	for (const name of measureNames) {
		const {
			type,
			says,
			labels = [],
		}: {type: string; says: string; labels?: readonly string[]} = measures[name];
		const Kind = type === 'counter' ? Counter : Gauge;
		new Kind({
			name: metricPrefix + name,
			help: says,
			labelNames: labels,
			registers: [register],
			collect() {
				this.reset();
				for (const {labels: its, value} of samplesOf(name, stats())) this.inc(its, value);
			},
		});
	}
	register.registerMetric(ackMetric(() => stats().meter.acks) as unknown as Metric);
	return register;
};

/** The library's own histogram finds the place of each value when it comes; this one was counted already. */
const ackMetric = (histogram: () => Histogram) => ({
	name: metricPrefix + ackMeasure.name,
	get: async () => {
		const name = metricPrefix + ackMeasure.name;
		const {edges, counts, sum} = histogram();
		let total = 0;
		const buckets = counts.map((count, index) => {
			total += count;
			const edge = edges[index];
			return {
				metricName: `${name}_bucket`,
				labels: {le: edge === undefined ? '+Inf' : edge / msPerSecond},
				value: total,
			};
		});
		return {
			name,
			help: ackMeasure.says,
			type: 'histogram',
			aggregator: 'sum',
			values: [
				...buckets,
				{metricName: `${name}_sum`, labels: {}, value: sum / msPerSecond},
				{metricName: `${name}_count`, labels: {}, value: total},
			],
		};
	},
});
