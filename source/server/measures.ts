/** What is measured, and how it is found in what a server tells of itself: one table, of which docs/operating.md is made. */
import type {ErrorCode} from '../protocol/errors.ts';
import type {Stats} from './stats.ts';

type Labels = Readonly<Record<string, string>>;

export type Sample = {readonly labels: Labels; readonly value: number};

type Measure = {
	/** A counter only grows, until the server starts anew. */
	readonly type: 'counter' | 'gauge';
	readonly says: string;
	readonly labels?: readonly string[];
	readonly of: (stats: Stats) => number | readonly Sample[];
};

/** Errors that mean a secret that was not right, or too many of them. */
const loginCodes: readonly ErrorCode[] = [
	'PASSWORD_WRONG',
	'PROOF_BAD',
	'ACCESS_BAD',
	'INVITE_BAD',
	'ENTRY_WRONG',
	'TRY_LATER',
];

const byLabel = (label: string, counts: ReadonlyMap<string, number>): Sample[] =>
	[...counts].map(([name, value]) => ({labels: {[label]: name}, value}));

const failedLogins = ({meter}: Stats): number =>
	loginCodes.reduce((sum, code) => sum + (meter.refusals.get(code) ?? 0), 0);

/** Without what stands before each: `metricPrefix`. */
export const measures = {
	connections: {
		type: 'gauge',
		says: 'connections, by how far they are, how they speak, and over what',
		labels: ['phase', 'dialect', 'transport'],
		of: ({connections}) =>
			connections.map(({kind: {phase, dialect = 'none', transport}, count}) => ({
				labels: {phase, dialect, transport},
				value: count,
			})),
	},
	newcomers: {
		type: 'gauge',
		says: 'connections that have not said who they are',
		of: ({newcomers}) => newcomers,
	},
	clients: {type: 'gauge', says: 'people who are in, without operators', of: ({clients}) => clients},
	operators: {type: 'gauge', says: 'operators who are in', of: ({operators}) => operators},
	waiting: {type: 'gauge', says: 'people who wait for a place', of: ({waiting}) => waiting},
	rooms: {
		type: 'gauge',
		says: 'rooms that somebody is in, and those that are always there',
		of: ({rooms}) => rooms,
	},
	accounts: {type: 'gauge', says: 'names that belong to somebody', of: ({accounts}) => accounts},
	journal_ok: {
		type: 'gauge',
		says: '1 while what comes is stored, 0 when the last thing that came was not',
		of: ({isStoring}) => Number(isStoring),
	},
	journal_queue: {type: 'gauge', says: 'messages that wait to be stored', of: ({queued}) => queued},
	journal_failures_total: {
		type: 'counter',
		says: 'things that could not be stored',
		of: ({meter}) => meter.unstored,
	},
	entered_total: {
		type: 'counter',
		says: 'people who came in, also those who came back',
		labels: ['dialect'],
		of: ({meter}) => byLabel('dialect', meter.entered),
	},
	messages_stored_total: {
		type: 'counter',
		says: 'messages, and changes to them, that were stored',
		of: ({meter}) => meter.stored,
	},
	messages_delivered_total: {
		type: 'counter',
		says: 'the same, as often as they were sent to somebody who was there; history is not counted',
		of: ({meter}) => meter.delivered,
	},
	refusals_total: {
		type: 'counter',
		says: 'connections and requests that were refused, by the code of the error',
		labels: ['code'],
		of: ({meter}) => byLabel('code', meter.refusals),
	},
	failed_logins_total: {
		type: 'counter',
		says: 'helloes with a password, token, key or invitation that was not right, or that came too often',
		of: failedLogins,
	},
	internal_errors_total: {
		type: 'counter',
		says: 'faults of ours: each ended a connection and is in the log',
		of: ({meter}) => meter.failures,
	},
	received_bytes_total: {type: 'counter', says: 'bytes that came', of: ({bytes}) => bytes.in},
	sent_bytes_total: {type: 'counter', says: 'bytes that were sent', of: ({bytes}) => bytes.out},
} as const satisfies Record<string, Measure>;

export const metricPrefix = 'tui_chat_';

/** The one histogram, in seconds. */
export const ackMeasure = {
	name: 'ack_seconds',
	says: 'from a message’s coming to its being stored',
} as const;

export const measureNames = Object.keys(measures) as ReadonlyArray<keyof typeof measures>;

export const samplesOf = (name: keyof typeof measures, stats: Stats): readonly Sample[] => {
	const measure: Measure = measures[name];
	const value = measure.of(stats);
	return typeof value === 'number' ? [{labels: {}, value}] : value;
};
