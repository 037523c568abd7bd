import {expect, test} from 'vitest';
import {blinks} from '../../bench/screen/blink.ts';
import {medians, rowsOf} from '../../bench/screen/rows.ts';
import {Watch} from '../../bench/screen/watch.ts';

const size = {columns: 10, rows: 2};
const csi = '\u001b[';
const frame = (text: string): string => `${csi}?2026h${text}${csi}?2026l`;
const blinksOf = (output: string) => blinks(Buffer.from(output), size);

test('what is erased and drawn again in one synchronized update does not blink', async () => {
	const output = frame(`${csi}Hgreen`) + frame(`${csi}H${csi}2Jgreen again`);
	expect(await blinksOf(output)).toEqual({cells: 0, frames: 2});
});

test('what is erased before an update and the same after it blinks', async () => {
	const output = `${frame(`${csi}Hgreen`)}${csi}2J${frame(`${csi}Hgreat`)}`;
	// g, r, e, and the e of green is an a now: three cells stay, and were gone.
	expect(await blinksOf(output)).toEqual({cells: 3, frames: 2});
});

test('what is drawn outside of updates and stays does not blink', async () => {
	expect(await blinksOf(`${frame(`${csi}Hgreen`)}${csi}6Gs${csi}?25h${frame('')}`)).toEqual({
		cells: 0,
		frames: 2,
	});
});

test('marks are found one after another, in however many pieces they come', async () => {
	for (let cut = 1; cut < 12; cut++) {
		const watch = new Watch();
		const output = Buffer.from(`end Ж${csi}K end`);
		let seen = false;
		const found = watch.seen('Ж', 'end').then(() => {
			seen = true;
		});
		for (let at = 0; at < output.length - 1; at += cut)
			watch.push(output.subarray(at, Math.min(at + cut, output.length - 1)));
		await Promise.resolve();
		expect(seen).toBe(false);
		watch.push(output.subarray(-1));
		await found;
	}
});

test('a goal is held up to its limit, and by nothing where there is no baseline', () => {
	const figures = {
		...medians([
			{'key.p99': 9, 'key.p50': 1, cpu: 10},
			{'key.p99': 8, 'key.p50': 1, cpu: 10},
			{'key.p99': 7, 'key.p50': 1, cpu: 10},
		]),
	};
	const echo = {'key.p99': 1};
	const held = (weechat: Record<string, number> | undefined) =>
		rowsOf(figures, {weechat, echo}, 1000).map(row => row.held);
	expect(held({cpu: 10, 'key.p99': 2})).toEqual([true, true]);
	expect(held({cpu: 9, 'key.p99': 2})).toEqual([true, false]);
	expect(held(undefined)).toEqual([true, false]);
	expect(rowsOf({'key.p99': 8.1, 'key.p50': 1}, {weechat: undefined, echo}, 1000)[0]!.held).toBe(false);
});
