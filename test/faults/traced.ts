/** A server in full flood under strace, and what the trace says of each message that anybody was told of. */
import {spawnSync} from 'node:child_process';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Chance} from '../helpers/chance.ts';
import {openFolder} from '../helpers/folder.ts';
import {Ledger} from './ledger.ts';
import {DurableServer} from './server-process.ts';
import {marks, Talker} from './talker.ts';
import {DurabilityCheck, TraceReader} from './trace.ts';

export type TracedSize = {
	talkers: number;
	acks: number;
	/** of the server */
	env?: Readonly<Record<string, string>> | undefined;
};

export type TracedResult = {
	acknowledged: number;
	/** messages that a socket was told of, as the trace has it */
	told: number;
	/** those that were not on the disk by then */
	early: number;
	/** fsyncs of the write-ahead log */
	syncs: number;
};

/** What comes before a traced command: it becomes the process itself, with strace as its grandchild. */
const strace = ['strace', '-D', '-f', '--seccomp-bpf'];

/** For a command that strace only does something to. */
export const quietStrace: readonly string[] = [...strace, '-o', '/dev/null'];

const calls = 'trace=fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg';
const wholeStrings = ['-yy', '-xx', '-s', '1000000', '-e', calls];

/** Is there a strace that may trace here? */
export const canTrace = (): boolean =>
	process.platform === 'linux' &&
	spawnSync('strace', [...quietStrace.slice(1), ...wholeStrings, 'true']).status === 0;

export const tracedRun = async (
	{talkers: count, acks, env}: TracedSize,
	chance: Chance,
): Promise<TracedResult> => {
	using folder = openFolder();
	const trace = join(folder.path, 'trace');
	const ledger = new Ledger();
	await using server = new DurableServer(join(folder.path, 'server'), {
		under: [...strace, ...wholeStrings, '-o', trace],
		env,
	});
	await server.start();
	const reached = Promise.withResolvers<void>();
	const onAck = (): void => {
		if (ledger.acknowledged === acks) reached.resolve();
	};
	const talkers = Array.from(
		{length: count},
		(_, number) => new Talker({id: `talker${number}`, rooms: ['ops'], ledger, chance, onAck}),
	);
	await Promise.all(talkers.map(talker => talker.enter(server.port)));
	// Some say one thing at a time, others many: commits of all sizes.
	for (const [number, talker] of talkers.entries()) talker.flood(1 + (number % 2) * 15);
	await reached.promise;
	for (const talker of talkers) talker.flood(0);
	await Promise.all(talkers.map(talker => talker.settled()));
	for (const talker of talkers) talker.leave();
	await server.stop();
	const reader = new TraceReader();
	const durability = new DurabilityCheck(marks);
	for await (const line of createInterface({input: createReadStream(trace)}))
		for (const event of reader.read(line)) durability.push(event);
	return {
		acknowledged: ledger.acknowledged,
		told: durability.told.size,
		early: durability.early.size,
		syncs: durability.syncs,
	};
};

/** Makes a server acknowledge before the disk has it, in whichever thread it writes: what has to be found out. */
export const careless: Readonly<Record<string, string>> = {
	NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
		import {DatabaseSync} from 'node:sqlite';
		const {exec} = DatabaseSync.prototype;
		DatabaseSync.prototype.exec = function (sql) {
			return exec.call(this, sql.replace(/synchronous *= *[A-Z]+/g, "synchronous = NORMAL"));
		};
	`)}`,
};
