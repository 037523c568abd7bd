import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Bounds, usualBounds} from '../../../source/server/bounds.ts';
import {Visitors} from '../../../source/server/front/visitors.ts';
import {FakeClock} from '../../helpers/clock.ts';

const build = (bounds: Partial<Bounds> = {}) => {
	const clock = new FakeClock();
	return {clock, visitors: new Visitors({clock, bounds: () => ({...usualBounds, ...bounds})})};
};

const enterAs = (visitors: Visitors, ip: string, times: number): boolean[] =>
	Array.from({length: times}, () => visitors.enter(ip));

test('16 of one address at a time; one more when one has left; others are not concerned', () => {
	const {visitors} = build();
	expect(enterAs(visitors, '192.0.2.1', 17)).toEqual([...Array(16).fill(true), false]);
	expect(visitors.enter('192.0.2.2')).toBe(true);
	visitors.leave('192.0.2.1');
	expect(enterAs(visitors, '192.0.2.1', 2)).toEqual([true, false]);
});

test('32 new ones of one address in 10 minutes, however soon they leave; who was turned away does not count', () => {
	const {visitors, clock} = build();
	for (let minute = 0; minute < 8; minute++) {
		for (const isIn of enterAs(visitors, '192.0.2.1', 4)) {
			expect(isIn).toBe(true);
			visitors.leave('192.0.2.1');
		}
		clock.advance(60_000);
	}
	expect(enterAs(visitors, '192.0.2.1', 100)).not.toContain(true);
	clock.advance(120_000);
	expect(enterAs(visitors, '192.0.2.1', 5)).not.toContain(true);
	clock.advance(1);
	expect(enterAs(visitors, '192.0.2.1', 5)).toEqual([true, true, true, true, false]);
});

test('an IPv6 network counts as one, and IPv4 is the same in either form', () => {
	const {visitors} = build({connections: 2});
	expect(visitors.enter('2001:db8::1')).toBe(true);
	expect(visitors.enter('2001:db8::ffff:2')).toBe(true);
	expect(visitors.enter('2001:db8::3')).toBe(false);
	expect(visitors.enter('2001:db8:0:1::1')).toBe(true);
	expect(enterAs(visitors, '::ffff:192.0.2.1', 1)).toEqual([true]);
	expect(enterAs(visitors, '192.0.2.1', 2)).toEqual([true, false]);
});

test('in any window there are never more new ones than may be, nor more at a time', () => {
	const event = fc.record({ms: fc.integer({min: 0, max: 400}), leaves: fc.boolean()});
	fc.assert(
		fc.property(fc.array(event, {maxLength: 200}), events => {
			const {visitors, clock} = build({connections: 3, newConnections: 7, connectionWindowMs: 1000});
			const came: number[] = [];
			let live = 0;
			for (const {ms, leaves} of events) {
				clock.advance(ms);
				if (leaves && live > 0) {
					visitors.leave('192.0.2.1');
					live--;
				}
				const recent = came.filter(time => time >= clock.elapsed() - 1000).length;
				const isIn = visitors.enter('192.0.2.1');
				expect(isIn).toBe(live < 3 && recent < 7);
				if (isIn) {
					live++;
					came.push(clock.elapsed());
				}
			}
		}),
	);
});

test('16 of an address are told why in a window', () => {
	const {visitors, clock} = build();
	expect(Array.from({length: 17}, () => visitors.tell('192.0.2.1'))).toEqual([
		...Array(16).fill(true),
		false,
	]);
	expect(visitors.tell('192.0.2.2')).toBe(true);
	clock.advance(usualBounds.connectionWindowMs + 1);
	expect(visitors.tell('192.0.2.1')).toBe(true);
});

test('what is remembered has an end: addresses without anybody are forgotten, others never', () => {
	const {visitors, clock} = build();
	for (let index = 0; index < 70_000; index++) {
		const ip = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
		visitors.enter(ip);
		if (index >= 100) visitors.leave(ip);
	}
	expect(visitors.size).toBe(65_536);
	clock.advance(usualBounds.connectionWindowMs + 1);
	visitors.sweep();
	expect(visitors.size).toBe(100);
	for (let index = 0; index < 100; index++) visitors.leave(`10.0.0.${index}`);
	visitors.sweep();
	expect(visitors.size).toBe(0);
});

test('new bounds count from now on', () => {
	const clock = new FakeClock();
	let bounds: Bounds = {...usualBounds, connections: 1};
	const visitors = new Visitors({clock, bounds: () => bounds});
	expect(enterAs(visitors, '192.0.2.1', 2)).toEqual([true, false]);
	bounds = {...usualBounds, connections: 2};
	expect(enterAs(visitors, '192.0.2.1', 2)).toEqual([true, false]);
});
