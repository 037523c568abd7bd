/**
 * What a delivery costs: many members in one room, some of them sending, each with one open message. Our server
 * stores each message before it delivers it; the others store nothing.
 */
import {type Contender, floor, ngircd, ours, threaded} from './contenders.ts';
import {digits, type Figures, type Report, runAlone, table} from './report.ts';
import {
	inTurns,
	middle,
	paired,
	type Sample,
	type Samples,
	type Size,
	sample,
	saysRatio,
} from './sampling.ts';
import {never, type Row} from './trial.ts';

const senders = 64;

/** Deliveries for each second of CPU, as a multiple of another server's. */
const goals = [
	{members: 100, than: {[ngircd.name]: 1.5, [floor.name]: 0.5}},
	{members: 1000, than: {[ngircd.name]: 2.3, [floor.name]: 0.8}},
] as const;

const sizes: ReadonlyArray<Size & {than: Readonly<Record<string, number>>}> = goals.flatMap(
	({members, than}) => [64, 512].map(bytes => ({members, senders, bytes, than})),
);

const contenders: readonly Contender[] = [ours, floor, ngircd, threaded];

const nameOf = ({members, bytes}: Size): string => `${digits(members)} members, ${bytes} B`;

/** A quick look is at one size. */
const chosen = (quick: boolean) => (quick ? sizes.slice(0, 1) : sizes);
const timeOf = (quick: boolean): number => (quick ? 1500 : 3000);

const take = ({members, bytes}: Size, contender: Contender, quick: boolean): Promise<Sample> =>
	sample(contender, {members, senders, bytes}, timeOf(quick));

const cells = (name: string, size: Size, of: readonly Sample[]) => [
	`${nameOf(size)}, ${name}`,
	middle(of, 'efficiency') / 1e6,
	middle(of, 'rate') / 1e6,
	middle(of, 'p50Ms'),
	middle(of, 'p99Ms'),
	middle(of, 'rss') / 2 ** 20,
	`${Math.round(middle(of, 'busy') * 100)} %`,
];

const goalRows = (size: Size, than: Readonly<Record<string, number>>, samples: Samples): Row[] =>
	Object.entries(than).map(([other, goal]) => {
		const efficiency = (name: string): number[] => (samples.get(name) ?? []).map(one => one.efficiency);
		const ratio = paired(efficiency(ours.name), efficiency(other));
		return {
			what: `deliveries per server CPU second, ${nameOf(size)}`,
			goal: `≥ ${goal} × ${other}`,
			seen: ratio ? `${saysRatio(ratio)} ×` : `${other} was not measured`,
			held: ratio !== undefined && ratio.median >= goal,
		};
	});

export const measureDelivery = async (quick: boolean): Promise<Report> => {
	const lines: ReturnType<typeof cells>[] = [];
	const rows: Row[] = [];
	for (const {than, ...size} of chosen(quick)) {
		const samples = await inTurns(contenders, quick ? 1 : 3, contender => take(size, contender, quick));
		for (const [name, of] of samples) lines.push(cells(name, size, of));
		rows.push(...goalRows(size, than, samples));
	}
	// A load that sees anything wrong ends the measurement.
	rows.push(
		never('deliveries lost, doubled, changed or out of order', 0, 'all rounds: every byte was looked at'),
	);
	return {
		title: `Delivery: one room, ${senders} senders with one open message each, medians of rounds in turns`,
		text: table(
			['', 'M deliveries/CPU s', 'M deliveries/s', 'p50 ms', 'p99 ms', 'RSS MiB', 'load busy'],
			lines,
		),
		goals: rows,
	};
};

/** One round of our server alone. */
export const deliveryFigures = async (quick: boolean): Promise<Figures> => {
	const figures: Record<string, number> = {};
	for (const size of chosen(quick)) {
		const {efficiency, rate, p99Ms} = await take(size, ours, quick);
		figures[`M deliveries/CPU s, ${nameOf(size)}`] = efficiency / 1e6;
		figures[`M deliveries/s, ${nameOf(size)}`] = rate / 1e6;
		figures[`p99 ms, ${nameOf(size)}`] = p99Ms;
	}
	return figures;
};

if (import.meta.main) await runAlone(measureDelivery);
