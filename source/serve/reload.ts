/** Settings that are read again while the server runs: all that is new counts, or nothing of it. */
import {type Given, type SettingName, settings} from '../config.ts';
import type {Flag} from '../flags.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Bounds} from '../server/bounds.ts';
import type {LogReport} from '../server/log.ts';
import type {ChatServer, Reconfiguration} from '../server/server.ts';
import {boundsKey, keyOf} from '../settings/file.ts';
import type {Serving} from '../settings/serving.ts';
import {identityOf, liveOptions, warningsOf} from './options.ts';

type Reloadable = Pick<ChatServer, 'reconfigure' | 'reloadTls'>;

type ReloaderOptions = {
	server: Reloadable;
	serving: Serving;
	report: (event: LogReport) => void;
	/** the log itself is written otherwise from now on */
	onGiven: (given: Given) => void;
};

export class Reloader {
	readonly #options: ReloaderOptions;
	#serving: Serving;
	#live: Reconfiguration;
	#last: Promise<void> = Promise.resolve();

	constructor(options: ReloaderOptions) {
		this.#options = options;
		this.#serving = options.serving;
		this.#live = liveOptions(options.serving);
	}

	/** Resolves when the settings of now count, or were refused; one reading after the other. */
	reload(): Promise<void> {
		this.#last = this.#last.then(() => this.#reload());
		return this.#last;
	}

	async #reload(): Promise<void> {
		const {report} = this.#options;
		try {
			await this.#apply();
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			for (const line of error.message.split('\n')) report({event: 'unconfigured', error: line});
		}
	}

	async #apply(): Promise<void> {
		const {server, serving: started, report, onGiven} = this.#options;
		const next = this.#serving.reread();
		const live = liveOptions(next);
		const hasCertificate = next.given.cert !== undefined || this.#serving.given.cert !== undefined;
		const identity = hasCertificate ? await identityOf(next.given) : undefined;
		// From here on nothing can go wrong any more.
		server.reconfigure(live);
		if (identity) await server.reloadTls(identity);
		onGiven(next.given);
		const changed = [
			...differences('live', this.#serving.given, next.given),
			...(live.entry === this.#live.entry || next.given.passwordFile !== this.#serving.given.passwordFile
				? []
				: [keyOf('passwordFile')]),
			...boundDifferences(this.#serving.bounds, next.bounds),
		];
		this.#serving = next;
		this.#live = live;
		report({event: 'configured', changed, restart: differences('restart', started.given, next.given)});
		for (const text of warningsOf(next.given)) report({event: 'warning', text});
	}
}

const differences = (file: Flag['file'], before: Given, after: Given): string[] =>
	(Object.keys(settings) as SettingName[])
		.filter(name => (settings[name] as Flag).file === file)
		.filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
		.map(keyOf);

const boundDifferences = (before: Partial<Bounds>, after: Partial<Bounds>): string[] =>
	[...new Set([...Object.keys(before), ...Object.keys(after)])]
		.filter(name => before[name as keyof Bounds] !== after[name as keyof Bounds])
		.map(name => `${boundsKey}.${keyOf(name)}`);
