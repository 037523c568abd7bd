/** What has to hold of a soak. */
import {digits} from '../report.ts';
import {never, type Row} from '../trial.ts';
import type {Verdict} from './options.ts';
import type {Moment} from './rows.ts';
import {type Point, slopeOf} from './slope.ts';
import type {Figures} from './watch.ts';

const mostPerHour = 1;

/** What a shorter run shows is how a server warms up. */
const shortestHours = 0.5;

const secondsPerHour = 3600;

/** in a MiB */
const megabytes = 1.048576;

/** The first quarter is for warming up: people come, code is compiled, caches fill. */
const warmShare = 1 / 4;

export const lossRows = ({faults, acknowledged, shown, held}: Verdict): Row[] => {
	const among = `${digits(acknowledged)} acknowledged, ${digits(shown)} shown, ${digits(held)} held in the end`;
	return Object.entries(faults).map(([name, count]) => never(says[name] ?? name, count, among));
};

const says: Readonly<Record<string, string>> = {
	lost: 'acknowledged or shown, and gone in the end',
	doubled: 'stored twice',
	changed: 'places that held two messages',
	invented: 'said by nobody',
	missed: 'not shown to somebody who was there, or came back',
	disordered: 'shown again, or after a later one',
	unanswered: 'never acknowledged, though the author came back',
	odd: 'answers that the protocol does not have',
};

export const slopeRows = (moments: readonly Moment[], random: () => number): Row[] => {
	const whole = moments.at(-1)?.seconds ?? 0;
	const isLong = whole >= shortestHours * secondsPerHour;
	const from = whole * warmShare;
	const warm = moments.filter(({seconds}) => seconds >= from);
	const row = (what: string, field: 'rss' | 'heap' | 'external'): Row => {
		const points: Point[] = warm.map(moment => [moment.seconds / secondsPerHour, moment[field] * megabytes]);
		const {leastSquares, median, low, high} = slopeOf(points, random);
		return {
			what: `${what}, slope over the last three quarters`,
			goal: isLong ? `≤ ${mostPerHour} MB/h` : '–',
			seen: `${digits(leastSquares)} MB/h, 95 % ${digits(low)} to ${digits(high)}; Theil–Sen ${digits(median)}`,
			held: !isLong || leastSquares <= mostPerHour,
		};
	};
	return [
		row('RSS, each time after a collection', 'rss'),
		row('heap that is kept', 'heap'),
		row('memory outside of the heap', 'external'),
	];
};

type End = {
	/** before the load began, and when all of it had gone */
	first: Figures;
	last: Figures;
	/** descriptors that are there then and were not before */
	open: readonly string[];
	/** of the server */
	exit: number | NodeJS.Signals;
};

/** What is left of those who were there. */
export const endRows = ({first, last, open, exit}: End): Row[] => [
	{
		what: 'descriptors of the server left when all have gone',
		goal: '0',
		seen: `${open.length}: ${first.descriptors} before, ${last.descriptors} after ${open.join(', ')}`,
		held: open.length === 0,
	},
	{
		what: 'sessions left when all have gone',
		goal: '0',
		seen: `${last.sessions}: handles ${first.handles} before, ${last.handles} after`,
		held: last.sessions === 0,
	},
	{
		what: 'memory when all have gone',
		goal: '–',
		seen: `RSS ${digits(last.rss)} MiB, heap ${digits(last.heap)}; before RSS ${digits(first.rss)}, heap ${digits(first.heap)}`,
		held: true,
	},
	{
		what: 'faults of the server, and things that it could not store',
		goal: '0',
		seen: `${last.internalErrors}, ${last.unstored}`,
		held: last.internalErrors + last.unstored === 0,
	},
	{what: 'how the server ended by SIGTERM', goal: '0', seen: String(exit), held: exit === 0},
];
