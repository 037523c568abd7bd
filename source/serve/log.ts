import type {Given} from '../config.ts';
import {isLogged, type LogEvent, type LogLevel, type LogReport, logJson, logText} from '../server/log.ts';

type Output = NodeJS.WritableStream & {isTTY?: boolean};

/** The log on stdout, as the settings of now want it. */
export class ServerLog {
	/** Called after rows that may tell of a new owner. */
	onRow: () => void = () => {};
	readonly #stdout: Output;
	readonly #stderr: Output;
	#isJson = false;
	#least: LogLevel = 'debug';

	constructor(given: Given, {stdout, stderr}: {stdout: Output; stderr: Output}) {
		this.#stdout = stdout;
		this.#stderr = stderr;
		this.configure(given);
		// Nobody reads the log any more: that is no reason to end everybody's chat.
		for (const stream of [stdout, stderr]) stream.on('error', () => {});
	}

	configure({log, logLevel = 'debug'}: Given): void {
		this.#isJson = log === 'json';
		this.#least = logLevel as LogLevel;
	}

	/** Is it read by somebody who sits there, and kept nowhere? */
	get isSeen(): boolean {
		return this.#stdout.isTTY === true && !this.#isJson;
	}

	readonly take = (event: LogEvent): void => {
		if (isLogged(event, this.#least)) this.#print(event);
		if (event.event === 'account' || event.event === 'moderated' || event.event === 'connected') this.onRow();
	};

	readonly report = (row: LogReport): void => this.take(dated(row));

	/** Whatever the level is. What is secret is written for people, as what programs write is kept. */
	readonly show = (row: LogReport, isSecret: boolean): void => {
		if (isSecret && this.#isJson) this.#stderr.write(`${logText(dated(row))}\n`);
		else this.#print(dated(row));
	};

	#print(event: LogEvent): void {
		this.#stdout.write(`${(this.#isJson ? logJson : logText)(event)}\n`);
	}
}

const dated = (row: LogReport): LogEvent => ({...row, ts: Date.now()}) as LogEvent;
