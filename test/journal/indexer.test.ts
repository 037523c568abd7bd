import {expect, test} from 'vitest';
import {Indexer} from '../../source/journal/indexer.ts';
import {FakeClock} from '../helpers/clock.ts';
import {turns} from '../helpers/peer.ts';

/** An index that takes in so many messages at a time and is tidied twice after that, and all that it did. */
const indexOf = (waiting: {messages: number}, piece = 10) => {
	const clock = new FakeClock();
	const did: string[] = [];
	let untidy = 0;
	const indexer = new Indexer({
		clock,
		fill: () => {
			const taken = Math.min(piece, waiting.messages);
			waiting.messages -= taken;
			if (taken === 0) return 0;
			untidy = 2;
			did.push('fill');
			return taken;
		},
		tidy: () => {
			if (untidy === 0) return false;
			untidy--;
			did.push('tidy');
			return true;
		},
	});
	const add = (messages: number): void => {
		waiting.messages += messages;
		indexer.add(messages);
	};
	return {indexer, add, clock, did};
};

test('a few messages wait and go together, and it is tidied when no more have come for a while', async () => {
	const {add, clock, did} = indexOf({messages: 0});
	add(3);
	clock.advance(999);
	expect(clock.timers).toBe(1);
	add(4);
	clock.advance(1);
	await turns();
	expect(did).toEqual(['fill']);
	expect(clock.timers).toBe(1);
	clock.advance(1000);
	await turns();
	expect(did).toEqual(['fill', 'tidy', 'tidy']);
	expect(clock.timers).toBe(0);
});

test('many do not wait', async () => {
	const {add, clock, did} = indexOf({messages: 0}, 2000);
	add(3999);
	expect(clock.timers).toBe(1);
	add(1);
	expect(clock.timers).toBe(0);
	await turns();
	expect(did).toEqual(['fill', 'fill']);
});

test('who searches waits for what is stored, and not for order', async () => {
	const {indexer, did} = indexOf({messages: 20});
	await indexer.finish();
	expect(did).toEqual(['fill', 'fill']);
});

test('it is not tidied as long as messages come, until there are too many', async () => {
	const {add, clock, did} = indexOf({messages: 0}, 1000);
	for (let round = 1; round < 50; round++) {
		add(1000);
		clock.advance(1000);
		await turns();
	}
	expect(new Set(did)).toEqual(new Set(['fill']));
	add(1000);
	clock.advance(1000);
	await turns();
	expect(did.slice(-3)).toEqual(['fill', 'tidy', 'tidy']);
});

test('what comes while it is tidied goes first', async () => {
	const {add, clock, did} = indexOf({messages: 0});
	add(3);
	clock.advance(1000);
	await turns();
	clock.advance(1000);
	// Before the first bit of it.
	add(5);
	await turns();
	expect(did).toEqual(['fill', 'fill']);
	clock.advance(1000);
	await turns();
	clock.advance(1000);
	await turns();
	expect(did).toEqual(['fill', 'fill', 'tidy', 'tidy']);
});

test('it is never far behind, however fast they come', async () => {
	const waiting = {messages: 0};
	const {add} = indexOf(waiting, 1000);
	for (let round = 0; round < 20; round++) {
		add(5000);
		await new Promise(setImmediate);
		expect(waiting.messages).toBeLessThanOrEqual(20_000);
	}
});

test('what is under way when it is stopped does not go on, and nothing keeps its thread', async () => {
	const {add, indexer, clock, did} = indexOf({messages: 0});
	add(5000);
	while (did.length === 0) await turns();
	indexer.stop();
	const done = did.length;
	await turns();
	clock.advance(10_000);
	await turns();
	expect(did).toHaveLength(done);
	expect(clock.timers).toBe(0);
});

test('nothing begins by itself once it was stopped', async () => {
	const {indexer, clock, did} = indexOf({messages: 3});
	indexer.add(3);
	indexer.stop();
	expect(clock.timers).toBe(0);
	clock.advance(1000);
	await turns();
	expect(did).toEqual([]);
});
