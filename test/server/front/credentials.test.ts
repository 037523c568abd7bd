import {mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../../source/protocol/clock.ts';
import {Credentials} from '../../../source/server/front/credentials.ts';
import {
	loadServerKey,
	makeServerKey,
	type TlsFiles,
	type TlsIdentity,
} from '../../../source/server/front/keys.ts';
import type {LogReport} from '../../../source/server/log.ts';
import {newFolder} from '../../helpers/test-folder.ts';

const write = ({cert, key}: TlsFiles, identity: TlsIdentity): void => {
	writeFileSync(cert, identity.cert);
	writeFileSync(key, identity.key);
};

const build = async (files: TlsFiles, identity = makeServerKey()) => {
	write(files, identity);
	const renewed: string[] = [];
	const reports: LogReport[] = [];
	let wake = (): void => {};
	const credentials = new Credentials({
		identity: await loadServerKey(files),
		clock: systemClock,
		report: row => {
			reports.push(row);
			wake();
		},
		onRenewed: ({fingerprint}) => renewed.push(fingerprint),
	});
	onTestFinished(() => credentials.close());
	/** Resolves at the next report. */
	const report = (): Promise<LogReport> =>
		new Promise(resolve => {
			wake = () => resolve(reports.at(-1)!);
			if (reports.length > 0) wake();
		});
	return {credentials, renewed, reports, report};
};

const filesIn = (folder: string): TlsFiles => ({
	cert: join(folder, 'cert.pem'),
	key: join(folder, 'key.pem'),
});

describe('files that change', () => {
	test('are read anew by themselves, both of them together', async () => {
		const files = filesIn(newFolder());
		const {credentials, renewed, report} = await build(files);
		const next = makeServerKey();
		write(files, next);
		expect(await report()).toEqual({event: 'renewed', fingerprint: next.fingerprint});
		expect(renewed).toEqual([next.fingerprint]);
		expect(credentials.fingerprint).toBe(next.fingerprint);
	});

	test('also when a link in their folder leads elsewhere from now on', async () => {
		const folder = newFolder();
		const next = makeServerKey();
		for (const name of ['one', 'two']) mkdirSync(join(folder, name));
		write(filesIn(join(folder, 'two')), next);
		const live = join(folder, 'live');
		mkdirSync(live);
		symlinkSync(join(folder, 'one', 'cert.pem'), join(live, 'cert.pem'));
		symlinkSync(join(folder, 'one', 'key.pem'), join(live, 'key.pem'));
		const {report} = await build(filesIn(live));
		for (const name of ['cert.pem', 'key.pem']) {
			symlinkSync(join(folder, 'two', name), join(live, `${name}.next`));
			renameSync(join(live, `${name}.next`), join(live, name));
		}
		expect(await report()).toEqual({event: 'renewed', fingerprint: next.fingerprint});
	});

	test('to something that cannot be used are told of, and what was there stays', async () => {
		const files = filesIn(newFolder());
		const first = makeServerKey();
		const {credentials, renewed, report} = await build(files, first);
		writeFileSync(files.cert, 'half a certif');
		expect(await report()).toEqual({
			event: 'unrenewed',
			error: `${files.cert} holds no certificate (PEM).`,
		});
		expect(renewed).toEqual([]);
		expect(credentials.fingerprint).toBe(first.fingerprint);
	});
});

describe('reload', () => {
	test('reads the files at once; it says what is wrong with them, and the ones before stay', async () => {
		const files = filesIn(newFolder());
		const first = makeServerKey();
		const {credentials, renewed} = await build(files, first);
		const next = makeServerKey();
		write(files, next);
		await credentials.reload();
		expect(renewed).toEqual([next.fingerprint]);
		rmSync(files.key);
		await expect(credentials.reload()).rejects.toMatchObject({code: 'CERT_BAD'});
		expect(credentials.fingerprint).toBe(next.fingerprint);
	});

	test('of what has not changed tells nobody', async () => {
		const {credentials, renewed, reports} = await build(filesIn(newFolder()));
		await credentials.reload();
		expect([renewed, reports]).toEqual([[], []]);
	});

	test('takes other files, and looks at those from now on', async () => {
		const {credentials, renewed} = await build(filesIn(newFolder()));
		const elsewhere = filesIn(newFolder());
		const next = makeServerKey();
		write(elsewhere, next);
		await credentials.reload(await loadServerKey(elsewhere));
		const third = makeServerKey();
		write(elsewhere, third);
		await credentials.reload();
		expect(renewed).toEqual([next.fingerprint, third.fingerprint]);
	});

	test('after the end changes nothing', async () => {
		const {credentials, renewed} = await build(filesIn(newFolder()));
		credentials.close();
		await credentials.reload(makeServerKey());
		expect(renewed).toEqual([]);
	});
});
