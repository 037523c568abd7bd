/**
 * Clients that say and change things through a network that cuts their links at any byte, while their processes and the
 * server's are killed. In the end every screen has to hold what the journal holds.
 */
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Chance} from '../helpers/chance.ts';
import {CuttingProxy} from '../helpers/cutting-proxy.ts';
import {openFolder} from '../helpers/folder.ts';
import type {ChatterOptions, Order, Told} from './chatter.ts';
import {editedMark, judge, type ScreenFaults} from './screens.ts';
import {DurableServer} from './server-process.ts';
import {readAll} from './talker.ts';

export type LinksSize = {
	processes: number;
	/** in each process */
	clients: number;
	/** messages in all */
	sends: number;
	/** times that the server is killed, and that a client's process is */
	serverKills: number;
	clientKills: number;
};

export type LinksResult = {
	said: number;
	/** lines on all screens */
	lines: number;
	/** messages with another text or with signs in the end */
	changed: number;
	cuts: number;
	links: number;
	faults: ScreenFaults;
	stories: readonly string[];
};

const rooms = ['ops', 'garden'];

/** So many bytes and ms make links last for a few messages each; the handshake of TLS takes some 4,000 of them. */
const network = {bytes: 20_000, delayMs: 8};

/** One process of clients, as often as it is killed. */
class Chatter {
	/** texts that its clients have taken */
	readonly said: string[] = [];
	onSaid: () => void = () => {};
	readonly #options: ChatterOptions;
	#child!: ChildProcess;
	#gone!: Promise<unknown>;

	constructor(options: ChatterOptions) {
		this.#options = options;
		this.start();
	}

	start(): void {
		const path = fileURLToPath(new URL('chatter.ts', import.meta.url));
		this.#child = fork(path, [JSON.stringify(this.#options)], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.#gone = once(this.#child, 'exit');
		this.#child.on('message', told => {
			if (!('said' in (told as Told))) return;
			this.said.push((told as Extract<Told, {said: string}>).said);
			this.onSaid();
		});
	}

	tell(order: Order): void {
		this.#child.send(order);
	}

	ask<Field extends 'settled' | 'screens'>(
		order: Order,
		field: Field,
	): Promise<Extract<Told, Record<Field, unknown>>> {
		return new Promise((resolve, reject) => {
			const child = this.#child;
			const end = (): void => {
				child.off('message', onMessage);
				child.off('exit', onExit);
			};
			const onMessage = (told: unknown): void => {
				if (!(field in (told as Told))) return;
				end();
				resolve(told as Extract<Told, Record<Field, unknown>>);
			};
			const onExit = (): void => {
				end();
				reject(new Error('A process of clients ended.'));
			};
			child.on('message', onMessage);
			child.on('exit', onExit);
			this.tell(order);
		});
	}

	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.#gone;
	}
}

/** At which counts of messages the server, or the process with this index, is killed. */
const fates = ({sends, serverKills, clientKills, processes}: LinksSize, chance: Chance) => {
	const kills = [
		...Array.from({length: serverKills}, () => ({at: chance.between(1, sends - 1), process: undefined})),
		...Array.from({length: clientKills}, () => ({
			at: chance.between(1, sends - 1),
			process: chance.between(0, processes - 1),
		})),
	];
	return kills.sort((one, other) => one.at - other.at);
};

export const linksRun = async (size: LinksSize, chance: Chance): Promise<LinksResult> => {
	using folder = openFolder();
	await using server = new DurableServer(join(folder.path, 'server'));
	await server.start();
	await using proxy = new CuttingProxy({to: () => server.port, chance, ...network});
	await proxy.listen();
	const chatters = Array.from(
		{length: size.processes},
		(_, process) =>
			new Chatter({
				port: proxy.port,
				state: join(folder.path, `state${process}`),
				ids: Array.from({length: size.clients}, (_none, client) => `c${process}-${client}`),
				rooms,
				seed: chance.seed + process,
			}),
	);
	try {
		await sayAll(size, chance, server, chatters);
		proxy.isKind = true;
		await Promise.all(chatters.map(chatter => chatter.ask({settle: true}, 'settled')));
		const {messages, newest} = await readAll(server.port, rooms);
		const told = await Promise.all(chatters.map(chatter => chatter.ask({show: newest}, 'screens')));
		return {
			...judge(
				chatters.flatMap(({said}) => said),
				messages,
				told.flatMap(({screens}) => screens),
			),
			changed: messages.filter(({msg, signs}) => msg.startsWith(editedMark) || signs !== '').length,
			cuts: proxy.cuts,
			links: proxy.links,
		};
	} finally {
		await Promise.all(chatters.map(chatter => chatter.kill()));
	}
};

/** Until everything is said: each kill at its count, and what was killed is back at once. */
const sayAll = async (
	size: LinksSize,
	chance: Chance,
	server: DurableServer,
	chatters: readonly Chatter[],
): Promise<void> => {
	const kills = fates(size, chance);
	const share = Math.ceil(size.sends / chatters.length / size.clients);
	const said = (): number => chatters.reduce((sum, {said: of}) => sum + of.length, 0);
	let wake = (): void => {};
	for (const chatter of chatters) {
		chatter.onSaid = () => wake();
		chatter.tell({say: share});
	}
	while (said() < size.sends) {
		const kill = kills[0];
		if (!kill || said() < kill.at) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
			continue;
		}
		kills.shift();
		if (kill.process === undefined) {
			await server.kill();
			await server.start();
			continue;
		}
		const chatter = chatters[kill.process]!;
		await chatter.kill();
		chatter.start();
		// What was told and not said is somebody else's to say: the count is what matters.
		const left = share * size.clients - chatter.said.length;
		if (left > 0) chatter.tell({say: Math.ceil(left / size.clients)});
	}
};
