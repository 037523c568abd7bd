import {once} from 'node:events';
import {createConnection} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Batch, Receipt} from '../../source/journal/batch.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {measureNames, measures, metricPrefix} from '../../source/server/measures.ts';
import {Histogram, Meter} from '../../source/server/meter.ts';
import {openMetrics} from '../../source/server/metrics.ts';
import {type Stats, statsOf} from '../../source/server/stats.ts';
import {startServer, type TestServer} from '../helpers/peer.ts';

const quiet = (changes: Partial<Stats> = {}): Stats => ({
	...statsOf([], new Meter(), {
		isClosing: false,
		isStoring: true,
		queued: 0,
		clients: 0,
		operators: 0,
		waiting: 0,
		newcomers: 0,
		rooms: 1,
		accounts: 0,
	}),
	...changes,
});

const serve = async (stats: () => Stats): Promise<string> => {
	const metrics = await openMetrics({stats}, {host: '127.0.0.1', port: 0});
	onTestFinished(() => metrics.close());
	return `http://127.0.0.1:${metrics.address.port}`;
};

/** The values of the metrics of ours, by name and labels. */
const scrape = async (base: string): Promise<Map<string, number>> => {
	const response = await fetch(`${base}/metrics`);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
	const lines = (await response.text()).split('\n').filter(line => line.startsWith(metricPrefix));
	return new Map(
		lines.map(line => {
			const [name = '', value] = line.split(/ (?=[^ ]*$)/);
			return [name.slice(metricPrefix.length), Number(value)];
		}),
	);
};

const measured = (server: TestServer): Promise<string> => serve(() => server.server.stats());

test('what a server does and has done can be read', async () => {
	await using server = startServer({maxClients: 2});
	const base = await measured(server);
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	await alice.say('general', 'hello');
	await bob.sync();
	alice.send({type: 'leave', room: 'nowhere', nonce: 'n'});
	await alice.answer('n');
	const waiting = server.peer();
	waiting.send({type: 'hello', v: 1, id: 'Carol'});
	await waiting.next('waiting');
	const impostor = server.peer();
	impostor.send({type: 'hello', v: 1, id: 'Alice'});
	await impostor.closed;
	const values = await scrape(base);
	expect(Object.fromEntries(values)).toMatchObject({
		'connections{phase="inside",dialect="json",transport="memory"}': 2,
		'connections{phase="waiting",dialect="json",transport="memory"}': 1,
		clients: 2,
		operators: 0,
		waiting: 1,
		journal_ok: 1,
		journal_queue: 0,
		'entered_total{dialect="json"}': 2,
		messages_stored_total: 1,
		messages_delivered_total: 2,
		'refusals_total{code="ID_USED"}': 1,
		'refusals_total{code="NOT_IN_ROOM"}': 1,
		failed_logins_total: 0,
		internal_errors_total: 0,
		'ack_seconds_bucket{le="+Inf"}': 1,
		ack_seconds_count: 1,
	});
	await alice.say('general', 'again');
	const later = await scrape(base);
	expect(later.get('messages_stored_total')).toBe(2);
	expect(later.get('ack_seconds_count')).toBe(2);
});

test('every row of the table is served, with what it means', async () => {
	const base = await serve(() => quiet());
	const text = await (await fetch(`${base}/metrics`)).text();
	for (const name of measureNames) {
		expect(text).toContain(`# HELP ${metricPrefix}${name} ${measures[name].says}\n`);
		expect(text).toContain(`# TYPE ${metricPrefix}${name} ${measures[name].type}\n`);
	}
	expect(text).toContain(`# TYPE ${metricPrefix}ack_seconds histogram\n`);
	expect(text).toContain('process_resident_memory_bytes');
	expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
});

test('wrong secrets are counted together', async () => {
	const meter = new Meter();
	for (const code of ['PASSWORD_WRONG', 'PASSWORD_WRONG', 'TRY_LATER', 'ID_BAD']) meter.refuse(code);
	const values = await scrape(await serve(() => quiet({meter})));
	expect(values.get('failed_logins_total')).toBe(3);
	expect(values.get('refusals_total{code="PASSWORD_WRONG"}')).toBe(2);
});

