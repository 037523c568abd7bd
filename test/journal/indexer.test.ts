import {expect, test} from 'vitest';
import {Indexer} from '../../source/journal/indexer.ts';
import {FakeClock} from '../helpers/clock.ts';
import {turns} from '../helpers/peer.ts';

/** An index that takes in ten messages at a time and is tidied twice after that, and all that it did. */
const indexOf = (waiting: {messages: number}) => {
	const clock = new FakeClock();
	const did: string[] = [];
	let untidy = 0;
	let rest = Promise.withResolvers<void>();
	const indexer = new Indexer({
		clock,
		fill: () => {
			if (waiting.messages === 0) return false;
			waiting.messages = Math.max(0, waiting.messages - 10);
			untidy = 2;
			did.push('fill');
			return true;
		},
		tidy: () => {
			if (untidy === 0) {
				rest.resolve();
				rest = Promise.withResolvers();
				return false;
			}
			untidy--;
			did.push('tidy');
			return true;
		},
	});
	/** Resolves once a round is over, tidied and all. */
	return {indexer, clock, did, over: (): Promise<void> => rest.promise};
};

test('a few messages wait until there is rest, and go together', async () => {
	const waiting = {messages: 3};
	const {indexer, clock, did, over} = indexOf(waiting);
	indexer.add(3);
	clock.advance(999);
	expect(clock.timers).toBe(1);
	indexer.add(4);
	waiting.messages += 4;
	clock.advance(1);
	expect(clock.timers).toBe(0);
	await over();
	expect(did).toEqual(['fill', 'tidy', 'tidy']);
});

test('many do not wait', async () => {
	const {indexer, clock, did, over} = indexOf({messages: 20});
	indexer.add(3999);
	expect(clock.timers).toBe(1);
	indexer.add(1);
	expect(clock.timers).toBe(0);
	await over();
	expect(did).toEqual(['fill', 'fill', 'tidy', 'tidy']);
});

test('who searches waits for what is stored, and not for order', async () => {
	const {indexer, did} = indexOf({messages: 20});
	await indexer.finish();
	expect(did).toEqual(['fill', 'fill']);
});

test('what comes while it is tidied waits for its own round', async () => {
	const waiting = {messages: 10};
	const {indexer, clock, did, over} = indexOf(waiting);
	await indexer.finish();
	waiting.messages = 5;
	indexer.add(5);
	await over();
	expect(did).toEqual(['fill', 'tidy', 'tidy']);
	clock.advance(1000);
	await over();
	expect(did).toEqual(['fill', 'tidy', 'tidy', 'fill', 'tidy', 'tidy']);
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
