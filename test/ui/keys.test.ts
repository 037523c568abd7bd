import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Input, KeyTokenizer} from '../../source/ui/keys.ts';
import type {Answer} from '../../source/ui/reports.ts';

const read = (...chunks: string[]): Input[] => {
	const tokens = new KeyTokenizer();
	return [...chunks.flatMap(chunk => tokens.push(chunk)), ...tokens.flush()].map(({input}) => input);
};

/** Inputs in a form that is quick to read: keys by name, text in quotes, pastes in angle brackets. */
const drawn = (...chunks: string[]): string =>
	read(...chunks)
		.map(input => {
			if (input.type === 'key') return input.name;
			if (input.type === 'text') return JSON.stringify(input.text);
			if (input.type === 'paste') return `<${input.text}>`;
			if (input.type === 'mouse') return `${input.kind} ${input.button} at ${input.column},${input.row}`;
			return input.type === 'focus' ? `focus ${input.focused}` : 'report';
		})
		.join(' ');

const sequences: ReadonlyArray<readonly [bytes: string, name: string]> = [
	['\r', 'enter'],
	['\n', 'ctrl+j'],
	['\t', 'tab'],
	['\u007f', 'backspace'],
	['\b', 'ctrl+h'],
	['\u0001', 'ctrl+a'],
	['\u001a', 'ctrl+z'],
	['\u001f', 'ctrl+_'],
	['\u0000', 'ctrl+space'],
	['\u001b[A', 'up'],
	['\u001bOA', 'up'],
	['\u001b[1;5D', 'ctrl+left'],
	['\u001b[1;3C', 'alt+right'],
	['\u001b[1;2B', 'shift+down'],
	['\u001b[1;3H', 'alt+home'],
	['\u001b[4;3~', 'alt+end'],
	['\u001b\u001b[D', 'alt+left'],
	['\u001b[5~', 'pageup'],
	['\u001b[6~', 'pagedown'],
	['\u001b[3~', 'delete'],
	['\u001b[3;5~', 'ctrl+delete'],
	['\u001b[Z', 'shift+tab'],
	['\u001bOP', 'f1'],
	['\u001b[11~', 'f1'],
	['\u001b[[A', 'f1'],
	['\u001b[18~', 'f7'],
	['\u001ba', 'alt+a'],
	['\u001bA', 'alt+shift+a'],
	['\u001b1', 'alt+1'],
	['\u001b_', 'alt+_'],
	['\u001b\r', 'alt+enter'],
	['\u001b\u007f', 'alt+backspace'],
	['\u001b[13;2u', 'shift+enter'],
	['\u001b[13;3u', 'alt+enter'],
	['\u001b[110;5u', 'ctrl+n'],
	['\u001b[97;3u', 'alt+a'],
	['\u001b[27u', 'escape'],
	['\u001b[57421;1u', 'pageup'],
	['\u001b[27;2;13~', 'shift+enter'],
	['\u001b', 'escape'],
	['\u001b\u001b', 'escape'],
	// rxvt
	['\u001b[7~', 'home'],
	['\u001b[5$', 'shift+pageup'],
	['\u001b[6^', 'ctrl+pagedown'],
	['\u001bOd', 'ctrl+left'],
	['\u001b[c', 'shift+right'],
	['\u001b\u001b[A', 'alt+up'],
	// the Linux console
	['\u001b[[E', 'f5'],
	['\u001b[1~', 'home'],
	['\u001b\t', 'shift+tab'],
	// xterm's modifyOtherKeys
	['\u001b[27;5;13~', 'ctrl+enter'],
	['\u001b[27;3;97~', 'alt+a'],
	['\u001b[27;4;65~', 'alt+shift+a'],
	// kitty: with locks, a sign that needs Shift, another layout, the keypad's own keys
	['\u001b[110;133u', 'ctrl+n'],
	['\u001b[45:95;4u', 'alt+_'],
	['\u001b[45:95;6u', 'ctrl+_'],
	['\u001b[97:65;4u', 'alt+shift+a'],
	['\u001b[1090::110;5u', 'ctrl+n'],
	['\u001b[57417;5u', 'ctrl+left'],
];

describe('keys', () => {
	test.each(sequences)('%j is %s', (bytes, name) => {
		expect(drawn(bytes)).toBe(name);
	});

	test('several keys of one read stay several', () => {
		expect(drawn('hello\rworld\u001b[A\u007f')).toBe('"hello" enter "world" up backspace');
	});

	test('a release of a key is no press', () => {
		expect(drawn('\u001b[97;1:3u')).toBe('report');
	});

	test('text of any script comes as it was typed', () => {
		expect(drawn('Zośka 李雷 👩‍🔬')).toBe('"Zośka 李雷 👩‍🔬"');
	});
});

describe('what a terminal answers is never typing', () => {
	test.each([
		['cursor position', '\u001b[24;80R'],
		['device attributes', '\u001b[?62;22c'],
		['kitty flags', '\u001b[?1u'],
		['mouse sideways', '\u001b[<66;12;5M'],
		['mouse out of every screen', '\u001b[<0;99999;5M'],
		['mouse before the screen', '\u001b[<0;0;5M'],
		['mouse without a place', '\u001b[<0;5M'],
		['mouse with too much', '\u001b[<0;1;2;3M'],
		['a mode', '\u001b[?2031;1$y'],
		['colour, ended by BEL', '\u001b]11;rgb:0000/0000/0000\u0007'],
		['colour, ended by ST', '\u001b]11;rgb:0000/0000/0000\u001b\\'],
		['version string', '\u001bP>|xterm(390)\u001b\\'],
	])('%s', (_, bytes) => {
		expect(drawn('a', bytes, 'b')).toBe('"a" report "b"');
	});
});

