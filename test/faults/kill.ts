/**
 * A server that is killed with SIGKILL in full flood, again and again, on one journal. After each restart its
 * history is read and held against everything that it ever acknowledged or showed to anybody.
 */

import type {Chance} from '../helpers/chance.ts';
import {openFolder} from '../helpers/folder.ts';
import {type Faults, Ledger} from './ledger.ts';
import {DurableServer} from './server-process.ts';
import {Auditor, Talker} from './talker.ts';

export type KillSize = {
	rounds: number;
	talkers: number;
	rooms: number;
	/** acknowledgements before a kill, at most */
	acks: number;
	/** the server's flags, instead of those for a journal on disk */
	args?: readonly string[] | undefined;
	/** the part of the kills that come while clients are entering, when nothing may be acknowledged yet */
	early?: number | undefined;
};

export type KillResult = {
	acknowledged: number;
	/** messages that anybody was sent, each time it was */
	deliveries: number;
	stored: number;
	faults: Faults;
	/** what readers got again, did not get, or got too late */
	wrong: Talker['wrong'];
	/** kills that came while clients were still entering */
	early: number;
	stories: readonly string[];
	/** the last server's, which was stopped in good order */
	exit: number | null;
};

/** How many messages each keeps on their way: enough that most commits hold many. */
const window = 32;

const auditorOf = (rooms: readonly string[], ledger: Ledger, chance: Chance): Auditor =>
	new Auditor({id: 'auditor', rooms, ledger, chance});

/** Reads what the journal holds since the last time, while nobody says anything. */
const audit = async (server: DurableServer, auditor: Auditor, ledger: Ledger): Promise<void> => {
	await auditor.enter(server.port);
	auditor.leave();
	await auditor.closed;
	ledger.settle();
};

export const killLoop = async (
	{rounds, talkers: count, rooms: roomCount, acks: mostAcks, args, early: earlyOften = 1 / 8}: KillSize,
	chance: Chance,
	onRound: (round: number) => void = () => {},
): Promise<KillResult> => {
	using folder = openFolder();
	await using server = new DurableServer(folder.path, {args});
	const ledger = new Ledger();
	const rooms = Array.from({length: roomCount}, (_, number) => `room${number}`);
	const auditor = auditorOf(rooms, ledger, chance);
	let acks = 0;
	let due = Infinity;
	let onDue = (): void => {};
	const onAck = (): void => {
		if (++acks === due) onDue();
	};
	const talkers = Array.from({length: count}, (_, number) => {
		// Each says things in one room and reads all of them.
		const own = rooms[number % rooms.length]!;
		const others = rooms.filter(room => room !== own);
		return new Talker({id: `talker${number}`, rooms: [own, ...others], ledger, chance, onAck});
	});
	let early = 0;
	for (let round = 0; round < rounds; round++) {
		await server.start();
		await audit(server, auditor, ledger);
		const entered = talkers.map(talker => talker.enter(server.port));
		if (chance.happens(earlyOften)) {
			early++;
			await entered[chance.between(0, entered.length - 1)];
		} else {
			const reached = new Promise<void>(resolve => {
				onDue = resolve;
			});
			due = acks + chance.between(1, mostAcks);
			await Promise.all(entered);
			for (const talker of talkers) talker.flood(window);
			await reached;
		}
		await server.kill();
		// What was on its way when the server died was shown, too.
		await Promise.all(talkers.map(talker => talker.closed));
		for (const talker of talkers) talker.leave();
		onRound(round);
	}
	await server.start();
	await audit(server, auditor, ledger);
	await Promise.all(talkers.map(talker => talker.enter(server.port)));
	await Promise.all(talkers.map(talker => talker.settled()));
	for (const talker of talkers) talker.leave();
	const exit = await server.stop();
	await server.start();
	await audit(server, auditor, ledger);
	ledger.end();
	await compareFromStart(server, rooms, ledger, chance);
	await server.stop();
	return {
		acknowledged: ledger.acknowledged,
		deliveries: talkers.reduce((sum, {deliveries}) => sum + deliveries, 0),
		stored: ledger.stored,
		faults: ledger.faults,
		wrong: {
			doubled: talkers.reduce((sum, {wrong}) => sum + wrong.doubled, 0),
			holes: talkers.reduce((sum, {wrong}) => sum + wrong.holes, 0),
			inversions: talkers.reduce((sum, {wrong}) => sum + wrong.inversions, 0),
		},
		early,
		stories: [...ledger.stories, ...talkers.flatMap(({errors}) => errors)].slice(0, 10),
		exit,
	};
};

/** The whole history once more, by somebody who holds nothing. */
const compareFromStart = async (
	server: DurableServer,
	rooms: readonly string[],
	ledger: Ledger,
	chance: Chance,
): Promise<void> => {
	const whole = new Ledger();
	const reader = auditorOf(rooms, whole, chance);
	await reader.enter(server.port);
	reader.leave();
	await reader.closed;
	ledger.compare(whole);
};
