import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {
	ChunkFramer,
	decodeUtf8,
	endsInsideCharacter,
	type Framer,
	LineFramer,
} from '../../source/protocol/lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (frame: Uint8Array): string => Buffer.from(frame).toString();

/** Everything the framer makes of some chunks, with the code of the error that ended it, if one did. */
const feed = (framer: Framer, chunks: readonly Uint8Array[]): {frames: string[]; error?: string} => {
	const frames: string[] = [];
	try {
		for (const chunk of chunks) for (const frame of framer.push(chunk)) frames.push(text(frame));
		return {frames};
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		return {frames, error: error.code};
	}
};

/** Cuts bytes at the given fractions of their length. */
const cut = (whole: Uint8Array, at: readonly number[]): Uint8Array[] => {
	const offsets = [0, ...at.map(part => Math.floor(part * whole.length)), whole.length].sort((a, b) => a - b);
	return offsets.slice(1).map((end, index) => whole.subarray(offsets[index], end));
};

const cuts = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 12});
const anyLine = fc
	.string({unit: 'binary', maxLength: 40})
	.map(line => line.toWellFormed().replaceAll(/[\r\n]/g, ''));

describe('LineFramer', () => {
	test.each<[string, string, string[]]>([
		['nothing', '', []],
		['half a line', 'abc', []],
		['a line', 'abc\n', ['abc']],
		['a line as Windows and telnet end it', 'abc\r\n', ['abc']],
		['empty lines', '\n\r\n', ['', '']],
		['two lines and the start of a third', 'a\nb\nc', ['a', 'b']],
		['a carriage return inside a line stays', 'a\rb\n', ['a\rb']],
		['only the last of two carriage returns belongs to the end', 'a\r\r\n', ['a\r']],
	])('%s', (_, input, frames) => {
		expect(feed(new LineFramer(100), [bytes(input)])).toEqual({frames});
	});

	test('splits at any offset give the same lines, also inside characters', () => {
		const whole = bytes('Zośka\r\n李雷\n\n👩‍🚀 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿\nrest');
		for (let at = 0; at <= whole.length; at++) {
			const framer = new LineFramer(100);
			const {frames} = feed(framer, [whole.subarray(0, at), whole.subarray(at)]);
			expect(frames).toEqual(['Zośka', '李雷', '', '👩‍🚀 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿']);
			expect(framer.flush().map(text)).toEqual(['rest']);
		}
	});

	test('any lines, cut anywhere, come out as they went in', () => {
		fc.assert(
			fc.property(fc.array(anyLine), fc.constantFrom('\n', '\r\n'), cuts, (lines, end, at) => {
				const whole = bytes(lines.map(line => line + end).join(''));
				expect(feed(new LineFramer(1000), cut(whole, at))).toEqual({frames: lines});
			}),
		);
	});

	test('the outcome never depends on the cuts, for any bytes and any limit', () => {
		const stream = fc
			.uint8Array({maxLength: 60})
			.map(raw => raw.map(byte => (byte < 60 ? 10 : byte < 90 ? 13 : byte)));
		fc.assert(
			fc.property(stream, fc.nat(20), cuts, (whole, limit, at) => {
				const split = new LineFramer(limit);
				const single = new LineFramer(limit);
				const outcome = feed(single, [whole]);
				expect(feed(split, cut(whole, at))).toEqual(outcome);
				if (outcome.error === undefined) expect(split.pending).toBe(single.pending);
			}),
		);
	});

	test('a line may have exactly `limit` bytes, however it ends', () => {
		for (const end of ['\n', '\r\n']) {
			expect(feed(new LineFramer(5), [bytes(`12345${end}`)])).toEqual({frames: ['12345']});
			expect(feed(new LineFramer(5), [bytes(`123456${end}`)])).toEqual({frames: [], error: 'LINE_TOO_LONG'});
		}
	});

	test('lines before one that is too long are still given', () => {
		expect(feed(new LineFramer(5), [bytes('one\ntwo\nmuch too long\n')])).toEqual({
			frames: ['one', 'two'],
			error: 'LINE_TOO_LONG',
		});
	});

	test('an endless line is refused before it is held, whatever the chunks', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 300}), fc.nat(1000), (size, limit) => {
				const framer = new LineFramer(limit);
				const chunk = new Uint8Array(size).fill(0x61);
				let held = 0;
				expect(() => {
					for (;;) {
						for (const _ of framer.push(chunk)) throw new Error('no line was ended');
						held = framer.pending;
					}
				}).toThrow(expect.objectContaining({code: 'LINE_TOO_LONG'}));
				expect(held).toBeLessThanOrEqual(limit);
				expect(held).toBeGreaterThan(limit - size);
			}),
		);
	});

	test('a limit that a line raises holds for the next line in the same chunk', () => {
		const framer = new LineFramer(5);
		const seen: string[] = [];
		for (const frame of framer.push(bytes('hello\na much longer line\n'))) {
			seen.push(text(frame));
			framer.limit = 100;
		}
		expect(seen).toEqual(['hello', 'a much longer line']);
	});

	test('at the end of input the rest is a line, unless there is none', () => {
		const framer = new LineFramer(100);
		feed(framer, [bytes('done\nnot done\r')]);
		expect(framer.pending).toBe(9);
		expect(framer.flush().map(text)).toEqual(['not done']);
		expect(framer.pending).toBe(0);
		expect(framer.flush()).toEqual([]);
	});
});

