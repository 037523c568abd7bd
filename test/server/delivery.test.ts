/** The journal may be another thread, or another machine: commits come when they come. */
import {describe, expect, test} from 'vitest';
import type {Draft} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {limits} from '../../source/protocol/limits.ts';
import {startServer, turns} from '../helpers/peer.ts';

/** Takes drafts, and commits them when told to. */
class SlowJournal extends MemoryJournal {
	readonly #queue: Draft[] = [];
	isSlow = true;

	override append(draft: Draft): void {
		if (this.isSlow) this.#queue.push(draft);
		else super.append(draft);
	}

	get queued(): number {
		return this.#queue.length;
	}

	/** @param count of them, the oldest; all when left out */
	release(count = this.#queue.length): void {
		for (const draft of this.#queue.splice(0, count)) super.append(draft);
	}

	override close(): Promise<void> {
		this.release();
		return super.close();
	}
}

test('stored, then acknowledged, then shown: nobody sees what is not committed', async () => {
	const journal = new SlowJournal();
	await using server = startServer({journal});
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	await Promise.all([alice.sync(), bob.sync()]);
	alice.send({type: 'say', room: 'general', msg: 'x', nonce: 'n'});
	expect(await alice.sync()).toEqual([]);
	expect(await bob.sync()).toEqual([]);
	journal.release();
	expect(await alice.next('ack')).toMatchObject({nonce: 'n'});
	await bob.next('message');
	expect(alice.text.indexOf('"type":"ack"')).toBeLessThan(alice.text.indexOf('"type":"message"'));
	journal.isSlow = false;
});

test('an author who is gone by then: the others hear it', async () => {
	const journal = new SlowJournal();
	await using server = startServer({journal});
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	alice.send({type: 'say', room: 'general', msg: 'last', nonce: 'n'});
	await alice.sync();
	alice.reset();
	await bob.next('presence', ({left}) => left.length > 0);
	const next = await server.join('Alice');
	journal.release();
	expect(await bob.next('message')).toMatchObject({msg: 'last'});
	expect((await next.sync()).map(({type}) => type)).not.toContain('ack');
	journal.isSlow = false;
});

test('a room that nobody is in by then: acknowledged, and there for whoever comes next', async () => {
	const journal = new SlowJournal();
	await using server = startServer({journal});
	const alice = await server.join('Alice', ['general', 'ops']);
	alice.send({type: 'say', room: 'ops', msg: 'x', nonce: 'n'}, {type: 'leave', room: 'ops'});
	await alice.next('gone');
	journal.release();
	await alice.next('ack');
	alice.send({type: 'join', room: 'ops'});
	expect(await alice.next('message')).toMatchObject({room: 'ops', msg: 'x'});
	journal.isSlow = false;
});

test('quit and close wait for what was said', async () => {
	const journal = new SlowJournal();
	const server = startServer({journal});
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'n'}, {type: 'quit'});
	bob.send({type: 'say', room: 'general', msg: 'two', nonce: 'm'});
	await bob.sync();
	expect(alice.text).not.toContain('bye');
	const closed = server.close();
	await turns();
	expect(bob.text).not.toContain('bye');
	journal.isSlow = false;
	journal.release();
	await alice.next('ack');
	await alice.next('bye');
	await bob.next('ack');
	await bob.next('bye');
	await closed;
});

test('close waits 5 s at most for a journal that does not come back', async () => {
	const journal = new SlowJournal();
	const server = startServer({journal});
	const alice = await server.join('Alice');
	alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'n'});
	await alice.sync();
	const closed = server.close();
	await turns();
	server.clock.advance(limits.drainMs);
	await alice.next('bye');
	journal.isSlow = false;
	await closed;
	expect(server.clock.timers).toBe(0);
});

describe('when the journal cannot keep up', () => {
	test('whoever says something is not read until it can; nothing is lost, and others may still ask', async () => {
		const journal = new SlowJournal();
		await using server = startServer({journal, rate: false});
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		const count = 20_100;
		for (let n = 1; n <= count; n++) {
			alice.send({type: 'say', room: 'general', msg: String(n)});
			if (n % 500 === 0) await turns(2);
		}
		await turns();
		expect(journal.queued).toBe(20_000);
		await bob.sync();
		journal.isSlow = false;
		journal.release();
		await bob.next('message', ({seq}) => seq === count);
		await alice.next('message', ({seq}) => seq === count);
	});
});

