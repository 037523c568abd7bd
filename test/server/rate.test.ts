import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Bucket, costOf} from '../../source/server/rate.ts';
import {FakeClock} from '../helpers/clock.ts';

test('a full bucket pays a burst, and then what time brings', () => {
	const clock = new FakeClock();
	const bucket = new Bucket({perSecond: 10, burst: 3}, clock);
	expect([bucket.take(1), bucket.take(2)]).toEqual([0, 0]);
	expect(bucket.take(1)).toBe(100);
	clock.advance(50);
	expect(bucket.take(1)).toBe(50);
	clock.advance(50);
	expect(bucket.take(1)).toBe(0);
	clock.advance(60_000);
	expect(bucket.take(3)).toBe(0);
	expect(bucket.take(1)).toBe(100);
});

test('what costs more than a full bucket takes all of it', () => {
	const bucket = new Bucket({perSecond: 10, burst: 3}, new FakeClock());
	expect(bucket.take(17)).toBe(0);
	expect(bucket.take(1)).toBe(100);
});

test('property: waiting as long as it says is enough, and never is more spent than was earned', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 50}),
			fc.integer({min: 1, max: 20}),
			fc.array(fc.tuple(fc.integer({min: 1, max: 30}), fc.integer({min: 0, max: 3000})), {maxLength: 40}),
			(perSecond, burst, steps) => {
				const clock = new FakeClock();
				const bucket = new Bucket({perSecond, burst}, clock);
				let spent = 0;
				for (const [cost, pause] of steps) {
					clock.advance(pause);
					const wait = bucket.take(cost);
					if (wait > 0) {
						clock.advance(wait);
						expect(bucket.take(cost)).toBe(0);
					}
					spent += Math.min(cost, burst);
					expect(spent).toBeLessThanOrEqual(burst + (clock.elapsed() * perSecond) / 1000 + 1e-6);
				}
			},
		),
		{
			examples: [
				[
					2,
					17,
					[
						[16, 0],
						[2, 204],
						[17, 100],
					],
				],
			],
		},
	);
});

test.each([
	[0, 1],
	[1023, 1],
	[1024, 2],
	[16 * 1024, 17],
])('a frame of %i bytes costs %i', (bytes, cost) => {
	expect(costOf(bytes)).toBe(cost);
});
