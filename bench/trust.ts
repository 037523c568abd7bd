/**
 * What a server that faces the world has to stand: `npm run bench:trust`, or `node bench/trust.ts --only flood,slow
 * --scale 0.2`. Fails when anything did not hold.
 */
import {arch, availableParallelism, loadavg, platform} from 'node:os';
import {parseArgs} from 'node:util';
import {rowTable, type Trial} from './trial.ts';
import {encryptionRows} from './trust/encryption.ts';
import {floodRows} from './trust/flood.ts';
import {passwordRows} from './trust/passwords.ts';
import {silentRows} from './trust/silent.ts';
import {slowRows} from './trust/slow.ts';

const {values} = parseArgs({
	options: {only: {type: 'string'}, scale: {type: 'string', default: '1'}},
});
const scale = Number(values.scale);

const trials: readonly Trial[] = [
	{name: 'flood', run: floodRows},
	{name: 'silent', run: silentRows},
	{name: 'slow', run: slowRows},
	{name: 'passwords', run: passwordRows},
	{name: 'encryption', run: encryptionRows},
];

const wanted = values.only?.split(',');
const chosen = trials.filter(({name}) => wanted === undefined || wanted.includes(name));
console.log(
	`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}, scale ${scale}`,
);
for (const {name, run} of chosen) {
	const from = performance.now();
	const rows = await run(scale);
	console.log(`\n${name}, ${Math.round((performance.now() - from) / 1000)} s\n\n${rowTable(rows)}`);
	if (rows.some(({held}) => !held)) process.exitCode = 1;
}
