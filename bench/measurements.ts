/** All that `npm run bench` measures, in its order. */
import {deliveryFigures, measureDelivery} from './delivery.ts';
import {measureIdle} from './idle.ts';
import {measureLatency} from './latency.ts';
import {measurePace, paceFigures} from './pace.ts';
import type {Figures, Report} from './report.ts';
import {measureSlow, slowFigures} from './slow.ts';
import {measureStartup} from './startup.ts';
import {measureStoring, storingFigures} from './storing.ts';

export type Measurement = {
	readonly name: string;
	readonly measure: (quick: boolean) => Promise<Report>;
	/** one round of the chosen build alone, for comparing it with another one; nothing where it is no server's */
	readonly figures?: (quick: boolean) => Promise<Figures>;
};

export const measurements: readonly Measurement[] = [
	{name: 'delivery', measure: measureDelivery, figures: deliveryFigures},
	{name: 'pace', measure: measurePace, figures: paceFigures},
	{name: 'storing', measure: measureStoring, figures: storingFigures},
	{name: 'slow', measure: measureSlow, figures: slowFigures},
	{name: 'start', measure: measureStartup},
	{name: 'idle', measure: measureIdle},
	{name: 'typing', measure: measureLatency},
];
