import {execFile} from 'node:child_process';
import {createPublicKey, verify} from 'node:crypto';
import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {identityFileName, openIdentity} from '../../source/client/identity.ts';
import {proofText} from '../../source/protocol/proof.ts';
import {newFolder} from '../helpers/test-folder.ts';

const isProved = (key: string, proof: string, channel: {binding: Uint8Array; id: string}): boolean =>
	verify(
		null,
		Buffer.from(proofText(channel)),
		createPublicKey({key: {kty: 'OKP', crv: 'Ed25519', x: key}, format: 'jwk'}),
		Buffer.from(proof, 'base64url'),
	);

test('a key is made once, is its owner’s alone, and proves itself on one channel under one id', () => {
	const folder = join(newFolder(), 'new');
	const identity = openIdentity(folder);
	expect(openIdentity(folder).key).toBe(identity.key);
	expect(identity.key).toMatch(/^[\w-]{43}$/);
	expect(readdirSync(folder)).toEqual([identityFileName]);
	expect(statSync(join(folder, identityFileName)).mode & 0o777).toBe(0o600);
	fc.assert(
		fc.property(fc.uint8Array({minLength: 32, maxLength: 32}), fc.string(), (binding, id) => {
			const proof = identity.prove({binding, id});
			expect(proof).toMatch(/^[\w-]{86}$/);
			expect(isProved(identity.key, proof, {binding, id})).toBe(true);
			const other = binding.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
			expect(isProved(identity.key, proof, {binding: other, id})).toBe(false);
			expect(isProved(identity.key, proof, {binding, id: `${id}x`})).toBe(false);
		}),
		{numRuns: 50},
	);
});

test('programs that start at the same moment have one key', async () => {
	const folder = join(newFolder(), 'new');
	const module = new URL('../../source/client/identity.ts', import.meta.url).href;
	const code = `import {openIdentity} from ${JSON.stringify(module)}; console.log(openIdentity(process.argv[1]).key)`;
	const runs = Array.from({length: 4}, () =>
		promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, folder]),
	);
	const keys = (await Promise.all(runs)).map(({stdout}) => stdout.trim());
	expect(new Set(keys).size).toBe(1);
	expect(keys[0]).toBe(openIdentity(folder).key);
	expect(readdirSync(folder)).toEqual([identityFileName]);
});

const damaged = (change: (key: Record<string, unknown>) => unknown): string => {
	const folder = newFolder();
	openIdentity(folder);
	const path = join(folder, identityFileName);
	const changed = change(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>);
	writeFileSync(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
	return folder;
};

test.each<[string, (key: Record<string, unknown>) => unknown]>([
	['is empty', () => ''],
	['is half a file', key => JSON.stringify(key).slice(0, 60)],
	['is no JSON', () => 'secret'],
	['is null', () => null],
	['holds another kind of key', key => ({...key, crv: 'X25519'})],
	['holds half a secret', key => ({...key, d: String(key.d).slice(0, 20)})],
	['holds halves of two keys', key => ({...key, x: openIdentity(newFolder()).key})],
	['holds no secret', ({d: _, ...key}) => key],
])('a key file that %s is said to be damaged, and stays as it is', (_, change) => {
	const folder = damaged(change);
	const path = join(folder, identityFileName);
	const before = readFileSync(path, 'utf8');
	expect(() => openIdentity(folder)).toThrow(
		expect.objectContaining({
			code: 'KEYS_BAD',
			message: expect.stringMatching(/is damaged\. Put a copy of it back/),
		}),
	);
	expect(readFileSync(path, 'utf8')).toBe(before);
});

test('a key that cannot be read or made is an error', () => {
	const folder = newFolder();
	mkdirSync(join(folder, identityFileName));
	expect(() => openIdentity(folder)).toThrow(
		expect.objectContaining({code: 'KEYS_BAD', message: expect.stringContaining('EISDIR')}),
	);
	const file = join(newFolder(), 'file');
	writeFileSync(file, '');
	expect(() => openIdentity(file)).toThrow(expect.objectContaining({code: 'KEYS_BAD'}));
});

test('a key that others could read becomes its owner’s', () => {
	const folder = newFolder();
	const {key} = openIdentity(folder);
	chmodSync(join(folder, identityFileName), 0o644);
	expect(openIdentity(folder).key).toBe(key);
	expect(statSync(join(folder, identityFileName)).mode & 0o777).toBe(0o600);
});
