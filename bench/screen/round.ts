/** One round of measurements of one program: what is asked for, in an order in which nothing spoils what follows. */
import {setTimeout as wait} from 'node:timers/promises';
import {rssOf} from '../process.ts';
import {percentile} from '../report.ts';
import {blinks} from './blink.ts';
import {cpuPerTenThousand, idleCost} from './cost.ts';
import {type Subject, size} from './subjects.ts';
import {floodedTimes, keyTimes, messageTimes, moveTimes} from './times.ts';
import {frameEnd} from './watch.ts';

/** What was measured, by name: `key.p99`, `cpu`, … */
export type Figures = Readonly<Record<string, number>>;

export type Extent = {
	/** messages that the screen holds before anything is measured */
	stored: number;
	keys: number;
	messages: number;
	/** pages, and half as many ways to the oldest message */
	pages: number;
	seconds: number;
};

/** Messages a second of the flood. */
const rate = 1000;

const summary = (name: string, times: readonly number[]): Figures => ({
	[`${name}.p50`]: percentile(times, 50),
	[`${name}.p99`]: percentile(times, 99),
});

/** Keys that change much of the screen, and draw all of it anew. */
const restless = ['f1', 'escape', 'f7', 'f7', 'ctrl+k', 'escape', 'pageup', 'alt+end', 'ctrl+l'];

type Phase = (subject: Subject, extent: Extent) => Promise<Figures>;

export const phases = {
	memory: async ({terminal}) => {
		await wait(2000);
		return {memory: rssOf(terminal.pid), 'memory.peak': rssOf(terminal.pid, 'VmHWM')};
	},
	idle: async (subject, {seconds}) => {
		// What was begun by the last event ends some seconds later.
		await wait(2000);
		const {share, bytes} = await idleCost(subject, seconds);
		return {idle: share * 100, 'idle.bytes': bytes};
	},
	keys: async (subject, {keys}) => summary('key', await keyTimes(subject, keys)),
	pages: async (subject, {pages}) => ({
		...summary('page', await moveTimes(subject, ['pageup', 'alt+end'], pages)),
		...summary('oldest', await moveTimes(subject, ['alt+home', 'alt+end'], Math.ceil(pages / 2))),
	}),
	messages: async (subject, {messages}) => summary('message', await messageTimes(subject, messages)),
	'flooded-keys': async (subject, {keys}) => {
		subject.setRate(rate);
		await wait(1000);
		const times = await keyTimes(subject, keys);
		subject.setRate(0);
		// What is still under way would be in the next frames.
		await wait(500);
		return summary('flooded key', times);
	},
	'flooded-messages': async (subject, {seconds}) =>
		summary('flooded message', await floodedTimes(subject, rate, seconds)),
	cpu: async (subject, {seconds}) => ({cpu: await cpuPerTenThousand(subject, rate, seconds)}),
	blink: async ({terminal, watch}) => {
		for (const key of restless) {
			const drawn = watch.seen(frameEnd);
			terminal.press(key);
			await drawn;
			// Some keys take more than one frame.
			await wait(100);
		}
		const {cells, frames} = await blinks(terminal.output, size);
		return {blink: cells, 'blink.frames': frames};
	},
} as const satisfies Record<string, Phase>;

export type PhaseName = keyof typeof phases;

/** What WeeChat is measured at: its own figures stand beside ours. */
export const weechatPhases: readonly PhaseName[] = [
	'memory',
	'keys',
	'messages',
	'flooded-keys',
	'flooded-messages',
	'cpu',
];

export const measureRound = async (
	open: () => Promise<Subject>,
	names: readonly PhaseName[],
	extent: Extent,
): Promise<Figures> => {
	const subject = await open();
	try {
		await subject.fill(extent.stored);
		let figures: Figures = {};
		for (const name of names) figures = {...figures, ...(await phases[name](subject, extent))};
		return figures;
	} finally {
		await subject.close();
	}
};
