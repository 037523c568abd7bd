/** What can be seen of a running server from outside: its process, its metrics and the files of its journal. */
import {readdirSync, readlinkSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {cpuOf, rssOf} from '../process.ts';

const mebibyte = 1024 * 1024;

/** Of one moment. Memory in MiB. */
export type Figures = {
	rss: number;
	/** what is kept: garbage was collected just before */
	heap: number;
	external: number;
	descriptors: number;
	handles: number;
	/** sessions of any phase, as the server counts them */
	sessions: number;
	/** people and conversations that the journal knows, of whom the server remembers each */
	people: number;
	conversations: number;
	/** rooms that somebody is in */
	rooms: number;
	stored: number;
	journalBytes: number;
	/** connections that the server has cut for reading too slowly or saying nothing */
	cuts: number;
	internalErrors: number;
	unstored: number;
	/** ns on a CPU so far */
	cpu: number;
};

type Watched = {pid: number; metricsPort: number; folder: string; collect: () => Promise<void>};

/** The sum of a metric's values over all of its labels that have this in them. */
const sumOf = (metrics: string, name: string, label = ''): number =>
	metrics
		.split('\n')
		.filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
		.filter(line => line.includes(label))
		.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

/** Without a kept connection, which would be a descriptor of the server. */
const readMetrics = async (port: number): Promise<string> => {
	const response = await fetch(`http://127.0.0.1:${port}/metrics`, {headers: {connection: 'close'}});
	return response.text();
};

const journalFiles = (folder: string): number =>
	readdirSync(folder)
		.filter(name => name.startsWith('journal'))
		.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

const countIn = (folder: string): {people: number; conversations: number} => {
	const db = new DatabaseSync(join(folder, 'journal.db'), {readOnly: true, timeout: 2000});
	try {
		const count = (table: string): number =>
			Number(db.prepare(`SELECT count(*) AS count FROM ${table}`).get()!.count);
		return {people: count('person'), conversations: count('conversation')};
	} finally {
		db.close();
	}
};

export const figuresOf = async ({pid, metricsPort, folder, collect}: Watched): Promise<Figures> => {
	await collect();
	const metrics = await readMetrics(metricsPort);
	const sum = (name: string, label?: string): number => sumOf(metrics, name, label);
	return {
		rss: rssOf(pid),
		heap: sum('nodejs_heap_size_used_bytes') / mebibyte,
		external: sum('nodejs_external_memory_bytes') / mebibyte,
		descriptors: descriptorsOf(pid).length,
		handles: sum('nodejs_active_handles_total'),
		sessions: sum('tui_chat_connections'),
		...countIn(folder),
		rooms: sum('tui_chat_rooms'),
		stored: sum('tui_chat_messages_stored_total'),
		journalBytes: journalFiles(folder),
		cuts: sum('tui_chat_refusals_total', 'code="TOO_SLOW"') + sum('tui_chat_refusals_total', 'code="SILENT"'),
		internalErrors: sum('tui_chat_internal_errors_total'),
		unstored: sum('tui_chat_journal_failures_total'),
		cpu: cpuOf(pid),
	};
};

/** What a process has open: a path, or a kind such as `socket`, once for each. */
export const descriptorsOf = (pid: number): string[] =>
	readdirSync(`/proc/${pid}/fd`).flatMap(descriptor => {
		try {
			return readlinkSync(`/proc/${pid}/fd/${descriptor}`).replace(/:\[\d+\]$/, '');
		} catch {
			// Closed meanwhile.
			return [];
		}
	});

/** What is open now and was not before. */
export const leftOpen = (before: readonly string[], now: readonly string[]): string[] => {
	const left = [...now];
	for (const one of before) {
		const index = left.indexOf(one);
		if (index !== -1) left.splice(index, 1);
	}
	return left;
};
