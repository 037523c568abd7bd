/**
 * How long a message takes to the last of many members, at a steady rate that every server here can keep up with.
 * Each message counts from when it was due.
 */
import {type Contender, floor, ngircd, ours} from './contenders.ts';
import {digits, type Figures, type Report, runAlone, table} from './report.ts';
import {inTurns, middle, type Sample, type Size, sample} from './sampling.ts';

type Pace = Size & {rate: number; goalMs: number};

const paces: readonly Pace[] = [
	{members: 100, senders: 20, bytes: 64, rate: 200, goalMs: 6},
	{members: 1000, senders: 20, bytes: 64, rate: 20, goalMs: 12},
];

const contenders: readonly Contender[] = [ours, floor, ngircd];

const nameOf = ({members, rate}: Pace): string => `${digits(members)} members, ${rate} messages/s`;

const take = ({members, senders, bytes, rate}: Pace, contender: Contender, quick: boolean): Promise<Sample> =>
	sample(contender, {members, senders, bytes, rate}, quick ? 3000 : 10_000);

const chosen = (quick: boolean) => (quick ? paces.slice(0, 1) : paces);

export const measurePace = async (quick: boolean): Promise<Report> => {
	const lines: Array<Array<string | number>> = [];
	const goals: Report['goals'][number][] = [];
	for (const pace of chosen(quick)) {
		const samples = await inTurns(contenders, quick ? 1 : 3, contender => take(pace, contender, quick));
		for (const [name, of] of samples)
			lines.push([`${nameOf(pace)}, ${name}`, middle(of, 'p50Ms'), middle(of, 'p99Ms')]);
		const p99 = (name: string): number => middle(samples.get(name) ?? [], 'p99Ms');
		const beside = [...samples.keys()].slice(1).map(name => `${name} ${digits(p99(name))}`);
		goals.push({
			what: `from send to the last member, ${nameOf(pace)}, p99`,
			goal: `≤ ${pace.goalMs} ms`,
			seen: `${digits(p99(ours.name))} ms; ${beside.join(', ')}`,
			held: p99(ours.name) <= pace.goalMs,
		});
	}
	return {
		title: 'Pace: from when a message is due until the last member has it, medians of rounds in turns',
		text: table(['', 'p50 ms', 'p99 ms'], lines),
		goals,
	};
};

/** One round of our server alone. */
export const paceFigures = async (quick: boolean): Promise<Figures> => {
	const figures: Record<string, number> = {};
	for (const pace of chosen(quick)) {
		const {p50Ms, p99Ms, rate, efficiency} = await take(pace, ours, quick);
		const messages = rate / pace.members;
		figures[`p50 ms, ${nameOf(pace)}`] = p50Ms;
		figures[`p99 ms, ${nameOf(pace)}`] = p99Ms;
		figures[`CPU ms for each message, ${nameOf(pace)}`] = (rate / efficiency / messages) * 1000;
	}
	return figures;
};

if (import.meta.main) await runAlone(measurePace);