describe('the mouse and the focus', () => {
	test.each([
		['\u001b[<0;12;5M', 'press 0 at 11,4'],
		['\u001b[<0;12;5m', 'release 0 at 11,4'],
		['\u001b[<2;1;1M', 'press 2 at 0,0'],
		['\u001b[<64;12;5M', 'wheel -1 at 11,4'],
		['\u001b[<65;12;5M', 'wheel 1 at 11,4'],
		['\u001b[<32;12;5M', 'move 0 at 11,4'],
		['\u001b[<16;12;5M', 'press 0 at 11,4'],
		['\u001b[I', 'focus true'],
		['\u001b[O', 'focus false'],
	])('%j is %s', (bytes, said) => {
		expect(drawn(`a${bytes}b`)).toBe(`"a" ${said} "b"`);
	});
});

describe('answers', () => {
	test.each<[string, Answer]>([
		['\u001b[24;80R', {of: 'cursor', row: 23, column: 79}],
		['\u001b[?62;22c', {of: 'attributes'}],
		['\u001b[?997;2n', {of: 'scheme', background: 'light'}],
		['\u001b]11;rgb:ffff/8080/0000\u0007', {of: 'background', red: 1, green: 0x8080 / 0xffff, blue: 0}],
		['\u001b]11;rgb:ff/80/0\u001b\\', {of: 'background', red: 1, green: 0x80 / 0xff, blue: 0}],
		['\u001b]11;rgba:0000/0000/0000/ffff\u001b\\', {of: 'background', red: 0, green: 0, blue: 0}],
	])('%j is understood', (bytes, answer) => {
		expect(read(bytes)).toEqual([{type: 'report', answer}]);
	});

	test('a colour that is none tells nothing', () => {
		expect(read('\u001b]11;rgb:fffff/0/0\u0007', '\u001b]11;?\u0007')).toEqual([
			{type: 'report'},
			{type: 'report'},
		]);
	});
});

test('characters of the keypad and a blank with Shift are typed', () => {
	expect(drawn('\u001b[57400u\u001b[57412;129u\u001b[32;2u')).toBe('"1" "-" " "');
});

describe('pastes', () => {
	test('hold what would be keys elsewhere', () => {
		expect(drawn('\u001b[200~rm -rf\r\u0003\u001b[A\u001b[201~x')).toBe('<rm -rf\r\u0003\u001b[A> "x"');
	});

	test('one that never ends is given up at a flush and swallows no later key', () => {
		const tokens = new KeyTokenizer();
		expect(tokens.push('\u001b[200~half')).toEqual([]);
		expect(tokens.waiting).toBe('paste');
		expect(tokens.flush().map(({input}) => input)).toEqual([{type: 'paste', text: 'half'}]);
		expect(tokens.push('\r').map(({input}) => input)).toEqual([{type: 'key', name: 'enter'}]);
	});
});

const unit = fc.oneof(
	fc.constantFrom(...sequences.map(([bytes]) => bytes).filter(bytes => !/^\u001b+$/.test(bytes))),
	fc.stringMatching(/^[a-z ]{1,5}$/),
	fc.stringMatching(/^[a-z\r]{0,6}$/).map(text => `\u001b[200~${text}\u001b[201~`),
	fc.constantFrom('\u001b[24;80R', '\u001b]11;rgb:1/2/3\u0007', '\u001b[<0;1;1M'),
);

/** Neighbouring texts read as one: where a read ends is chance. */
const joined = (inputs: readonly Input[]): Input[] => {
	const result: Input[] = [];
	for (const input of inputs) {
		const last = result.at(-1);
		if (input.type === 'text' && last?.type === 'text')
			result[result.length - 1] = {...last, text: last.text + input.text};
		else result.push(input);
	}
	return result;
};

test('it does not matter where the input is cut', () => {
	fc.assert(
		fc.property(fc.array(unit, {maxLength: 8}), fc.array(fc.nat(), {maxLength: 12}), (units, cuts) => {
			const text = units.join('');
			const places = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((one, other) => one - other);
			const pieces = [0, ...places].map((start, index) => text.slice(start, places[index] ?? text.length));
			expect(joined(read(...pieces))).toEqual(joined(read(text)));
		}),
	);
});

test('nothing is lost and nothing is made up, whatever comes', () => {
	const anything = fc.string({
		unit: fc.constantFrom('\u001b', '[', 'O', ']', '5', ';', '~', 'A', 'u', 'a', '\r', '\u0007', '\\', '?'),
	});
	fc.assert(
		fc.property(anything, text => {
			const tokens = new KeyTokenizer();
			const raw = [...tokens.push(text), ...tokens.flush()].map(token => token.raw).join('');
			expect(raw).toBe(text);
		}),
	);
});

test('what is behind the longest paste is not typed, though it is too much to take in', () => {
	const tokens = new KeyTokenizer();
	const line = '/quit\r';
	tokens.push('\u001b[200~');
	for (let sent = 0; sent < 5 * 1024 * 1024; sent += 4096 * line.length) {
		expect(tokens.push(line.repeat(4096))).toEqual([]);
	}
	const [paste, ...others] = tokens.push('\u001b[201~a').map(({input}) => input);
	expect(paste?.type === 'paste' && paste.text.length).toBe(4 * 1024 * 1024);
	expect(others).toEqual([{type: 'text', text: 'a'}]);
});

test('an answer without an end is held no longer than it can be one', () => {
	const tokens = new KeyTokenizer();
	expect(tokens.push('\u001b]11;')).toEqual([]);
	const inputs = tokens.push('x'.repeat(70_000)).map(({input}) => input.type);
	expect(inputs).toEqual(['report']);
	expect(tokens.waiting).toBe('nothing');
});
