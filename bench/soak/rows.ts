/** The rows of a soak: what is told of each moment, as people read it. */
import type {Figures} from './watch.ts';

export type Moment = Figures & {
	/** since the load began */
	seconds: number;
	/** connections that the load has open */
	open: number;
	/** percent of a core since the row before */
	serverShare: number;
	loadShare: number;
	/** found by the load so far: lost, doubled, out of order, … */
	faults: number;
};

type Column = {readonly head: string; readonly of: (moment: Moment) => string};

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const tenth = (value: number): string => value.toFixed(1);

export const columns: readonly Column[] = [
	{head: 'minute', of: ({seconds}) => tenth(seconds / 60)},
	{head: 'open', of: ({open}) => whole(open)},
	{head: 'RSS MiB', of: ({rss}) => tenth(rss)},
	{head: 'heap', of: ({heap}) => tenth(heap)},
	{head: 'external', of: ({external}) => tenth(external)},
	{head: 'fds', of: ({descriptors}) => whole(descriptors)},
	{head: 'sessions', of: ({sessions}) => whole(sessions)},
	{head: 'people', of: ({people}) => whole(people)},
	{head: 'rooms', of: ({rooms}) => whole(rooms)},
	{head: 'conversations', of: ({conversations}) => whole(conversations)},
	{head: 'stored', of: ({stored}) => whole(stored)},
	{head: 'journal KiB', of: ({journalBytes}) => whole(journalBytes / 1024)},
	{head: 'cuts', of: ({cuts}) => whole(cuts)},
	{head: 'errors', of: ({internalErrors, unstored, faults}) => whole(internalErrors + unstored + faults)},
	{head: 'CPU % server', of: ({serverShare}) => tenth(serverShare)},
	{head: 'load', of: ({loadShare}) => tenth(loadShare)},
];

const narrowest = 6;

export const header = columns.map(({head}) => head.padStart(narrowest)).join('  ');

export const lineOf = (moment: Moment): string =>
	columns.map(({head, of}) => of(moment).padStart(Math.max(narrowest, head.length))).join('  ');
