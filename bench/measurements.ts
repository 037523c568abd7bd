/** All that `npm run bench` measures, in its order. */
import {measureClients} from './clients.ts';
import {measureConnections} from './connections.ts';
import {deliveryFigures, measureDelivery} from './delivery.ts';
import {measureIdle} from './idle.ts';
import {measureLatency} from './latency.ts';
import {measureListening} from './listening.ts';
import {measurePace, paceFigures} from './pace.ts';
import type {Figures, Report} from './report.ts';
import {measureSlow, slowFigures} from './slow.ts';
import {measureStartup} from './startup.ts';
import {measureStoring, storingFigures} from './storing.ts';
import {measureStorm, stormFigures} from './storm.ts';

export type Measurement = {
	readonly name: string;
	readonly measure: (quick: boolean) => Promise<Report>;
	/** one round of the chosen build alone, for comparing it with another one; nothing where that cannot be chosen */
	readonly figures?: (quick: boolean) => Promise<Figures>;
};

/** Of a measurement that has no shorter way to them. */
const figuresOf =
	(measure: Measurement['measure']) =>
	async (quick: boolean): Promise<Figures> =>
		(await measure(quick)).figures ?? {};

export const measurements: readonly Measurement[] = [
	{name: 'delivery', measure: measureDelivery, figures: deliveryFigures},
	{name: 'pace', measure: measurePace, figures: paceFigures},
	{name: 'storing', measure: measureStoring, figures: storingFigures},
	{name: 'connections', measure: measureConnections, figures: figuresOf(measureConnections)},
	{name: 'storm', measure: measureStorm, figures: stormFigures},
	{name: 'slow', measure: measureSlow, figures: slowFigures},
	{name: 'listening', measure: measureListening, figures: figuresOf(measureListening)},
	{name: 'clients', measure: measureClients, figures: figuresOf(measureClients)},
	{name: 'start', measure: measureStartup},
	{name: 'idle', measure: measureIdle},
	{name: 'typing', measure: measureLatency},
];
