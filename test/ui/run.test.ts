import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {runScreen} from '../../source/ui/run.tsx';
import type {KeySource} from '../../source/ui/stdin-filter.ts';
import {Bench} from '../client/scripted-server.ts';

test('the terminal echoes no key from before the first frame until after the last one', async () => {
	const bench = new Bench();
	const happened: string[] = [];
	const stdin: KeySource & PassThrough = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: (on: boolean) => happened.push(on ? 'raw' : 'cooked'),
		ref: () => {},
		unref: () => {},
	});
	const stdout = Object.assign(new PassThrough(), {isTTY: true, columns: 80, rows: 24});
	stdout.on('data', (chunk: Buffer) => {
		if (happened.at(-1) !== 'drawing') happened.push('drawing');
		// As every terminal does when it is asked for its attributes.
		if (String(chunk).includes('\u001b[c')) stdin.write('\u001b[?62;22c');
	});
	const refused = new ChatError('REFUSED');
	const shown = runScreen({
		client: bench.client,
		address: '127.0.0.1:8082',
		reached: Promise.reject(refused),
		stdin,
		stdout: stdout as unknown as NodeJS.WriteStream,
		clock: bench.clock,
	});
	await expect(shown).rejects.toBe(refused);
	expect(happened.slice(0, 2)).toEqual(['raw', 'drawing']);
	expect(happened.filter(what => what !== 'drawing').at(-1)).toBe('cooked');
});
