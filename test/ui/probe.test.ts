import {describe, expect, test} from 'vitest';
import type {Facts} from '../../source/ui/appearance.ts';
import {Inquiry} from '../../source/ui/inquiry.ts';
import {type Input, KeyTokenizer} from '../../source/ui/keys.ts';
import {Probe} from '../../source/ui/probe.ts';
import {samples} from '../../source/ui/substitutes.ts';
import {columns} from '../../source/ui/wrap.ts';
import {FakeClock} from '../helpers/clock.ts';

/** The answers of a terminal that gives other widths to some characters. */
const places = (odd: Readonly<Record<string, number>> = {}): string =>
	samples.map(([, sample]) => `\u001b[2;${(odd[sample] ?? columns(sample)) + 1}R`).join('');
const attributes = '\u001b[?62;22c';
const white = '\u001b]11;rgb:ffff/ffff/ffff\u001b\\';

/** What is known after some answers, cut anywhere. */
const learn = (...chunks: string[]): Partial<Facts> => {
	const tokens = new KeyTokenizer();
	const probe = new Probe();
	probe.begin();
	let facts: Partial<Facts> = {};
	for (const {input} of chunks.flatMap(chunk => tokens.push(chunk))) {
		if (input.type === 'report' && input.answer) facts = {...facts, ...probe.hear(input.answer)};
	}
	return facts;
};

describe('a terminal', () => {
	test('that agrees has no oddities', () => {
		expect(learn(places(), white, attributes)).toEqual({background: 'light', oddities: new Set()});
	});

	test('that differs is known by what it does, however its answers come', () => {
		const answers = places({'❤️': 1, '👍🏽': 4, '…': 2}) + white + attributes;
		const facts = {background: 'light', oddities: new Set(['picture', 'tone', 'sign'])};
		expect(learn(answers)).toEqual(facts);
		expect(learn(...answers)).toEqual(facts);
	});

	test('that answers some questions only tells nothing by them', () => {
		expect(learn('\u001b[2;3R', '\u001b[2;3R', attributes)).toEqual({});
		expect(learn(attributes)).toEqual({});
		expect(learn(places())).toEqual({});
	});

	test.each([
		['#000000', 'dark'],
		['#2e3440', 'dark'],
		['#fdf6e3', 'light'],
		['#808080', 'light'],
		['#0000ff', 'dark'],
	])('with the background %s is %s', (colour, background) => {
		const [red, green, blue] = [1, 3, 5].map(at => colour.slice(at, at + 2));
		expect(learn(`\u001b]11;rgb:${red}/${green}/${blue}\u0007`)).toEqual({background});
	});

	test('that says what people chose is believed', () => {
		expect(learn('\u001b[?997;2n')).toEqual({background: 'light'});
		expect(learn('\u001b[?997;1n')).toEqual({background: 'dark'});
	});
});

test('a key that reads like a place is none, nor what was not asked for', () => {
	expect(learn('\u001b[1;2R', places(), '\u001b[2;9R', attributes).oddities).toEqual(new Set());
});

test('the samples are erased before anything is drawn, in an update that is shown at once', () => {
	expect(new Probe().begin()).toMatch(
		/^\u001b\[\?2026h.*\u001b\[2;1H\u001b\[2K\u001b\[H\u001b\[\?2026l\u001b\]11;\?\u001b\\\u001b\[c$/s,
	);
});

describe('an inquiry', () => {
	const open = () => {
		const clock = new FakeClock();
		const written: string[] = [];
		const learnt: Array<Partial<Facts>> = [];
		const inquiry = new Inquiry({
			clock,
			write: text => written.push(text),
			learn: facts => learnt.push(facts),
		});
		const tokens = new KeyTokenizer();
		const hear = (bytes: string): void => {
			for (const {input} of tokens.push(bytes)) inquiry.hear(input);
		};
		return {clock, inquiry, written, learnt, hear};
	};

	test('asks for the background again when one comes back to the window, and not while it waits', () => {
		const {inquiry, written, learnt, hear} = open();
		inquiry.begin();
		hear('\u001b[I');
		expect(written).toHaveLength(1);
		hear(attributes);
		hear('\u001b[O\u001b[I');
		expect(written.at(-1)).toBe('\u001b]11;?\u001b\\\u001b[c');
		hear(white + attributes);
		expect(learnt).toEqual([{background: 'light'}]);
	});

	test('is settled when all is answered', async () => {
		const {inquiry, hear} = open();
		await inquiry.settled();
		inquiry.begin();
		const settled = inquiry.settled();
		hear(attributes);
		await settled;
	});

	test('is settled after a while where nothing is answered', async () => {
		const {inquiry, clock} = open();
		inquiry.begin();
		const settled = inquiry.settled();
		clock.advance(250);
		await settled;
	});

	test('takes no key for an answer', () => {
		const {inquiry, learnt} = open();
		inquiry.begin();
		for (const input of [
			{type: 'key', name: 'f3'},
			{type: 'text', text: 'R'},
		] as Input[])
			inquiry.hear(input);
		expect(learnt).toEqual([]);
	});
});
