/** This tree against another commit: the same load and the same measuring code for both, in turns. */
import type {Measurement} from './measurements.ts';
import {median, percentile} from './numbers.ts';
import {chooseBuild} from './process.ts';
import {digits, type Figures, table} from './report.ts';
import {paired, saysRatio} from './sampling.ts';
import {openThisTree, openTree, type Tree} from './tree.ts';

export type Comparing = {quick: boolean; rounds: number};

/** Of one tree: what each round saw. */
type Seen = readonly Figures[];

/** @throws when the revision cannot be built, or a build loses or doubles something */
export const compare = async (
	revision: string,
	chosen: readonly Measurement[],
	{quick, rounds}: Comparing,
): Promise<void> => {
	const comparable = chosen.filter(({figures}) => figures);
	const others = chosen.filter(({figures}) => !figures).map(({name}) => name);
	if (others.length > 0) console.log(`Not compared, as they are always of this tree: ${others.join(', ')}.`);
	if (comparable.length === 0) return;
	using theirs = await openTree(revision);
	using ours = openThisTree();
	console.log(`\nthis: ${ours.name}\nthat: ${theirs.name}\n${rounds} rounds in turns`);
	for (const {name, figures} of comparable) {
		const seen = await inTurns([theirs, ours], rounds, tree =>
			figuresOf(tree, tree === theirs, () => figures!(quick)),
		);
		console.log(`\n${name}\n\n${comparisonTable(seen.get(theirs)!, seen.get(ours)!)}`);
	}
};

/**
 * An older build may not be able to do what is measured, such as to read a journal of today.
 * @throws when this tree cannot
 */
const figuresOf = async (tree: Tree, mayFail: boolean, take: () => Promise<Figures>): Promise<Figures> => {
	chooseBuild(tree.dist);
	try {
		return await take();
	} catch (error) {
		if (!mayFail) throw error;
		console.log(`${tree.name} could not be measured: ${(error as Error).message}`);
		return {};
	}
};

const inTurns = async (
	trees: readonly Tree[],
	rounds: number,
	take: (tree: Tree) => Promise<Figures>,
): Promise<ReadonlyMap<Tree, Seen>> => {
	const seen = new Map<Tree, Figures[]>(trees.map(tree => [tree, []]));
	for (let round = 0; round < rounds; round++) {
		for (const tree of round % 2 === 0 ? trees : trees.toReversed()) {
			seen.get(tree)!.push(await take(tree));
		}
	}
	return seen;
};

/** Medians with their range for each, and the ratios of rounds: those of the same round saw the same machine. */
export const comparisonTable = (that: Seen, those: Seen): string => {
	const names = [...new Set([...that, ...those].flatMap(Object.keys))];
	const valuesOf = (seen: Seen, name: string): number[] => seen.map(figures => figures[name] ?? Number.NaN);
	const says = (values: readonly number[]): string => {
		const known = values.filter(Number.isFinite);
		if (known.length === 0) return '–';
		return known.length === 1
			? digits(known[0]!)
			: `${digits(median(known))} (${digits(percentile(known, 0))}–${digits(percentile(known, 100))})`;
	};
	return table(
		['', 'that', 'this', 'this ÷ that'],
		names.map(name => {
			const [theirs, ours] = [valuesOf(that, name), valuesOf(those, name)];
			const ratio = paired(ours, theirs);
			return [name, says(theirs), says(ours), ratio ? saysRatio(ratio) : '–'];
		}),
	);
};
