import type {Duplex} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {usualBounds} from '../../source/server/bounds.ts';
import {Outbox} from '../../source/server/outbox.ts';
import {FakeClock} from '../helpers/clock.ts';
import {connectedPair} from '../helpers/duplex.ts';
import {BytePeer, turns} from '../helpers/peer.ts';

const KiB = 1024;

const build = () => {
	const clock = new FakeClock();
	const [near, far] = connectedPair();
	near.resume();
	const dirty: Outbox[] = [];
	let overflows = 0;
	const outbox = new Outbox(
		near,
		{clock, bounds: usualBounds, onDirty: one => dirty.push(one)},
		{onOverflow: () => overflows++},
	);
	const push = (size: number, fill = 'x'): void => outbox.push(Buffer.alloc(size, fill));
	return {clock, near, far, outbox, dirty, push, overflows: () => overflows};
};

/** Sees each write that the stream is given. */
const spyWrites = (stream: Duplex): number[] => {
	const sizes: number[] = [];
	const write = stream.write.bind(stream);
	stream.write = ((chunk: Uint8Array) => {
		sizes.push(chunk.length);
		return write(chunk);
	}) as Duplex['write'];
	return sizes;
};

test("a turn's frames leave in one write, and an outbox asks for its flush once", () => {
	const {outbox, near, dirty, push} = build();
	const writes = spyWrites(near);
	push(10);
	push(20);
	push(30);
	expect(dirty).toEqual([outbox]);
	expect(writes).toEqual([]);
	outbox.flush();
	expect(writes).toEqual([60]);
	push(1);
	expect(dirty).toHaveLength(2);
});

test('a single frame is passed on as it is, not copied', () => {
	const {outbox, near} = build();
	const given: unknown[] = [];
	near.write = ((chunk: Uint8Array) => given.push(chunk)) as unknown as Duplex['write'];
	const frame = Buffer.from('shared');
	outbox.push(frame);
	outbox.flush();
	expect(given[0]).toBe(frame);
});

test('a separate outbox writes each frame by itself', () => {
	const {outbox, near, push} = build();
	outbox.separate = true;
	const writes = spyWrites(near);
	push(10);
	push(20);
	outbox.flush();
	expect(writes).toEqual([10, 20]);
});

test('the stream is given 64 KiB at a time, and the next when it has taken them', async () => {
	const {outbox, near, far, push} = build();
	const writes = spyWrites(near);
	for (let index = 0; index < 20; index++) push(16 * KiB);
	outbox.flush();
	expect(writes).toEqual([64 * KiB]);
	expect(outbox.bytes).toBe(256 * KiB);
	const reader = new BytePeer(far);
	await turns();
	expect(reader.text).toHaveLength(320 * KiB);
	expect(writes).toEqual([64, 64, 64, 64, 64].map(size => size * KiB));
	expect(outbox.bytes).toBe(0);
});

describe('a peer that does not read', () => {
	test('is stalled from when the stream stopped taking, until it takes again', async () => {
		const {outbox, far, push, clock} = build();
		clock.advance(5);
		push(10 * KiB);
		outbox.flush();
		await turns();
		expect(outbox.stalledSince).toBeUndefined();
		push(100 * KiB);
		clock.advance(70);
		outbox.flush();
		await turns();
		expect(outbox.stalledSince).toBe(75);
		clock.advance(1000);
		expect(outbox.stalledSince).toBe(75);
		new BytePeer(far);
		await turns();
		expect(outbox.stalledSince).toBeUndefined();
	});

	test('overflows above the bound', async () => {
		const {outbox, push, overflows} = build();
		push(64 * KiB);
		outbox.flush();
		await turns();
		push(usualBounds.outboxBytes - outbox.bytes);
		outbox.flush();
		expect(overflows()).toBe(0);
		push(1);
		outbox.flush();
		expect(overflows()).toBe(1);
	});

	test('but what was there in one go while it read is not held against it, until it has taken that', async () => {
		const {outbox, far, push, overflows} = build();
		for (let frame = 0; frame < 64; frame++) push(16 * KiB);
		outbox.flush();
		await turns();
		const burst = outbox.bytes;
		expect(burst).toBeGreaterThan(usualBounds.outboxBytes);
		push(1);
		outbox.flush();
		push(usualBounds.outboxBytes - 1);
		outbox.flush();
		expect(overflows()).toBe(0);
		push(1);
		outbox.flush();
		expect(overflows()).toBe(1);
		far.read();
		await turns();
		// What it has taken it may not owe again.
		const left = outbox.bytes;
		expect(left).toBeLessThan(burst + usualBounds.outboxBytes);
		push(burst + usualBounds.outboxBytes - left + 1);
		outbox.flush();
		expect(overflows()).toBe(2);
	});

	test('but a burst above the bound does no harm to one that reads', async () => {
		const {outbox, far, push, overflows} = build();
		const reader = new BytePeer(far);
		for (let index = 0; index < 3; index++) {
			for (let frame = 0; frame < 100; frame++) push(16 * KiB);
			outbox.flush();
			await turns(400);
		}
		expect(overflows()).toBe(0);
		expect(reader.text).toHaveLength(4800 * KiB);
	});
});

describe('drained', () => {
	test('resolves at once while little waits, else when it has left', async () => {
		const {outbox, far, push} = build();
		await outbox.drained();
		for (let frame = 0; frame < 20; frame++) push(16 * KiB);
		outbox.flush();
		let isDrained = false;
		const drained = outbox.drained().then(() => {
			isDrained = true;
		});
		await turns();
		expect(isDrained).toBe(false);
		new BytePeer(far);
		await drained;
		expect(outbox.bytes).toBeLessThan(64 * KiB);
	});

	test.each(['end', 'close'] as const)('resolves when it is over (%s)', async how => {
		const {outbox, push} = build();
		for (let frame = 0; frame < 20; frame++) push(16 * KiB);
		outbox.flush();
		const drained = outbox.drained();
		outbox[how]();
		await drained;
		expect(outbox.bytes).toBe(0);
	});
});

test('the end: what waits, the last frame, and nothing after it', async () => {
	const {outbox, far, push} = build();
	for (let frame = 0; frame < 10; frame++) push(16 * KiB, 'a');
	outbox.flush();
	push(1, 'b');
	outbox.end(Buffer.from('c'));
	push(1, 'd');
	const reader = new BytePeer(far);
	await reader.closed;
	expect(reader.text).toBe(`${'a'.repeat(160 * KiB)}bc`);
});

test('dropping forgets what waits, whole frames only', async () => {
	const {outbox, far, push} = build();
	push(64 * KiB, 'a');
	outbox.flush();
	push(64 * KiB, 'b');
	outbox.flush();
	push(1, 'c');
	outbox.drop();
	outbox.end(Buffer.from('d'));
	const reader = new BytePeer(far);
	await reader.closed;
	expect(reader.text).toMatch(/^a{65536}(?:b{65536})?d$/);
});
