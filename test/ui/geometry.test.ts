import fc from 'fast-check';
import {expect, test} from 'vitest';
import {geometry} from '../../source/ui/geometry.ts';

const shown = {show: true, side: 'left', width: 0} as const;

test.each([
	[100, 20],
	[80, 16],
	[250, 26],
	[61, 16],
	[60, 0],
])('at %i columns the sidebar has %i by itself', (columns, wide) => {
	expect(geometry(columns, 24, shown, 1).sidebar).toBe(wide);
});

test.each([
	[100, 30, 30],
	[100, 1, 10],
	[61, 60, 20],
	[60, 30, 0],
])('at %i columns one that shall have %i has %i', (columns, width, wide) => {
	expect(geometry(columns, 24, {...shown, width}, 1).sidebar).toBe(wide);
});

test('on either side, sidebar, line and messages fill the width and do not overlap', () => {
	const side = fc.constantFrom('left', 'right');
	fc.assert(
		fc.property(
			fc.integer({min: 30, max: 250}),
			fc.nat(60),
			side,
			fc.boolean(),
			(columns, width, side, show) => {
				const {sidebar, sidebarLeft, border, pane} = geometry(columns, 24, {show, side, width}, 1);
				const cells = Array.from({length: columns}, () => 0);
				const fill = (from: number, count: number): void => {
					for (let at = from; at < from + count; at++) cells[at]!++;
				};
				fill(sidebarLeft, sidebar);
				fill(pane.left, pane.width);
				if (border > 0) fill(border, 1);
				expect(cells).toEqual(cells.map(() => 1));
				expect(border > 0).toBe(sidebar > 0);
				if (sidebar > 0) expect(sidebarLeft > pane.left).toBe(side === 'right');
			},
		),
	);
});
