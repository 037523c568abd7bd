/**
 * The journal by itself: how many messages it stores and how long each waits, and what is read of a long history.
 * The bar beside it is the least that a disk can be asked for: the same batches, as JSON lines appended to a file
 * and synced. `node bench/journal.ts` for a million messages, `--quick` for a hundred thousand.
 */
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {Draft, Journal, Query} from '../source/index.ts';
import {chanceOf} from '../test/helpers/chance.ts';
import {openFolder} from '../test/helpers/folder.ts';
import {openMillion, room, wordOf} from './million.ts';
import {digits, percentile, type Report, runAlone, table} from './report.ts';
import {withinAt99} from './trial.ts';

const {openJournal} = (await import(
	new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../source/index.ts');

const million = 1_000_000;
const steadyRate = 5000;
/** waiting for their acknowledgement when there is no other limit: as many as a server lets in */
const mostOpen = 1000;
const tickMs = 1;

/** Stores drafts; calls back with how many of the oldest are stored now. */
type Sink = {append: (draft: Draft) => void; onStored: (count: number) => void; close: () => Promise<void>};

const journalSink = (journal: Journal): Sink => {
	const sink: Sink = {
		append: draft => journal.append(draft),
		onStored: () => {},
		close: () => journal.close(),
	};
	journal.onCommit = batch => {
		for (const outcome of batch) if ('error' in outcome) throw outcome.error;
		sink.onStored(batch.length);
	};
	return sink;
};

/** The same pace without a journal: whatever came while a sync was under way goes with the next one. */
const fileSink = async (path: string): Promise<Sink> => {
	const file = await open(path, 'a');
	let waiting: Draft[] = [];
	let isBusy = false;
	const flush = async (): Promise<void> => {
		isBusy = true;
		while (waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			await file.appendFile(batch.map(draft => `${JSON.stringify(draft)}\n`).join(''));
			await file.sync();
			sink.onStored(batch.length);
		}
		isBusy = false;
	};
	const sink: Sink = {
		append: draft => {
			waiting.push(draft);
			if (!isBusy) {
				isBusy = true;
				setImmediate(() => void flush());
			}
		},
		onStored: () => {},
		close: () => file.close(),
	};
	return sink;
};

const chance = chanceOf(5);
let drafts = 0;

const nextDraft = (): Draft => ({
	conversation: room,
	room,
	author: `user${drafts++ % 400}`,
	nonce: crypto.randomUUID(),
	ts: Date.now(),
	kind: 'say',
	msg: Array.from({length: 10}, () => wordOf(chance.between(0, 2000))).join(' '),
});

type Storing = {rate: number; times: number[]};

/** @param rate messages a second; undefined for as many as go */
const store = async (sink: Sink, seconds: number, rate: number | undefined): Promise<Storing> => {
	const sent: number[] = [];
	const times: number[] = [];
	const start = performance.now();
	const isOver = (): boolean => performance.now() - start > seconds * 1000;
	const {promise, resolve} = Promise.withResolvers<void>();
	const endIfDone = (): void => {
		if (isOver() && times.length === sent.length) resolve();
	};
	const send = (): void => {
		if (isOver()) {
			endIfDone();
			return;
		}
		const due = rate === undefined ? times.length + mostOpen : ((performance.now() - start) / 1000) * rate;
		while (sent.length < due) {
			sink.append(nextDraft());
			sent.push(performance.now());
		}
	};
	sink.onStored = count => {
		const now = performance.now();
		for (let stored = 0; stored < count; stored++) times.push(now - sent[times.length]!);
		if (rate === undefined) send();
		endIfDone();
	};
	send();
	const timer = rate === undefined ? undefined : setInterval(send, tickMs);
	await promise;
	clearInterval(timer);
	return {rate: times.length / ((performance.now() - start) / 1000), times};
};

const storingRows = async (seconds: number) => {
	const rows: {name: string; steady: Storing; most: Storing}[] = [];
	for (const name of ['file, synced', 'journal']) {
		using folder = openFolder();
		const sink =
			name === 'journal'
				? journalSink(await openJournal({folder: folder.path}))
				: await fileSink(join(folder.path, 'lines'));
		const steady = await store(sink, seconds, steadyRate);
		const most = await store(sink, seconds, undefined);
		await sink.close();
		rows.push({name, steady, most});
	}
	return rows;
};

type Reading = {name: string; times: number[]};

const readingRows = async (count: number, turns: number): Promise<Reading[]> => {
	using folder = await openMillion(count);
	const journal = await openJournal({folder: folder.path});
	const ask =
		(text: string, more: Partial<Query> = {}) =>
		(): Promise<unknown> =>
			journal.search({text, open: true, conversations: [], limit: 50, ...more});
	const cases: Record<string, () => Promise<unknown>> = {
		'page of 100': () => journal.page(room, {before: chance.between(101, count)}, 100),
		'since a time': () => journal.since(room, Date.now() - chance.between(0, count) * 1000),
		'a word': () => ask(wordOf(chance.between(0, 20_000)))(),
		'the commonest word': ask(wordOf(0)),
		'one letter': ask(wordOf(0).slice(0, 1)),
		'two common words': ask(`${wordOf(1)} ${wordOf(2)}`),
		'in one room': () => ask(wordOf(chance.between(0, 200)), {open: false, conversations: [room]})(),
		'of one person': () => ask(wordOf(chance.between(0, 200)), {from: 'user7'})(),
	};
	const rows: Reading[] = [];
	for (const [name, read] of Object.entries(cases)) {
		const times: number[] = [];
		for (let turn = 0; turn < turns; turn++) {
			const from = performance.now();
			await read();
			times.push(performance.now() - from);
		}
		rows.push({name, times});
	}
	await journal.close();
	return rows;
};

export const measureJournal = async (quick: boolean): Promise<Report> => {
	const count = quick ? million / 10 : million;
	const storing = await storingRows(quick ? 3 : 15);
	const reading = await readingRows(count, quick ? 100 : 500);
	const [bare, journal] = storing as [(typeof storing)[0], (typeof storing)[0]];
	const at99 = ({times}: {times: number[]}): number => percentile(times, 99);
	const slowest = reading.slice(2).toSorted((a, b) => at99(b) - at99(a))[0]!.times;
	return {
		title: `Journal: ${digits(steadyRate)} messages/s, then as many as go; ${digits(count)} messages to read`,
		text: [
			table(
				['', 'ack p50 ms', 'ack p99 ms', 'most/s', 'its ack p99 ms', '× file'],
				storing.map(({name, steady, most}) => [
					name,
					percentile(steady.times, 50),
					at99(steady),
					most.rate,
					at99(most),
					most.rate / bare.most.rate,
				]),
			),
			table(
				['', 'p50 ms', 'p99 ms'],
				reading.map(({name, times}) => [name, percentile(times, 50), percentile(times, 99)]),
			),
		].join('\n\n'),
		goals: [
			{
				what: 'messages that the journal stores a second by itself',
				goal: '≥ 20,000',
				seen: digits(journal.most.rate),
				held: journal.most.rate >= 20_000,
			},
			withinAt99(`stored at ${digits(steadyRate)} messages/s`, 20, journal.steady.times),
			withinAt99('a page of the journal', 5, reading[0]!.times),
			withinAt99('a search in the journal, the slowest kind', 50, slowest),
		],
	};
};

if (import.meta.main) await runAlone(measureJournal);