test('bytes of connections that are over stay counted', () => {
	const meter = new Meter();
	meter.add({in: 5, out: 7});
	const kind = {phase: 'inside', dialect: 'json', transport: 'tls'} as const;
	const {bytes, connections} = statsOf([{kind, bytes: {in: 1, out: 2}}], meter, quiet());
	expect(bytes).toEqual({in: 6, out: 9});
	expect(connections).toEqual([{kind, count: 1}]);
});

test('a time is counted under the first edge that it does not exceed', () => {
	const histogram = new Histogram();
	for (const ms of [0, 0.5, 0.6, 10_000]) histogram.observe(ms);
	expect(histogram.counts.slice(0, 2)).toEqual([2, 1]);
	expect(histogram.counts.at(-1)).toBe(1);
	expect(histogram.sum).toBeCloseTo(10_001.1);
});

describe('/healthz', () => {
	/** A journal whose disk can be full. */
	class FullJournal extends MemoryJournal {
		isFull = false;

		protected override async commit(batch: Batch): Promise<Receipt> {
			if (this.isFull) throw new ChatError('NOT_STORED');
			return super.commit(batch);
		}
	}

	const health = async (base: string): Promise<[number, string]> => {
		const response = await fetch(`${base}/healthz`);
		return [response.status, await response.text()];
	};

	test('says no while nothing can be stored, and yes once it can', async () => {
		const journal = new FullJournal();
		await using server = startServer({journal});
		const base = await measured(server);
		expect(await health(base)).toEqual([200, 'ok\n']);
		const alice = await server.join('Alice');
		// What is known of her is stored before what she says, and that she is in the room behind its first message.
		for (const nonce of ['one', 'two']) {
			alice.send({type: 'say', room: 'general', msg: 'hello', nonce});
			await alice.answer(nonce);
		}
		journal.isFull = true;
		alice.send({type: 'say', room: 'general', msg: 'x', nonce: 'a'});
		await alice.answer('a');
		expect(await health(base)).toEqual([503, 'the journal stores nothing\n']);
		expect((await scrape(base)).get('journal_failures_total')).toBe(1);
		expect((await scrape(base)).get('journal_ok')).toBe(0);
		journal.isFull = false;
		await alice.say('general', 'y');
		expect(await health(base)).toEqual([200, 'ok\n']);
	});

	test('says no while the server stops', async () => {
		expect(await health(await serve(() => quiet({isClosing: true})))).toEqual([503, 'closing\n']);
	});
});

describe('of HTTP nothing else is served', () => {
	test.each([
		['POST', '/metrics', 405],
		['DELETE', '/', 405],
		['GET', '/', 404],
		['GET', '/metrics/../etc', 404],
		['HEAD', '/healthz', 200],
		['GET', '/metrics?name=x', 200],
	])('%s %s: %i', async (method, path, status) => {
		const response = await fetch((await serve(() => quiet())) + path, {method});
		expect(response.status).toBe(status);
		if (method === 'HEAD') expect(await response.text()).toBe('');
	});

	test('long headers end the connection', async () => {
		const base = await serve(() => quiet());
		const socket = createConnection(Number(new URL(base).port), '127.0.0.1');
		socket.end(`GET /metrics HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(5000)}\r\n\r\n`);
		let text = '';
		socket.on('data', chunk => {
			text += chunk;
		});
		await once(socket, 'close');
		expect(text).toMatch(/^HTTP\/1\.1 431 /);
	});
});

test('an address that is taken is told with the flag that chooses another one', async () => {
	const first = await openMetrics({stats: quiet}, {host: '127.0.0.1', port: 0});
	onTestFinished(() => first.close());
	const {port} = first.address;
	await expect(openMetrics({stats: quiet}, first.address)).rejects.toMatchObject({
		code: 'ADDRESS_USED',
		message: `Metrics cannot be served on 127.0.0.1:${port} (EADDRINUSE). Choose another --metrics.`,
	});
	await expect(openMetrics({stats: quiet}, {host: '192.0.2.1', port: 0})).rejects.toMatchObject({
		code: 'ADDRESS_BAD',
	});
});
