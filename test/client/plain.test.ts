import type {Duplex} from 'node:stream';
import fc from 'fast-check';
import {afterEach, describe, expect, test} from 'vitest';
import {type Client, createClient} from '../../source/client/client.ts';
import {ObjectSplitter, type Piece} from '../../source/client/json-objects.ts';
import {currentRoom, people} from '../../source/client/select.ts';
import type {Line, State} from '../../source/client/state.ts';
import {FakeClock} from '../helpers/clock.ts';
import {connectedPair} from '../helpers/duplex.ts';

describe('objects without anything between them', () => {
	const split = (...chunks: Uint8Array[]): Piece[] => {
		const splitter = new ObjectSplitter(10_000);
		return chunks.flatMap(chunk => splitter.push(chunk));
	};
	const objects = [
		'{"id": "Alice", "msg": "Hello"}',
		'{"id":"Żółw 李雷 👩🏽‍🚀","msg":"} { \\" \\\\"}',
		'{"id": "Bob", "msg": "{\\"nested\\": \\"}\\"}", "more": {"a": [{}]}}',
		'{}',
	];
	const bytes = Buffer.from(objects.join(''));

	test('come whole out of one chunk', () => {
		expect(split(bytes)).toEqual(objects.map(text => ({type: 'object', text})));
	});

	test('come whole out of two, cut at any byte', () => {
		for (let at = 0; at <= bytes.length; at++)
			expect(split(bytes.subarray(0, at), bytes.subarray(at)), `cut at ${at}`).toEqual(
				objects.map(text => ({type: 'object', text})),
			);
	});

	test('come whole out of single bytes', () => {
		expect(split(...[...bytes].map(byte => Uint8Array.of(byte)))).toEqual(
			objects.map(text => ({type: 'object', text})),
		);
	});

	test('are whatever JSON can hold, cut anywhere', () => {
		const values = fc.array(fc.dictionary(fc.string({unit: 'grapheme'}), fc.jsonValue()), {minLength: 1});
		fc.assert(
			fc.property(values, fc.array(fc.nat(2_000)), (list, cuts) => {
				const texts = list.map(value => JSON.stringify(value));
				const all = Buffer.from(texts.join(''));
				const places = [0, ...cuts.map(cut => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
				const chunks = places.slice(1).map((end, index) => all.subarray(places[index], end));
				const limit = new ObjectSplitter(all.length);
				expect(chunks.flatMap(chunk => limit.push(chunk))).toEqual(
					texts.map(text => ({type: 'object', text})),
				);
			}),
		);
	});

	test('are told from what stands between them', () => {
		expect(split(Buffer.from('ID_USED'))).toEqual([{type: 'other', text: 'ID_USED'}]);
		expect(split(Buffer.from('it\'s "so" {"b":"}"} \r\n }c'))).toEqual([
			{type: 'other', text: 'it\'s "so" '},
			{type: 'object', text: '{"b":"}"}'},
			{type: 'other', text: ' \r\n }c'},
		]);
	});

	test('may not grow for ever', () => {
		const splitter = new ObjectSplitter(100);
		splitter.push(Buffer.from(`{"a":"${'x'.repeat(90)}`));
		expect(() => splitter.push(Buffer.from('xxxxxxxxxx'))).toThrow('more than 100');
	});
});

describe('a simple server', () => {
	const servers: SimpleServer[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) {
			server.stream.destroy();
			await server.client.quit();
		}
	});

	/** Its end, and what it read, one entry for each write of the client. */
	class SimpleServer {
		readonly clock = new FakeClock();
		readonly client: Client;
		readonly reads: string[] = [];
		stream!: Duplex;
		#woken: (() => void) | undefined;

		constructor(id = 'Alice') {
			this.client = createClient({
				id,
				plain: true,
				clock: this.clock,
				random: () => 0,
				dial: () => this.#dial(),
			});
			servers.push(this);
		}

		async read(count: number): Promise<string[]> {
			while (this.reads.length < count)
				await new Promise<void>(resolve => {
					this.#woken = resolve;
				});
			return this.reads;
		}

		until(holds: (state: State) => boolean): Promise<void> {
			return new Promise(resolve => {
				const check = (): void => {
					if (!holds(this.client.state)) return;
					unsubscribe();
					resolve();
				};
				const unsubscribe = this.client.subscribe(check);
				queueMicrotask(check);
			});
		}

		async online(): Promise<void> {
			const connected = this.client.connect();
			await this.read(1);
			this.clock.advance(250);
			await connected;
		}

		tell(id: string, msg: string): void {
			this.stream.write(`{"id": ${JSON.stringify(id)}, "msg": ${JSON.stringify(msg)}}`);
		}

		lines(): string[] {
			const draw = (line: Line): string => ('msg' in line ? `${line.id}: ${line.msg}` : line.type);
			return currentRoom(this.client.state)!.log.chunks.flat().map(draw);
		}

		#dial(): Duplex {
			const [near, far] = connectedPair();
			this.stream = far;
			far.on('error', () => {});
			far.on('data', chunk => {
				this.reads.push(String(chunk));
				this.#woken?.();
			});
			far.on('end', () => far.end());
			return near;
		}
	}

	test('is told the id alone, and accepts it by silence', async () => {
		const server = new SimpleServer('Zośka');
		const connected = server.client.connect();
		expect(await server.read(1)).toEqual(['Zośka']);
		server.clock.advance(249);
		expect(server.client.state.link.type).toBe('connecting');
		server.clock.advance(1);
		await connected;
		expect(currentRoom(server.client.state)).toMatchObject({target: 'general', live: true});
		expect(people(currentRoom(server.client.state)!)).toEqual([{id: 'Zośka'}]);
	});

	test('accepts it also by talking', async () => {
		const server = new SimpleServer();
		const connected = server.client.connect();
		await server.read(1);
		server.tell('Bob', 'hi');
		await connected;
		expect(server.lines()).toEqual(['Bob: hi']);
	});

	test.each([[['ID_USED']], [['ID_', 'USED']], [['I', 'D', '_USE', 'D']]])(
		'refuses an id that is in use with %j',
		async parts => {
			const server = new SimpleServer();
			const connected = server.client.connect();
			await server.read(1);
			for (const part of parts) {
				server.clock.advance(200);
				server.stream.write(part);
				await new Promise(resolve => setImmediate(resolve));
			}
			await expect(connected).rejects.toMatchObject({code: 'ID_USED'});
		},
	);

	test('gets one message in each write, with time between them', async () => {
		const server = new SimpleServer();
		await server.online();
		for (const msg of ['one', 'two\nlines', 'trzy']) void server.client.say('general', msg);
		expect(await server.read(2)).toEqual(['Alice', 'one']);
		server.clock.advance(49);
		await new Promise(resolve => setImmediate(resolve));
		expect(server.reads).toHaveLength(2);
		server.clock.advance(1);
		expect(await server.read(3)).toEqual(['Alice', 'one', 'two\nlines']);
		server.clock.advance(50);
		expect((await server.read(4)).at(-1)).toBe('trzy');
	});

	test('acknowledges by its echo', async () => {
		const server = new SimpleServer();
		await server.online();
		const said = server.client.say('general', 'hello');
		await server.read(2);
		server.tell('Bob', 'hello');
		server.tell('Alice', 'not this one');
		await server.until(() => server.lines().length === 2);
		expect(currentRoom(server.client.state)!.pending).toHaveLength(1);
		server.tell('Alice', 'hello');
		expect(await said).toMatchObject({seq: 3});
		expect(currentRoom(server.client.state)!.pending).toEqual([]);
		expect(server.lines()).toEqual(['Bob: hello', 'Alice: not this one', 'Alice: hello']);
		expect(people(currentRoom(server.client.state)!).map(({id}) => id)).toEqual(['Alice', 'Bob']);
	});

	test('says what somebody does in words', async () => {
		const server = new SimpleServer();
		await server.online();
		const said = server.client.say('general', 'waves', {kind: 'me'});
		expect((await server.read(2)).at(-1)).toBe('* waves');
		server.tell('Alice', '* waves');
		await said;
	});

	test('may say what is no message, and that is shown', async () => {
		const server = new SimpleServer();
		await server.online();
		server.stream.write('Welcome!{"id": 7}{"id": "Bob", "msg": }');
		await server.until(() => server.lines().length === 3);
		expect(server.lines()).toEqual([
			'server: Welcome!',
			'server: {"id": 7}',
			'server: {"id": "Bob", "msg": }',
		]);
	});

	test('knows neither rooms nor commands nor long messages', async () => {
		const server = new SimpleServer();
		await server.online();
		const {client} = server;
		await expect(client.say('ops', 'x')).rejects.toMatchObject({code: 'BAD_REQUEST'});
		await expect(client.say('@Bob', 'x')).rejects.toMatchObject({code: 'BAD_REQUEST'});
		await expect(client.join('ops')).rejects.toMatchObject({
			message: 'This simple server does not know /join.',
		});
		await expect(client.say('general', 'ż'.repeat(513))).rejects.toMatchObject({code: 'LINE_TOO_LONG'});
		client.typing('general');
		expect(server.reads).toEqual(['Alice']);
	});

	test('that is lost has lost what it did not echo, since nobody could tell', async () => {
		const server = new SimpleServer();
		await server.online();
		server.tell('Bob', 'before');
		const said = server.client.say('general', 'maybe');
		await server.read(2);
		server.stream.destroy();
		await expect(said).rejects.toMatchObject({code: 'NOT_SENT'});
		await server.until(({link}) => link.type === 'offline');
		server.clock.advance(250);
		expect(await server.read(3)).toEqual(['Alice', 'maybe', 'Alice']);
		server.tell('Bob', 'after');
		await server.until(() => server.lines().length === 3);
		expect(server.lines()).toEqual(['Bob: before', 'note', 'Bob: after']);
		expect(currentRoom(server.client.state)!.pending[0]!.error).toMatchObject({code: 'NOT_SENT'});
	});
});
