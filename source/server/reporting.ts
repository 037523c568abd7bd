import type {Journal} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';
import type {Hub} from './hub.ts';
import {type LogEvent, type LogReport, logText} from './log.ts';
import type {Meter} from './meter.ts';

export type ReportingOptions = {
	clock: Clock;
	meter: Meter;
	hub: () => Hub;
	/** undefined when nobody wants it */
	log: ((event: LogEvent) => void) | undefined;
};

/** What happens is counted, told to whoever keeps a log, and put into the operators' room. */
export class Reporting {
	readonly #options: ReportingOptions;
	/** may somebody read the operators' room? */
	#isWatched = false;

	constructor(options: ReportingOptions) {
		this.#options = options;
	}

	/** An operator comes: from now on everything is kept for them. */
	watch(): void {
		this.#isWatched = true;
	}

	report(row: LogReport): void {
		const {clock, meter, log} = this.#options;
		const hub = this.#options.hub();
		meter.take(row);
		const isTalk = row.event === 'received' || row.event === 'direct';
		// Of broken handshakes strangers could make any number, which nobody should have to read past.
		const isKept = row.event !== 'handshake' && (this.#isWatched || hub.isWatched || !isTalk);
		if (!log && !isKept) return;
		const event: LogEvent = {...row, ts: clock.now()};
		log?.(event);
		if (isKept) hub.record(logText(event));
	}
}

/** What a server has found in its journal. */
export const openedIn = (folder: string, journal: Journal): LogReport => {
	const counts = [...journal.conversations()].map(({first, last}) => last - first + 1);
	const messages = counts.reduce((sum, count) => sum + count, 0);
	return {event: 'opened', folder, messages, conversations: counts.filter(count => count > 0).length};
};
