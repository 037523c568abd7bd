import {chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Pins, pinsFileName} from '../../source/client/pins.ts';
import {newFolder} from '../helpers/test-folder.ts';

const fingerprint = (letter: string): string => `SHA256:${letter.repeat(43)}`;
const pin = (letter: string, isPublic = false) => ({fingerprint: fingerprint(letter), isPublic});
const at = (host: string, port = 8082) => ({host, port});

const pinsIn = (folder: string | undefined, failed: (sentence: string) => void = () => {}): Pins =>
	new Pins({folder, now: () => 1_000, failed});

test('servers are known in the next run, by host and port', () => {
	const folder = join(newFolder(), 'new');
	const pins = pinsIn(folder);
	expect(pins.find(at('one'))).toBeUndefined();
	pins.keep(at('One'), pin('a'));
	pins.keep(at('::1', 7000), pin('b', true));
	for (const known of [pins, pinsIn(folder)]) {
		expect(known.find(at('oNE'))).toEqual(pin('a'));
		expect(known.find(at('one', 8083))).toBeUndefined();
		expect(known.find(at('::1', 7000))).toEqual(pin('b', true));
	}
	expect(statSync(join(folder, pinsFileName)).mode & 0o777).toBe(0o600);
});

test('the last word about a server counts, whichever process wrote it', () => {
	const folder = newFolder();
	const [first, second] = [pinsIn(folder), pinsIn(folder)];
	first.keep(at('one'), pin('a'));
	second.keep(at('two'), pin('b'));
	second.keep(at('one'), pin('c'));
	expect(first.find(at('one'))).toEqual(pin('c'));
	expect(first.find(at('two'))).toEqual(pin('b'));
});

test('what is damaged is passed over, and costs no other line', () => {
	const folder = newFolder();
	const path = join(folder, pinsFileName);
	const whole = JSON.stringify({address: 'one:8082', fingerprint: fingerprint('a'), since: 1});
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), fc.nat(whole.length - 1), (junk, cut) => {
			writeFileSync(
				path,
				`${junk.replaceAll('\n', ' ')}\n${whole}\nnull\n[]\n{"address":"two:8082"}\n${whole.slice(0, cut)}`,
			);
			const pins = pinsIn(folder);
			expect(pins.find(at('one'))).toEqual(pin('a'));
			expect(pins.find(at('two'))).toBeUndefined();
			// Behind half a line a whole one can be written.
			pins.keep(at('two'), pin('b'));
			expect(pinsIn(folder).find(at('two'))).toEqual(pin('b'));
			expect(pinsIn(folder).find(at('one'))).toEqual(pin('a'));
		}),
		{numRuns: 200},
	);
});

test('a file that cannot be read makes no server a new one', () => {
	const folder = newFolder();
	mkdirSync(join(folder, pinsFileName));
	const pins = pinsIn(folder);
	expect(() => pins.find(at('one'))).toThrow(expect.objectContaining({code: 'KEYS_BAD', fatal: true}));
});

test('what this process has seen stays known to it when the file goes, or cannot be read', () => {
	const folder = newFolder();
	const path = join(folder, pinsFileName);
	const pins = pinsIn(folder);
	pins.keep(at('one'), pin('a'));
	rmSync(path);
	expect(pins.find(at('one'))).toEqual(pin('a'));
	mkdirSync(path);
	expect(pins.find(at('one'))).toEqual(pin('a'));
	expect(() => pins.find(at('two'))).toThrow(expect.objectContaining({code: 'KEYS_BAD'}));
});

test('where nothing can be kept, that is told, and the server is known for this run', () => {
	const folder = join(newFolder(), 'file');
	writeFileSync(folder, '');
	const told: string[] = [];
	const pins = pinsIn(folder, sentence => told.push(sentence));
	pins.keep(at('one'), pin('a'));
	expect(told).toEqual([expect.stringMatching(/^The key of one:8082 cannot be kept in .*known_servers/)]);
	expect(pins.find(at('one'))).toEqual(pin('a'));
});

test('without a folder nothing is written, and servers are known for this run', () => {
	const pins = pinsIn(undefined);
	pins.keep(at('one'), pin('a'));
	expect(pins.find(at('one'))).toEqual(pin('a'));
	expect(pinsIn(undefined).find(at('one'))).toBeUndefined();
});

test('a file that others could read becomes its owner’s', () => {
	const folder = newFolder();
	const path = join(folder, pinsFileName);
	writeFileSync(path, '');
	chmodSync(path, 0o644);
	pinsIn(folder).find(at('one'));
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(existsSync(path) && readFileSync(path, 'utf8')).toBe('');
});
