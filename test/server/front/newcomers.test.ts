import {expect, test} from 'vitest';
import type {ErrorCode} from '../../../source/protocol/errors.ts';
import {limits} from '../../../source/protocol/limits.ts';
import {type Newcomer, Newcomers} from '../../../source/server/front/newcomers.ts';
import {FakeClock} from '../../helpers/clock.ts';

const build = (most = 1000) => {
	const clock = new FakeClock();
	const newcomers = new Newcomers({clock, most: () => most});
	const cuts: Array<{name: string; code: ErrorCode; at: number}> = [];
	const add = (name: string): Newcomer => {
		const newcomer: Newcomer = {
			since: clock.elapsed(),
			cut: ({code}) => void cuts.push({name, code, at: clock.elapsed()}),
		};
		newcomers.add(newcomer);
		return newcomer;
	};
	return {clock, newcomers, cuts, add};
};

test('whoever has not said who they are in time is cut, each at its time, to the ms', () => {
	const {clock, cuts, add, newcomers} = build();
	add('one');
	clock.advance(300);
	add('two');
	const three = add('three');
	clock.advance(limits.helloMs - 301);
	expect(cuts).toEqual([]);
	newcomers.remove(three);
	clock.advance(301);
	expect(cuts).toEqual([
		{name: 'one', code: 'HELLO_LATE', at: limits.helloMs},
		{name: 'two', code: 'HELLO_LATE', at: limits.helloMs + 300},
	]);
	expect(newcomers.size).toBe(0);
	expect(clock.timers).toBe(0);
});

test('thousands that are late go a few at a time, all within a second', () => {
	const {clock, cuts, add} = build(10_000);
	for (let index = 0; index < 2000; index++) add(`n${index}`);
	clock.advance(limits.helloMs + 900);
	expect(cuts).toHaveLength(2000);
	const perMoment = new Map<number, number>();
	for (const {at} of cuts) perMoment.set(at, (perMoment.get(at) ?? 0) + 1);
	expect(Math.max(...perMoment.values())).toBeLessThanOrEqual(5);
});

test('there are never more than may be, however fast they come: the oldest make room', () => {
	const {add, newcomers, cuts} = build(50);
	for (let index = 0; index < 10_000; index++) {
		add(`n${index}`);
		expect(newcomers.size).toBeLessThanOrEqual(50);
	}
	expect(cuts.map(({name}) => name)).toEqual(Array.from({length: 9950}, (_, index) => `n${index}`));
	expect(new Set(cuts.map(({code}) => code))).toEqual(new Set(['FULL']));
});

test('a lower bound is reached within moments, some at a time', () => {
	const clock = new FakeClock();
	let most = 1000;
	const newcomers = new Newcomers({clock, most: () => most});
	const add = (): void => newcomers.add({since: clock.elapsed(), cut: () => {}});
	for (let index = 0; index < 1000; index++) add();
	most = 10;
	add();
	expect(newcomers.size).toBe(996);
	clock.advance(1000);
	expect(newcomers.size).toBe(10);
});

test('whoever says who they are makes room', () => {
	const {add, newcomers, cuts} = build(100);
	for (let wave = 0; wave < 20; wave++) {
		const some = Array.from({length: 100}, (_, index) => add(`w${wave}.${index}`));
		for (const one of some) newcomers.remove(one);
	}
	expect(cuts).toEqual([]);
});

test('at the end all go at once, and no timer is left', () => {
	const {clock, add, newcomers, cuts} = build();
	for (let index = 0; index < 50; index++) add(`n${index}`);
	newcomers.close();
	expect(cuts).toHaveLength(50);
	expect(newcomers.size).toBe(0);
	expect(clock.timers).toBe(0);
});
