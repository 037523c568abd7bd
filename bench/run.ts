/** All measurements, one after another: `npm run bench`, or `node bench/run.ts --quick`. */
import {arch, availableParallelism, platform} from 'node:os';
import {measureDelivery} from './delivery.ts';
import {measureIdle} from './idle.ts';
import {measureLatency} from './latency.ts';
import {print} from './report.ts';
import {measureStartup} from './startup.ts';

const quick = process.argv.includes('--quick');
console.log(
	`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores${quick ? ', quick' : ''}`,
);

let sound = true;
for (const measure of [measureStartup, measureIdle, measureLatency, measureDelivery])
	sound = print(await measure(quick)) && sound;
if (!sound) process.exitCode = 1;
