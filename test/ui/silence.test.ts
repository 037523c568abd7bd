import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Line, Room} from '../../source/client/state.ts';
import {pane, scroll, toLine} from '../../source/ui/view.ts';
import {paneOf, roomOf, says, texts} from './rooms.ts';

type Run = {readonly shown: number; readonly silent: number; readonly days: number};

/** Talk with runs between of what is not shown, over some days. */
const roomWith = (runs: readonly Run[], silent: (days: number) => Line, marker: number | undefined): Room => {
	let seq = 0;
	const lines = runs.flatMap(run => [
		...Array.from({length: run.shown}, () => says('14:02', 'Bob', `line ${++seq}`, {days: run.days})),
		...Array.from({length: run.silent}, () => silent(run.days)),
	]);
	return roomOf(lines, {marker: marker === undefined ? undefined : Math.min(marker, lines.length)});
};

const ignored = (days: number): Line => says('14:02', 'Spam', 'buy', {ignored: true, days});
const joins = (days: number): Line => ({
	type: 'presence',
	ts: Date.UTC(2026, 10, 19 + days, 14, 2),
	joined: ['Spam'],
	left: [],
});
/** Without rows too, and looked at one by one. */
const empty = (days: number): Line => ({...joins(days), joined: []}) as Line;

const runs = fc.array(
	fc.record({
		shown: fc.integer({min: 0, max: 4}),
		silent: fc.oneof(fc.nat(5), fc.integer({min: 250, max: 800})),
		days: fc.nat(2),
	}),
	{minLength: 1, maxLength: 6},
);

test.each([
	['what ignored people say', ignored],
	['joins that nobody wants to see', joins],
])('%s moves nothing, passed over by the hundred or one by one', (_, silent) => {
	const marker = fc.option(fc.nat(2000), {nil: undefined});
	const moves = fc.array(fc.integer({min: -9, max: 9}), {maxLength: 6});
	fc.assert(
		fc.property(runs, marker, moves, fc.integer({min: 1, max: 9}), (given, mark, steps, height) => {
			const inputs = [silent, empty].map(kind => {
				const input = paneOf(roomWith(given, kind, mark), 60, height, {texts: {...texts, joins: false}});
				let {place} = input;
				for (const step of steps) place = scroll({...input, place}, step);
				return {...input, place};
			});
			const [panes, whole] = inputs.map(input => pane(input));
			expect(panes).toEqual(whole);
		}),
		{numRuns: 200},
	);
});

test('a jump into what is not shown ends at what follows', () => {
	const room = roomWith(
		[
			{shown: 3, silent: 1000, days: 0},
			{shown: 9, silent: 0, days: 0},
		],
		ignored,
		undefined,
	);
	const input = paneOf(room, 60, 4);
	const shown = pane({...input, place: toLine(input, 500)});
	expect(shown.rows[0]).toContain('line 4');
	expect(shown.newer).toBe(5);
});

test('an ignored flood costs a frame few looks', () => {
	const room = roomWith(
		[
			{shown: 60, silent: 100_000, days: 0},
			{shown: 1, silent: 0, days: 0},
		],
		ignored,
		undefined,
	);
	let looks = 0;
	const counting = new Proxy(room.log, {
		get: (log, name) => {
			if (name === 'chunks') looks++;
			return Reflect.get(log, name);
		},
	});
	const input = paneOf({...room, log: counting}, 60, 20);
	pane(input);
	looks = 0;
	pane(input);
	expect(looks).toBeLessThan(10_000);
});
