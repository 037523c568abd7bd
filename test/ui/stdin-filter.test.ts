import {PassThrough} from 'node:stream';
import {describe, expect, test} from 'vitest';
import type {Input} from '../../source/ui/keys.ts';
import {StdinFilter} from '../../source/ui/stdin-filter.ts';
import {FakeClock} from '../helpers/clock.ts';

const open = () => {
	const source = new PassThrough();
	const clock = new FakeClock();
	const filter = new StdinFilter(source, clock);
	const inputs: Input[] = [];
	filter.onInput = input => inputs.push(input);
	const passed: string[] = [];
	filter.on('data', (raw: string) => passed.push(raw));
	// Starts listening to the source, so that nothing is read before it is heard.
	filter.read(0);
	return {source, clock, filter, inputs, passed};
};

/** Resolves once the filter has read everything that was written so far. */
const written = (source: PassThrough, chunk: string | Uint8Array): Promise<void> =>
	new Promise(resolve => {
		source.once('data', () => setImmediate(resolve));
		source.write(chunk);
	});

/** Lets the event loop go round so many times. */
const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve));
};

describe('the filter in front of stdin', () => {
	test('gives Ink one unit at a time, so that a key behind text is not lost', async () => {
		const source = new PassThrough();
		const filter = new StdinFilter(source, new FakeClock());
		const reads: string[][] = [];
		// As Ink reads: all that there is, each time there is something.
		filter.on('readable', () => {
			const read: string[] = [];
			for (let unit = filter.read(); unit !== null; unit = filter.read()) read.push(unit);
			if (read.length > 0) reads.push(read);
		});
		filter.read(0);
		await written(source, 'hello\r\u001b[A');
		await turns(5);
		expect(reads).toEqual([['hello'], ['\r'], ['\u001b[A']]);
	});

	test('keeps the terminal’s answers from Ink, but for the one that it asked for', async () => {
		const {source, passed, inputs} = open();
		await written(source, '\u001b]11;rgb:0/0/0\u0007\u001b[<0;1;1M\u001b[?1ux');
		await turns(1);
		expect(passed).toEqual(['\u001b[?1u', 'x']);
		expect(inputs.at(-1)).toEqual({type: 'text', text: 'x'});
	});

	test('keeps from Ink what its text input would show as a letter', async () => {
		const {source, passed, inputs} = open();
		await written(source, 'a\u0001\u001bb\u0015\u007f');
		await turns(3);
		expect(passed).toEqual(['a', '\u0015', '\u007f']);
		expect(inputs.map(input => input.type === 'key' && input.name)).toEqual([
			false,
			'ctrl+a',
			'alt+b',
			'ctrl+u',
			'backspace',
		]);
	});

	test('takes a lone escape for the key only when nothing follows', async () => {
		const {source, clock, inputs} = open();
		await written(source, '\u001b');
		expect(inputs).toEqual([]);
		clock.advance(50);
		expect(inputs).toEqual([{type: 'key', name: 'escape'}]);
		await written(source, '\u001b');
		await written(source, '[B');
		clock.advance(50);
		expect(inputs.slice(1)).toEqual([{type: 'key', name: 'down'}]);
	});

	test('waits longer for a sequence that has begun, and then forgets it', async () => {
		const {source, clock, inputs, passed} = open();
		await written(source, '\u001b[1;');
		clock.advance(999);
		expect(inputs).toEqual([]);
		clock.advance(1);
		expect(inputs).toEqual([{type: 'report'}]);
		expect(passed).toEqual([]);
	});

	test('types nothing of a paste that stops for seconds on a bad line', async () => {
		const {source, clock, inputs} = open();
		await written(source, '\u001b[200~/cl');
		clock.advance(4999);
		await written(source, 'ear\n\u001b[201~');
		expect(inputs).toEqual([{type: 'paste', text: '/clear\n'}]);
		await written(source, '\u001b[200~half');
		clock.advance(5000);
		expect(inputs.at(-1)).toEqual({type: 'paste', text: 'half'});
	});

	test('puts characters together that were cut by the network', async () => {
		const {source, inputs} = open();
		const bytes = Buffer.from('李');
		await written(source, bytes.subarray(0, 2));
		await written(source, bytes.subarray(2));
		expect(inputs).toEqual([{type: 'text', text: '李'}]);
	});

	test('lets go of the source when it is destroyed', async () => {
		const {source, filter} = open();
		await written(source, 'x');
		filter.destroy();
		expect(source.listenerCount('end')).toBe(0);
		expect(source.isPaused()).toBe(true);
	});

	test('hears the source that another one has let go of', async () => {
		const {source, filter} = open();
		filter.destroy();
		await turns(2);
		const next = new StdinFilter(source, new FakeClock());
		const inputs: Input[] = [];
		next.onInput = input => inputs.push(input);
		next.read(0);
		await written(source, 'a');
		expect(inputs).toEqual([{type: 'text', text: 'a'}]);
	});
});
