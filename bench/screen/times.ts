/** How long a screen takes to show what happened: a key, somebody's message, another page. */
import {setTimeout as wait} from 'node:timers/promises';
import {sharedNow} from '../talk.ts';
import type {Subject} from './subjects.ts';
import {frameEnd, markOf} from './watch.ts';

/** Uneven, so that what is measured never falls in step with frames and timers. */
const pause = (leastMs: number, mostMs: number): Promise<void> =>
	wait(leastMs + Math.random() * (mostMs - leastMs));

/** The composer has one row, with room to spare. */
const keysInLine = 60;
const ctrlU = '\u0015';

/** From keys to their characters on the screen, each in ms. */
export const keyTimes = async (
	{terminal, watch, ends}: Pick<Subject, 'terminal' | 'watch' | 'ends'>,
	count: number,
): Promise<number[]> => {
	const times: number[] = [];
	terminal.holdBack();
	for (let index = 0; index < count; index++) {
		if (index % keysInLine === 0) {
			terminal.type(ctrlU);
			await wait(100);
		}
		await pause(20, 70);
		const key = markOf(index);
		const seen = watch.seen(key, ...ends);
		const from = sharedNow();
		terminal.type(key);
		times.push((await seen) - from);
	}
	terminal.type(ctrlU);
	await terminal.catchUp();
	return times;
};

/** Two messages are so far apart that each comes into a calm. */
const calmMs = 150;

/** From a message's sending to its row on the screen, each in ms. */
export const messageTimes = async (subject: Subject, count: number): Promise<number[]> => {
	const {terminal, watch, ends} = subject;
	const shown: number[] = [];
	terminal.holdBack();
	subject.note();
	for (let index = 0; index < count; index++) {
		await pause(calmMs, calmMs + 50);
		// Marked from the first character on: Ink doesn't draw anew what a row has in common with the one before it.
		const mark = markOf(index);
		const seen = watch.seen(mark, ...ends);
		subject.say(`${mark} is it on the screen yet?`);
		shown.push(await seen);
	}
	const sent = await subject.noted();
	await terminal.catchUp();
	return shown.map((at, index) => at - sent[index]![1]);
};

/** The highest number that a message on the screen begins with. */
const newestOn = (screen: readonly string[]): number =>
	Math.max(0, ...screen.map(row => Number(/ (\d{3,}) [a-z]/.exec(row)?.[1] ?? 0)));

/**
 * How old each message of a flood is when the screen first shows it or a newer one, in ms. A flood scrolls so fast
 * that most messages are never drawn, so what is on the screen is read from a recording afterwards.
 */
export const floodedTimes = async (subject: Subject, rate: number, seconds: number): Promise<number[]> => {
	const {terminal, watch, ends} = subject;
	await terminal.catchUp();
	subject.setRate(rate);
	await wait(1000);
	terminal.holdBack();
	watch.record();
	subject.note();
	await wait(seconds * 1000);
	const sent = await subject.noted();
	// The last ones are on the screen once it has shown those that came after them.
	await wait(1000);
	subject.setRate(0);
	const pieces = watch.recorded();
	const times: number[] = [];
	let next = 0;
	await terminal.catchUp(index => {
		if (!ends.every(mark => pieces[index]!.chunk.includes(mark))) return;
		for (const newest = newestOn(terminal.screen()); (sent[next]?.[0] ?? Infinity) <= newest; next++)
			times.push(pieces[index]!.at - sent[next]![1]);
	});
	return times;
};

/**
 * From a key that moves the reader to the frame that it makes, each in ms, while nothing else happens.
 * @param keys pressed in turn; only the first of them is measured
 * @throws {Error} when it shows nothing else
 */
export const moveTimes = async (
	{terminal, watch}: Subject,
	[key, ...back]: readonly [string, ...string[]],
	count: number,
): Promise<number[]> => {
	const times: number[] = [];
	for (let index = 0; index < count; index++) {
		const before = terminal.text();
		terminal.holdBack();
		await pause(20, 70);
		const seen = watch.seen(frameEnd);
		const from = sharedNow();
		terminal.press(key);
		times.push((await seen) - from);
		await wait(20);
		await terminal.catchUp();
		if (terminal.text() === before) throw new Error(`${key} shows nothing else:\n${before}`);
		for (const other of back) {
			const gone = watch.seen(frameEnd);
			terminal.press(other);
			await gone;
			await terminal.catchUp();
		}
	}
	return times;
};
