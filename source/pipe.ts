/**
 * The chat without a screen: lines in are messages, events out are lines. What a build log, a bot or a cron
 * job uses.
 */
import {userInfo} from 'node:os';
import type {Readable, Writable} from 'node:stream';
import {type Client, type ClientOptions, createClient} from './client/client.ts';
import {errorOf} from './client/errors.ts';
import {firstSight} from './client/reaching.ts';
import {Speaker} from './client/speaker.ts';
import {transcribe, transcribeJson} from './client/transcript.ts';
import {type Given, parseSince} from './config.ts';
import {destinationOf} from './destination.ts';
import {stateFolder} from './folders.ts';
import {hinted} from './pipe/hints.ts';
import {reveal} from './protocol/clean.ts';
import {type Clock, systemClock} from './protocol/clock.ts';
import {ChatError} from './protocol/errors.ts';
import {limits} from './protocol/limits.ts';
import type {Event} from './protocol/messages.ts';
import {generalRoom, isDirect, nameKey, sameName} from './protocol/names.ts';
import {product} from './protocol/version.ts';
import type {Reader} from './protocol/wording.ts';

export type PipeOptions = {
	/** not connected yet, and in `room` from its first hello on */
	client: Client;
	/** what the lines are said to; `@somebody` for a direct conversation */
	room: string;
	/** events as JSON lines instead of text */
	json?: boolean | undefined;
	input: Readable;
	output: Writable;
	/** sentences for people */
	errors: Writable;
	/** asks for a graceful end, as SIGINT does */
	stop: AbortSignal;
	clock?: Clock | undefined;
};

/** Messages after which what was printed is forgotten: it runs for days and shows nothing. */
const forgetAfter = 1_000;

