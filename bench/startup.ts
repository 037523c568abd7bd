/** From the start of the program to its first frame, in a terminal. */
import {joinChat, startServer} from '../test/helpers/programs.ts';
import {openTerminal, type Terminal} from '../test/helpers/terminal.ts';
import {median, percentile, type Report, runAlone, table} from './report.ts';

const goalMs = 200;

/** Milliseconds from opening a terminal until its screen is as wanted. */
const time = async (open: () => Terminal, drawn: RegExp): Promise<number> => {
	const from = performance.now();
	await using terminal = open();
	await terminal.until(drawn);
	return performance.now() - from;
};

export const measureStartup = async (quick: boolean): Promise<Report> => {
	await using server = await startServer();
	const floor = (): Promise<number> =>
		time(() => openTerminal({args: ['-e', 'process.stdout.write("up")']}), /up/);
	const join = (name: string, drawn: RegExp): Promise<number> =>
		time(() => joinChat(server.port, name, {columns: 100, rows: 24}), drawn);
	// Whoever starts it has started it before, and what was compiled then is kept when a program ends well.
	await using earlier = joinChat(server.port, 'earlier', {columns: 100, rows: 24});
	await earlier.until(/● earlier /);
	earlier.kill('SIGTERM');
	await earlier.exit;
	const times: Array<{name: string; of: number[]}> = [
		{name: 'node -e, first output', of: []},
		{name: 'tui-chat, first frame', of: []},
		{name: 'tui-chat, in the room', of: []},
	];
	for (let round = 0; round < (quick ? 5 : 15); round++) {
		times[0]!.of.push(await floor());
		times[1]!.of.push(await join(`first${round}`, /\S/));
		times[2]!.of.push(await join(`room${round}`, new RegExp(`● room${round} `)));
	}
	const first = median(times[1]!.of);
	return {
		title: `Start, 100×24, median of ${times[0]!.of.length}`,
		text: table(
			['', 'ms', 'slowest', '× node -e'],
			times.map(({name, of}) => [
				name,
				median(of),
				percentile(of, 100),
				(median(of) / median(times[0]!.of)).toFixed(1),
			]),
		),
		goals: [
			{
				what: 'start of the screen to its first frame, median',
				goal: `< ${goalMs} ms`,
				seen: `${first.toFixed(0)} ms`,
				held: first < goalMs,
			},
		],
	};
};

if (import.meta.main) await runAlone(measureStartup);