describe('in a wide room', () => {
	const people = 60;

	/** A room of so many, of whom the first has said two things, and the first of these is stored. */
	const halfStored = async (journal: SlowJournal, server: ReturnType<typeof startServer>) => {
		const everybody = await Promise.all(Array.from({length: people}, (_, index) => server.join(`p${index}`)));
		await Promise.all(everybody.map(one => one.sync()));
		const [alice, bob] = everybody as [(typeof everybody)[0], (typeof everybody)[0]];
		alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'a'});
		alice.send({type: 'say', room: 'general', msg: 'two', nonce: 'b'});
		await alice.sync();
		journal.release(1);
		await turns();
		return {alice, bob};
	};

	test('what is stored waits for what is being stored, and goes with it in one write', async () => {
		const journal = new SlowJournal();
		await using server = startServer({journal});
		const {alice, bob} = await halfStored(journal, server);
		expect(await alice.sync()).toEqual([]);
		expect(await bob.sync()).toEqual([]);
		journal.release();
		const heard = await bob.next('message', ({msg}) => msg === 'two');
		expect(heard).toMatchObject({seq: 2});
		expect(bob.text.indexOf('"one"')).toBeLessThan(bob.text.indexOf('"two"'));
		expect(alice.text.indexOf('"nonce":"a"')).toBeLessThan(alice.text.indexOf('"nonce":"b"'));
		journal.isSlow = false;
	});

	test('a slow disk holds it up for a moment only', async () => {
		const journal = new SlowJournal();
		await using server = startServer({journal});
		const {alice, bob} = await halfStored(journal, server);
		server.clock.advance(2);
		expect(await bob.next('message')).toMatchObject({msg: 'one'});
		expect(await alice.next('ack')).toMatchObject({nonce: 'a'});
		journal.isSlow = false;
		journal.release();
		expect(await bob.next('message')).toMatchObject({msg: 'two'});
	});

	test('who has said it and sends no more is told of both', async () => {
		const journal = new SlowJournal();
		await using server = startServer({journal});
		const {alice} = await halfStored(journal, server);
		alice.send({type: 'quit'});
		await turns();
		expect(alice.text).not.toContain('bye');
		journal.isSlow = false;
		journal.release();
		await alice.next('ack', ({nonce}) => nonce === 'b');
		await alice.next('bye');
	});
});

test('a batch of many rooms reaches each of them in order', async () => {
	const journal = new SlowJournal();
	await using server = startServer({journal, rate: false});
	const alice = await server.join('Alice', ['a', 'b']);
	const bob = await server.join('Bob', ['b', 'a']);
	for (let n = 0; n < 10; n++) alice.send({type: 'say', room: n % 2 === 0 ? 'a' : 'b', msg: String(n)});
	await alice.sync();
	journal.isSlow = false;
	journal.release();
	await bob.next('message', ({msg}) => msg === '9');
	for (const room of ['a', 'b']) {
		const of = (text: string): string[] =>
			text
				.split('\n')
				.filter(line => line.includes(`"type":"message","room":"${room}"`))
				.map(line => JSON.parse(line).msg);
		expect(of(bob.text)).toEqual(room === 'a' ? ['0', '2', '4', '6', '8'] : ['1', '3', '5', '7', '9']);
		expect(of(alice.text)).toEqual(of(bob.text));
	}
});

test('a nonce that stands for something said elsewhere gets no acknowledgement, nor a word of where that was', async () => {
	await using server = startServer();
	const dana = await server.join('Dana');
	const alice = await server.join('Alice');
	alice.send({type: 'say', room: '@Dana', msg: 'psst', nonce: 'n1'});
	expect(await alice.next('ack')).toMatchObject({nonce: 'n1', room: '@Dana'});
	alice.reset();
	await dana.next('presence', ({left}) => left.length > 0);
	const other = await server.join('Alice');
	other.send({type: 'say', room: 'general', msg: 'hello', nonce: 'n1'});
	const {room, code, text} = await other.next('error', ({nonce}) => nonce === 'n1');
	expect({room, code, text}).toEqual({
		room: 'general',
		code: 'BAD_REQUEST',
		text: 'That nonce stands for another message. Choose another one.',
	});
	await other.sync();
	expect(other.text).not.toContain('"ack"');
});
