import fc from 'fast-check';
import {expect, test} from 'vitest';
import StockOutput from '../../../node_modules/ink/build/output.js';
import {outputOver} from '../../../source/ui/ink/output.ts';
import {rowText as text} from './rows.ts';

const Output = outputOver(StockOutput as unknown as Parameters<typeof outputOver>[0]);

type Transformer = (line: string, index: number) => string;

type Call =
	| {type: 'write'; x: number; y: number; text: string; transformers: readonly Transformer[]}
	| {type: 'clip'; x1?: number; x2?: number; y1?: number; y2?: number}
	| {type: 'unclip'};

type Frame = {width: number; height: number; calls: readonly Call[]};

const drawWith = (Class: typeof Output, {width, height, calls}: Frame): {output: string; height: number} => {
	const output = new Class({width, height});
	for (const call of calls) {
		if (call.type === 'write') output.write(call.x, call.y, call.text, {transformers: call.transformers});
		else if (call.type === 'clip') output.clip({x1: call.x1, x2: call.x2, y1: call.y1, y2: call.y2});
		else output.unclip();
	}
	return output.get();
};

const expectSame = (frame: Frame): void => {
	expect(drawWith(Output, frame)).toEqual(drawWith(StockOutput as unknown as typeof Output, frame));
};

const texts = fc.oneof(
	{weight: 4, arbitrary: text},
	{weight: 1, arbitrary: fc.array(text, {maxLength: 4}).map(lines => lines.join('\n'))},
);

const red: Transformer = line => `\u001b[31m${line}\u001b[39m`;
const numbered: Transformer = (line, index) => `${index} ${line}`;
const broken: Transformer = line => `${line}\nb`;
const transformers = fc.oneof(
	{weight: 5, arbitrary: fc.constant([])},
	{weight: 2, arbitrary: fc.subarray([red, numbered])},
	{weight: 1, arbitrary: fc.constant([broken])},
);

/** Anything anywhere, over each other and beyond the edges too. */
const write = fc.record({
	type: fc.constant('write' as const),
	x: fc.integer({min: -4, max: 40}),
	y: fc.integer({min: -2, max: 8}),
	text: texts,
	transformers,
});

const bound = fc.option(fc.integer({min: -2, max: 40}), {nil: undefined});
const clipped = fc
	.tuple(fc.record({x1: bound, x2: bound, y1: bound, y2: bound}), fc.array(write, {maxLength: 3}))
	.map(([edges, writes]): Call[] => [{type: 'clip', ...edges}, ...writes, {type: 'unclip'}]);

const anyFrame = fc.record({
	width: fc.integer({min: 0, max: 40}),
	height: fc.integer({min: 0, max: 8}),
	calls: fc.oneof(
		{weight: 4, arbitrary: fc.array(write, {maxLength: 8})},
		{weight: 1, arbitrary: fc.array(clipped, {maxLength: 3}).map(calls => calls.flat())},
	),
});

/** Rows beside and below each other, as the chat places them. */
const rowsFrame = fc
	.record({
		sidebar: fc.integer({min: 0, max: 20}),
		pane: fc.integer({min: 1, max: 40}),
		rows: fc.array(fc.tuple(text, text), {maxLength: 8}),
	})
	.map(
		({sidebar, pane, rows}): Frame => ({
			width: sidebar + pane,
			height: rows.length,
			calls: rows.flatMap(([left, right], y) => [
				{type: 'write', x: 0, y, text: left, transformers: []},
				{type: 'write', x: sidebar, y, text: right, transformers: []},
			]),
		}),
	);

test('frames of rows are those of Ink, byte by byte', () => {
	fc.assert(fc.property(rowsFrame, expectSame), {numRuns: 400});
});

test('frames of anything, over each other, clipped or transformed, are those of Ink', () => {
	fc.assert(fc.property(anyFrame, expectSame), {numRuns: 600});
});

test('what is kept of earlier frames changes no later one', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(rowsFrame, anyFrame), {minLength: 2, maxLength: 6}), frames => {
			for (const frame of [...frames, ...frames.toReversed()]) expectSame(frame);
		}),
		{numRuns: 60},
	);
});

test('places between cells are left to Ink', () => {
	expectSame({
		width: 10.5,
		height: 2,
		calls: [{type: 'write', x: 0.5, y: 0, text: 'half', transformers: []}],
	});
});