/** Pipes what the flags name. @returns the exit code @throws {ChatError} when there is no first connection */
export const runPipe = async (given: Given): Promise<number> => {
	const {id, json, resume} = given;
	const {room, ...way} = destinationOf(given, process.env);
	const target = (given.room ?? room ?? generalRoom).replace(/^#/, '');
	const {stdin: input, stdout: output, stderr: errors} = process;
	const client = createClient({
		...way,
		id: id ?? userInfo().username,
		rooms: [target],
		...beginning(given),
		...(resume ? {resume, state: stateFolder(given.state)} : {}),
		report: reporter(errors),
		met: peer => {
			if (peer.how === 'new') reporter(errors)(inOneLine(firstSight(way, peer)));
		},
		program: product,
	});
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
	try {
		return await pipe({client, room: target, json, input, output, errors, stop: stop.signal}).catch(error => {
			throw hinted(error);
		});
	} finally {
		// A terminal or a `tail -f` that goes on would hold the process.
		input.destroy();
	}
};

/** What is written first of what was said before: nothing, so many messages, or those since a time, or both bounds. */
const beginning = ({history, since}: Given): Pick<ClientOptions, 'history' | 'since'> =>
	since === undefined
		? {history: history ?? 0}
		: {history: history ?? Number.MAX_SAFE_INTEGER, since: parseSince(since, Date.now())};

/** Why it is over: the input ended, nobody reads the output, somebody asked to stop, or the server says no. */
type End = {why: 'input' | 'output' | 'stop'} | {why: 'refused'; error: ChatError};

/**
 * Says each line of the input and prints each event, until the input has ended and all of it is acknowledged,
 * or another `End` comes first. Lost links come back for as long as that takes.
 * @returns 0 when everything that was said has been acknowledged, else 1
 * @throws {ChatError} when there is no first connection
 */
export const pipe = async (options: PipeOptions): Promise<number> => {
	const {client, room, stop, clock = systemClock} = options;
	const report = reporter(options.errors);
	const stopped = asked(stop);
	const refused = refusal(client, room);
	reportLink(client, report);
	reportGaps(client, report);
	const events = client[Symbol.asyncIterator]();
	if ((await Promise.race([client.connect(), stopped])) === 'stop') {
		await client.quit();
		return 1;
	}

	const speaker = new Speaker({...options, report});
	const printing = print(events, options);
	const end: End = await Promise.race([
		Promise.all([speaker.run(), settled(client), caughtUp(client, room)]).then((): End => ({why: 'input'})),
		printing.then((): Promise<End> | End => (isBroken(options.output) ? {why: 'output'} : refused)),
		stopped.then((): End => ({why: 'stop'})),
		refused,
	]);
	speaker.stop();
	if (end.why === 'refused') report(end.error.message);
	if (end.why === 'stop') await within(speaker.settled(), limits.drainMs, clock);
	await client.quit();
	await speaker.settled();
	await (end.why === 'stop' ? within(printing, limits.drainMs, clock) : printing);
	if (speaker.failed > 0) report(`${speaker.failed} of ${speaker.said} messages were not acknowledged.`);
	return end.why === 'refused' || speaker.isCut || speaker.failed > 0 ? 1 : 0;
};

/** Resolves when what an earlier run left unsaid is acknowledged, or was refused. */
const settled = (client: Client): Promise<void> =>
	new Promise(resolve => {
		const ends = (['ack', 'error', 'link'] as const).map(type => client.on(type, () => look()));
		const look = (): void => {
			if (client.unacknowledged > 0) return;
			for (const end of ends) end();
			resolve();
		};
		look();
	});

/** Resolves when the history that was asked for is here: `--history 100 </dev/null` prints all of it. */
const caughtUp = (client: Client, room: string): Promise<void> =>
	new Promise(resolve => {
		const end = client.subscribe(() => look());
		const look = (): void => {
			if (!client.state.rooms.get(nameKey(room))?.live) return;
			end();
			resolve();
		};
		look();
	});

/** Writes what is told, no faster than it is read; the socket waits meanwhile. Resolves when it is over. */
const print = async (
	events: AsyncIterable<Event>,
	{client, room, json, output}: PipeOptions,
): Promise<void> => {
	let printed = 0;
	output.on('error', nothing);
	try {
		for await (const event of events) {
			const lines = json ? transcribeJson(event) : transcribe(event, readerOf(client, room));
			if (lines === undefined) continue;
			if (!output.write(lines) && !isBroken(output)) await drained(output);
			if (isBroken(output)) return;
			if (++printed % forgetAfter === 0) forget(client);
		}
	} catch {
		// Either end of the pipe is gone: a reader that has seen enough, or a server that does not want us.
	}
};

/** Rooms are compared as the server writes them. */
const readerOf = ({id, state}: Client, room: string): Reader => ({
	me: id,
	room: state.rooms.get(nameKey(room))?.target ?? room,
});

const drained = (output: Writable): Promise<void> =>
	new Promise(resolve => {
		const goOn = (): void => {
			output.off('drain', goOn);
			output.off('close', goOn);
			resolve();
		};
		output.on('drain', goOn);
		output.on('close', goOn);
	});

const isBroken = (output: Writable): boolean => output.errored !== null || output.destroyed;

const forget = ({state, store}: Client): void => {
	const targets = [...state.rooms.values()].map(({target}) => target);
	store.dispatch(targets.map(target => ({type: 'clear', target})));
};

const asked = (stop: AbortSignal): Promise<'stop'> =>
	new Promise(resolve => {
		if (stop.aborted) resolve('stop');
		else stop.addEventListener('abort', () => resolve('stop'), {once: true});
	});

/** Resolves when there is no sense in going on: no link any more, or not in the room. */
const refusal = (client: Client, room: string): Promise<End> =>
	new Promise(resolve => {
		const refuse = (error: ChatError): void => resolve({why: 'refused', error});
		const isOurs = (name: string | undefined): boolean => name !== undefined && sameName(name, room);
		client.on('link', link => link.type === 'refused' && refuse(link.error));
		client.on('error', event => event.nonce === undefined && isOurs(event.room) && refuse(errorOf(event)));
		client.on('gone', ({room: name, text}) => {
			if (isOurs(name))
				refuse(new ChatError('KICKED', `You were put out of #${room}${text ? `: ${text}` : '.'}`));
		});
	});

/** Tells people, who may look at a log days later, of the link: once when it is lost, once when it is back. */
const reportLink = (client: Client, report: (sentence: string) => void): void => {
	let isLost = false;
	client.on('link', link => {
		if (link.type === 'waiting') report(`The server is full; this is number ${link.place} in its queue.`);
		if (link.type === 'offline' && !isLost) report(`${link.error.message} Connecting again until it works.`);
		if (link.type === 'online' && isLost) report('Connected again.');
		if (link.type === 'offline' || link.type === 'online') isLost = link.type === 'offline';
	});
};

/** What a reader cannot know by itself: that something is missing. */
const reportGaps = (client: Client, report: (sentence: string) => void): void => {
	client.on('gap', ({room, from, to}) =>
		report(`Up to ${to - from + 1} messages of ${isDirect(room) ? room : `#${room}`} are kept no longer.`),
	);
};

/** The fingerprint stands on a line of its own, between what is said of it. */
const inOneLine = (text: string): string => text.replace('\n', ' ').replaceAll('\n', '. ');

/** The same sentence is not told twice in a row. */
const reporter = (errors: Writable): ((sentence: string) => void) => {
	let last = '';
	return sentence => {
		if (sentence !== last) errors.write(`tui-chat: ${reveal(sentence)}\n`);
		last = sentence;
	};
};

const within = async (work: Promise<void>, ms: number, clock: Clock): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = clock.setTimeout(resolve, ms);
	await Promise.race([work, promise]);
	clock.clearTimeout(timer);
};

const nothing = (): void => {};