describe('ChunkFramer', () => {
	const long = 'x'.repeat(1500);

	test.each<[string, string[], string[], string[]]>([
		['each small chunk is a message', ['Alice', 'Hello', 'again'], ['Alice', 'Hello', 'again'], []],
		['newlines do not end a message', ['one\ntwo'], ['one\ntwo'], []],
		['a large chunk may go on', [long], [], [long]],
		['a small chunk ends a large one', [long, 'y'], [`${long}y`], []],
		['large chunks add up', [long, long, 'y'], [`${long}${long}y`], []],
		['an empty chunk is nothing', [''], [], []],
	])('%s', (_, chunks, frames, rest) => {
		const framer = new ChunkFramer(16_384);
		expect(feed(framer, chunks.map(bytes))).toEqual({frames});
		expect(framer.flush().map(text)).toEqual(rest);
		expect(framer.pending).toBe(0);
	});

	test('a message that is cut inside a character waits for its rest', () => {
		const message = 'Zośka 李雷 👩‍🚀';
		const whole = bytes(message);
		for (let at = 1; at < whole.length; at++) {
			const framer = new ChunkFramer(100);
			const [head, tail] = [whole.subarray(0, at), whole.subarray(at)];
			const inside = !message.startsWith(text(head));
			expect(feed(framer, [head, tail]).frames).toHaveLength(inside ? 1 : 2);
		}
	});

	test('holds `limit` bytes and not one more', () => {
		const framer = new ChunkFramer(3000);
		expect(feed(framer, [bytes(long), bytes(long)])).toEqual({frames: []});
		expect(framer.pending).toBe(3000);
		expect(feed(framer, [bytes('y')])).toEqual({frames: [], error: 'LINE_TOO_LONG'});
		expect(framer.pending).toBe(3000);
	});
});

describe('UTF-8', () => {
	test('the end of a text is inside a character exactly when it is', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), fc.nat(), (said, at) => {
				const whole = bytes(said.toWellFormed());
				const end = whole.length === 0 ? 0 : at % (whole.length + 1);
				const inside = end < whole.length && (whole[end]! & 0xc0) === 0x80;
				expect(endsInsideCharacter(whole.subarray(0, end))).toBe(inside);
			}),
		);
	});

	test.each([
		[[0x80], false],
		[[0x80, 0x80, 0x80, 0x80], false],
		[[0xc3], true],
		[[0xe2, 0x82], true],
		[[0xf0, 0x9f, 0x98], true],
		[[0xf0, 0x9f, 0x98, 0x80], false],
		[[], false],
	])('%j ends inside a character: %s', (raw, inside) => {
		expect(endsInsideCharacter(Uint8Array.from(raw))).toBe(inside);
	});

	test.each([
		['a lone continuation', [0x80]],
		['a character cut short', [0x61, 0xc3]],
		['an overlong slash', [0xc0, 0xaf]],
		['a surrogate', [0xed, 0xa0, 0x80]],
		['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
	])('%s is refused, and the next line is read all the same', (_, raw) => {
		expect(() => decodeUtf8(Uint8Array.from(raw))).toThrow(expect.objectContaining({code: 'NOT_UTF8'}));
		expect(decodeUtf8(bytes('Зоя'))).toBe('Зоя');
	});

	test('what was encoded is decoded to the same text', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), said => {
				const whole = said.toWellFormed();
				expect(decodeUtf8(bytes(whole))).toBe(whole);
			}),
		);
	});
});
