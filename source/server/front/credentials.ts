import {type FSWatcher, watch} from 'node:fs';
import {dirname} from 'node:path';
import type {Clock, Timer} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {LogReport} from '../log.ts';
import {loadServerKey, type TlsIdentity} from './keys.ts';

type CredentialsOptions = {
	identity: TlsIdentity;
	clock: Clock;
	report: (event: LogReport) => void;
	/** newcomers get this one from now on */
	onRenewed: (identity: TlsIdentity) => void;
};

/** Whoever renews a certificate writes several files: they are read once it has been quiet for so long. */
const settleMs = 500;

/** The key and the certificate that a server has at the moment, read anew when their files change. */
export class Credentials {
	readonly #options: CredentialsOptions;
	#identity: TlsIdentity;
	#watchers: FSWatcher[] = [];
	#timer: Timer | undefined;
	#closed = false;

	constructor(options: CredentialsOptions) {
		this.#options = options;
		this.#identity = options.identity;
		this.#watch();
	}

	get fingerprint(): string {
		return this.#identity.fingerprint;
	}

	/**
	 * Takes another identity, or reads the files of this one anew.
	 * @throws {ChatError} CERT_BAD; then the one before stays
	 */
	async reload(identity?: TlsIdentity): Promise<void> {
		const {clock, onRenewed, report} = this.#options;
		const {files} = this.#identity;
		const next = identity ?? (files && (await loadServerKey(files, clock.now())));
		if (next === undefined || this.#closed) return;
		const {key, cert, fingerprint} = this.#identity;
		const isSame = next.key === key && next.cert === cert;
		const isElsewhere = next.files?.cert !== files?.cert || next.files?.key !== files?.key;
		this.#identity = next;
		if (isElsewhere) this.#watch();
		if (isSame && next.fingerprint === fingerprint) return;
		onRenewed(next);
		report({event: 'renewed', fingerprint: next.fingerprint});
	}

	close(): void {
		this.#closed = true;
		this.#unwatch();
	}

	/**
	 * Looks at the folders and not at the files: a certificate is renewed by putting another file, or another link, in
	 * its place. Where a system can't tell of changes there is still `reload`.
	 */
	#watch(): void {
		this.#unwatch();
		const {files} = this.#identity;
		if (files === undefined) return;
		for (const folder of new Set([files.cert, files.key].map(dirname))) {
			try {
				const watcher = watch(folder, {persistent: false}, () => this.#settle());
				watcher.on('error', () => watcher.close());
				this.#watchers.push(watcher);
			} catch {}
		}
	}

	#unwatch(): void {
		for (const watcher of this.#watchers) watcher.close();
		this.#watchers = [];
		this.#options.clock.clearTimeout(this.#timer);
	}

	#settle(): void {
		const {clock, report} = this.#options;
		clock.clearTimeout(this.#timer);
		this.#timer = clock.setTimeout(() => {
			this.reload().catch((error: unknown) => {
				const {message} = error instanceof ChatError ? error : new ChatError('CERT_BAD');
				report({event: 'unrenewed', error: message});
			});
		}, settleMs);
	}
}
