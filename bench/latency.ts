/** From a key to its character on the screen, through a terminal: quiet, and while messages pour in. */
import {setTimeout as wait} from 'node:timers/promises';
import {joinChat} from '../test/helpers/programs.ts';
import {openTerminal, type Terminal} from '../test/helpers/terminal.ts';
import {openDiskFolder} from './folder.ts';
import {end, next, start} from './process.ts';
import {digits, percentile, type Report, runAlone, table} from './report.ts';

const goalMs = 33;
const size = {columns: 120, rows: 40};

/** What types each character back at once: what pty, emulator and Node cost by themselves. */
const echo = 'process.stdin.setRawMode(true).on("data", key => process.stdout.write(key)); console.log("up")';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const keysInLine = 30;

/** Types keys one by one, at uneven intervals so that they never fall in step with frames. */
const typeKeys = async (terminal: Terminal, count: number, prefix: string, clear: () => Promise<void>) => {
	const times: number[] = [];
	let typed = '';
	for (let index = 0; index < count; index++) {
		if (typed.length === keysInLine) {
			await clear();
			typed = '';
		}
		await wait(20 + Math.random() * 50);
		typed += letters[(index * 7) % letters.length];
		const from = performance.now();
		terminal.type(typed.at(-1)!);
		await terminal.until(() => terminal.row(terminal.cursor.row).includes(prefix + typed));
		times.push(performance.now() - from);
	}
	return times;
};

const measureEcho = async (count: number): Promise<number[]> => {
	await using terminal = openTerminal({args: ['-e', echo], ...size});
	await terminal.until('up');
	return await typeKeys(terminal, count, '', async () => terminal.type('\r\n'));
};

export const measureLatency = async (quick: boolean): Promise<Report> => {
	const keys = quick ? 100 : 400;
	const stored = quick ? 10_000 : 100_000;
	using folder = openDiskFolder();
	const host = start('./keeper.ts', [folder.path], 1);
	const port = await next<number>(host, 'port');
	const talkers = start('./talkers.ts', [String(port)], 1);
	await next(talkers, 'ready');
	try {
		await using client = joinChat(port, 'Alice', size);
		await client.until(/● Alice /);
		const clear = async (): Promise<void> => {
			client.press('ctrl+u');
			await client.until(() => !/[a-z]{2}/.test(client.row(client.cursor.row)));
		};
		const floor = await measureEcho(keys);
		const quiet = await typeKeys(client, keys, '› ', clear);
		await clear();
		// Each burst is on the screen before the next: a client cut off for reading too slowly would miss some.
		for (let total = 0; total < stored; total += 2000) {
			const said = next<number>(talkers, 'said');
			talkers.send({burst: 2000});
			await client.until(`end of burst ${await said}`);
		}
		const full = await typeKeys(client, keys, '› ', clear);
		await clear();
		talkers.send({rate: 1000});
		await wait(1000);
		const count = async (): Promise<number> => {
			const acknowledged = next<number>(talkers, 'acknowledged');
			talkers.send({count: true});
			return acknowledged;
		};
		const [before, from] = [await count(), performance.now()];
		const flooded = await typeKeys(client, keys, '› ', clear);
		const rate = ((await count()) - before) / ((performance.now() - from) / 1000);
		const p99 = percentile(flooded, 99);
		const cases = [
			{name: 'bare echo', of: floor},
			{name: 'quiet, empty room', of: quiet},
			{name: `quiet, ${stored.toLocaleString('en')} stored`, of: full},
			{name: `1,000 messages/s, ${stored.toLocaleString('en')} stored`, of: flooded},
		];
		return {
			title: `Key to screen, ${size.columns}×${size.rows}, ${keys} keys, ms`,
			text: table(
				['', 'p50', 'p95', 'p99', 'p99 × quiet'],
				cases.map(({name, of}) => [
					name,
					...[50, 95, 99].map(rank => percentile(of, rank)),
					percentile(of, 99) / percentile(quiet, 99),
				]),
			),
			goals: [
				{
					what: 'a key on the screen, 1,000 messages/s, p99',
					goal: `≤ ${goalMs} ms`,
					seen: `${p99.toFixed(1)} ms at ${digits(rate)}/s`,
					held: p99 <= goalMs && rate >= 990,
				},
			],
		};
	} finally {
		await end(talkers);
		await end(host);
	}
};

if (import.meta.main) await runAlone(measureLatency);
