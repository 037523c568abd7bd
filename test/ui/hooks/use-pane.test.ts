import {expect, test} from 'vitest';
import {rememberedPane} from '../../../source/ui/hooks/use-pane.ts';
import {timeFormat} from '../../../source/ui/local-time.ts';
import type {PaneInput, Place} from '../../../source/ui/view.ts';
import {mono, paneOf, roomOf, says, texts} from '../rooms.ts';

const room = roomOf([says('14:02', 'Bob', 'Hi Alice!'), says('14:03', 'Carol', 'a\nb\nc\nd')]);
const place: Place = {at: 'bottom'};
const unfolded: ReadonlySet<number> = new Set();

/** Made anew, as each frame makes it. */
const input = (change: Partial<PaneInput> = {}): PaneInput =>
	paneOf(room, 60, 10, {
		place,
		folding: {most: 3, unfolded},
		hints: {retry: 'Alt+R', pick: 'Alt+Up', fold: 'Alt+O'},
		...change,
	});

test('what is the same in all its parts is laid out once', () => {
	const paneFor = rememberedPane();
	expect(paneFor(input())).toBe(paneFor(input()));
	expect(paneFor(input({folding: undefined}))).toBe(paneFor(input({folding: undefined})));
});

const changes: {readonly [Name in keyof PaneInput]-?: PaneInput[Name]} = {
	room: {...room},
	width: 61,
	height: 11,
	place: {at: 'row', line: 0, row: 0},
	theme: mono,
	clock: timeFormat({clock: '12', zone: 'UTC'}),
	me: 'Bob',
	texts: {...texts, markdown: false},
	picked: 1,
	arrived: 1,
	loading: true,
	loose: true,
	folding: {most: 2, unfolded},
	turned: new Set([1]),
	hints: {retry: 'F5', pick: 'Alt+Up', fold: 'Alt+O'},
};

test.each(Object.entries(changes))('another %s is another pane', (name, value) => {
	const paneFor = rememberedPane();
	const before = paneFor(input());
	expect(paneFor(input({[name]: value}))).not.toBe(before);
});

test.each([
	['folding', undefined],
	['folding', {most: 3, unfolded: new Set([1])}],
	['hints', undefined],
	['hints', {retry: 'Alt+R', pick: 'F7', fold: 'Alt+O'}],
	['hints', {retry: 'Alt+R', pick: 'Alt+Up', fold: 'F8'}],
])('so is another part of its %s', (name, value) => {
	const paneFor = rememberedPane();
	const before = paneFor(input());
	expect(paneFor(input({[name]: value}))).not.toBe(before);
});
