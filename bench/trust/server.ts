/**
 * Our server as it is built, in a process of its own, with the options it is told as JSON: bounds, and from where any
 * number may come, as a server has them that faces others. No log.
 */
import {built, reportTo} from '../process.ts';

export type TrialServer = {
	/** other bounds than the usual ones */
	bounds?: Record<string, number>;
	/** from where any number may come: nowhere, when left out, so that this machine counts as any other */
	exempt?: readonly string[];
	/** the pace of requests is limited */
	limited?: boolean;
	/** of a journal on disk; in memory when left out */
	folder?: string;
};

const {createServer, openJournal} = (await import(
	built('index.js').href
)) as typeof import('../../source/index.ts');

const {bounds, exempt = [], limited = false, folder} = JSON.parse(process.argv[2] ?? '{}') as TrialServer;
const journal = folder === undefined ? undefined : await openJournal({folder});
const server = createServer({port: 0, bounds, exempt, journal, ...(limited ? {} : {rate: false})});
reportTo(process, (await server.listen()).port);
