/** The load of a soak, in a process of its own: does as it is ordered, and tells each second what happened. */
import {chanceOf} from '../../test/helpers/chance.ts';
import {Churn} from './churn.ts';
import type {LoadOptions, Order, Told} from './options.ts';

const options = JSON.parse(process.argv[2]!) as LoadOptions;
const churn = new Churn(options, chanceOf(options.seed));

const tell = (told: Told): void => void process.send!(told);

const report = (): void => {
	const {faults, stories} = churn.account;
	const all = Object.values(faults).reduce((sum, count) => sum + count, 0);
	tell({report: {open: churn.open, counts: {...churn.tally.counts, faults: all}, stories}});
};

const obey: Readonly<Record<Order, () => void | Promise<void>>> = {
	go: () => {
		churn.start();
		setInterval(report, 1000);
	},
	leave: async () => {
		await churn.leave();
		report();
		tell({left: true});
	},
	audit: async () => {
		await churn.audit().catch((error: Error) => churn.account.fault('odd', error.message));
		const {faults, stories, acknowledged, shown, held} = churn.account;
		tell({verdict: {faults: {...faults}, stories, acknowledged, shown, held}});
	},
};

process.on('message', order => void obey[order as Order]());
process.on('disconnect', () => process.exit());
tell({ready: true});
