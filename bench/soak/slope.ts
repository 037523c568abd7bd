/** How fast something grows, by a line that a few odd values do not bend. */

export type Point = readonly [x: number, y: number];

export type Slope = {
	/** of the line of least squares */
	readonly leastSquares: number;
	/** median of the slopes between all pairs of points (Theil, 1950; Sen, 1968) */
	readonly median: number;
	/** in which 95 of 100 slopes lie, if the points were drawn again in blocks */
	readonly low: number;
	readonly high: number;
};

const leastSquares = (points: readonly Point[]): number => {
	const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
	const [x0, y0] = [mean(0), mean(1)];
	const above = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
	return above / points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
};

const sorted = (values: readonly number[]): number[] => values.toSorted((one, other) => one - other);

const quantile = (values: readonly number[], share: number): number =>
	values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

const theilSen = (points: readonly Point[]): number => {
	const slopes = points.flatMap(([x, y], index) =>
		points.slice(index + 1).map(([other, z]) => (z - y) / (other - x)),
	);
	return quantile(sorted(slopes), 1 / 2);
};

const rounds = 1000;

/**
 * Neighbours are alike, since garbage is collected now and then: what is left over of the line is drawn in blocks of
 * as many points as the square root of all.
 */
const spread = (points: readonly Point[], slope: number, random: () => number): [number, number] => {
	const middle = quantile(sorted(points.map(([x, y]) => y - slope * x)), 1 / 2);
	const rest = points.map(([x, y]) => y - slope * x - middle);
	const block = Math.max(1, Math.round(Math.sqrt(points.length)));
	const slopes = Array.from({length: rounds}, () => {
		const drawn: Point[] = [];
		while (drawn.length < points.length) {
			const from = Math.floor(random() * (points.length - block + 1));
			for (let step = 0; step < block && drawn.length < points.length; step++) {
				const [x] = points[drawn.length]!;
				drawn.push([x, slope * x + middle + rest[from + step]!]);
			}
		}
		return leastSquares(drawn);
	});
	const all = sorted(slopes);
	return [quantile(all, 0.025), quantile(all, 0.975)];
};

/** In units of y for one of x. NaN where there are less than three points. */
export const slopeOf = (points: readonly Point[], random: () => number): Slope => {
	if (points.length < 3)
		return {leastSquares: Number.NaN, median: Number.NaN, low: Number.NaN, high: Number.NaN};
	const slope = leastSquares(points);
	const [low, high] = spread(points, slope, random);
	return {leastSquares: slope, median: theilSen(points), low, high};
};
