/** The goals of the screen, and what was seen of each. */
import {digits, median} from '../report.ts';
import type {Row} from '../trial.ts';
import type {Figures} from './round.ts';

/** Of several rounds the median of each figure; undefined for what was not measured. */
export const medians = (rounds: readonly Figures[]): Figures =>
	Object.fromEntries(
		Object.keys(rounds[0] ?? {}).map(name => [name, median(rounds.map(round => round[name]!))]),
	);

type Baselines = {weechat: Figures | undefined; echo: Figures};

type Goal = {
	what: string;
	/** the figure that it is about */
	figure: string;
	/** at most this much; undefined when there is nothing to hold it to */
	most: (baselines: Baselines) => number | undefined;
	unit: string;
	/** more of what was seen */
	more?: (figures: Figures, baselines: Baselines) => string;
};

const beside = (name: string, figure: number | undefined, unit = ''): string =>
	figure === undefined ? '' : `${name} ${digits(figure)}${unit}`;

const joined = (...parts: readonly string[]): string => parts.filter(part => part !== '').join(', ');

const withMedian =
	(name: string) =>
	(figures: Figures, {weechat}: Baselines): string =>
		joined(`p50 ${digits(figures[`${name}.p50`]!)}`, beside('WeeChat p99', weechat?.[`${name}.p99`]));

const time = (what: string, name: string, most: number): Goal => ({
	what,
	figure: `${name}.p99`,
	most: () => most,
	unit: ' ms',
	more: withMedian(name),
});

/** @param stored messages that the screen held */
const goals = (stored: number): Goal[] => {
	const held = `${stored.toLocaleString('en')} stored`;
	const flood = '1,000 messages/s';
	return [
		{
			...time(`key on screen, idle, ${held}`, 'key', 8),
			more: (figures, baselines) =>
				joined(withMedian('key')(figures, baselines), beside('bare echo p99', baselines.echo['key.p99'])),
		},
		time(`key on screen, ${flood}, ${held}`, 'flooded key', 16),
		time('message on screen, idle', 'message', 16),
		time(`message on screen, ${flood}`, 'flooded message', 120),
		time('page up', 'page', 16),
		time(`oldest of ${stored.toLocaleString('en')}`, 'oldest', 50),
		{
			what: `CPU for 10,000 messages at ${flood}`,
			figure: 'cpu',
			most: ({weechat}) => weechat?.cpu,
			unit: ' ms',
			more: (_, {weechat}) => (weechat ? '' : 'WeeChat is not installed, so there is nothing to hold it to'),
		},
		{
			what: 'CPU while nothing happens',
			figure: 'idle',
			most: () => 0.05,
			unit: ' %',
			more: figures => `${digits(figures['idle.bytes']!)} bytes drawn`,
		},
		{
			what: `memory, ${held}`,
			figure: 'memory',
			most: () => 180,
			unit: ' MiB',
			more: (figures, {weechat}) =>
				joined(
					beside('at the highest', figures['memory.peak']),
					beside('WeeChat, 4,096 kept,', weechat?.memory),
				),
		},
		{
			what: 'cells that blinked',
			figure: 'blink',
			most: () => 0,
			unit: '',
			more: figures => `in ${digits(figures['blink.frames']!)} frames`,
		},
	];
};

/** A row for each goal whose figure was measured. */
export const rowsOf = (figures: Figures, baselines: Baselines, stored: number): Row[] =>
	goals(stored).flatMap(({what, figure, most, unit, more}) => {
		const seen = figures[figure];
		if (seen === undefined) return [];
		const limit = most(baselines);
		const rest = more?.(figures, baselines) ?? '';
		return [
			{
				what,
				goal: limit === undefined ? '–' : `≤ ${digits(limit)}${unit}`,
				seen: joined(`${digits(seen)}${unit}`, rest),
				held: limit !== undefined && seen <= limit,
			},
		];
	});
