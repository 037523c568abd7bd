import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {checkLine, checkText, clean, reveal} from '../../source/protocol/clean.ts';
import {limits} from '../../source/protocol/limits.ts';

const forbidden = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Texts in which everything that deceives is likely, next to what it could deceive about. */
const hostile = fc.oneof(
	fc.string({unit: 'binary', maxLength: 60}),
	fc.string({unit: 'grapheme', maxLength: 60}),
	fc.uint8Array({maxLength: 60}).map(bytes => Buffer.from(bytes).toString('latin1')),
	fc
		.array(
			fc.constantFrom(
				...'a1 \n\t\r\u001b\u009b\u0007\u0085[];m\\Pש',
				...[
					'ک',
					'می',
					'क',
					'्',
					'👩',
					'🏽',
					'❤',
					'🏴',
					'中',
					'ᠠ',
					'\u0301',
					'\ud83d',
					'\udc69',
					'\ufe0f',
					'\ufe00',
				],
				...[
					'\u034f',
					'\u200b',
					'\u200c',
					'\u200d',
					'\u202e',
					'\u2066',
					'\u2069',
					'\u2028',
					'\ufeff',
					'\u00ad',
					'\u180e',
				],
				...['\u{e0067}', '\u{e007f}', '\u{e0001}', '\u{e0100}', '\u115f', '\u3164', '\ufffa', '\u180b'],
			),
			{maxLength: 40},
		)
		.map(parts => parts.join('')),
);

describe('reveal', () => {
	test('keeps a pile of marks within its row', () => {
		expect(reveal(`z${'\u0300'.repeat(300)}!`)).toBe(`z${'\u0300'.repeat(8)}${'‹0300›'.repeat(292)}!`);
		expect(reveal(`z${'\u0300'.repeat(8)}!`)).toBe(`z${'\u0300'.repeat(8)}!`);
		// A joiner after a mark that is a number now joins nothing.
		const joined = `${'\u0300'.repeat(8)}‹0610›‹200D›`;
		expect(reveal(`${'\u0300'.repeat(8)}\u0610\u200d`)).toBe(joined);
		expect(reveal(joined)).toBe(joined);
	});

	test.each([
		['plain text', 'Hello, world! ~ \n\t'],
		['accents and scripts', 'Zośka, Иван, 李雷, たなか, 김철수, محمد, नेहा, สมชาย'],
		['a family', '👨‍👩‍👧‍👦'],
		['a couple with a heart', '👩‍❤️‍💋‍👨'],
		['a skin tone at work', '👩🏽‍🚀 🏃🏿‍♀️‍➡️'],
		['flags of countries, regions and colours', '🇵🇱 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁵󠁳󠁴󠁸󠁿 🏳️‍🌈 🏴‍☠️'],
		['a keycap and a heart', '1️⃣ #️⃣ ❤️ ☎︎'],
		['an eye in a bubble', '👁️‍🗨️'],
		['Persian half spaces', 'می‌خواهم خانه‌ها'],
		['an Arabic letter in its initial form', 'ه‍'],
		['Devanagari conjuncts, shown joined and apart', 'क्‍ष क्‌ष'],
		['a Bengali ya-phalaa', 'র‍্যাব'],
		['an old Malayalam chillu at the end of a word', 'അവന്‍ വന്നു'],
		['Sinhala', 'ශ්‍රී ලංකා'],
		['Khmer word breaks', 'ភាសា​ខ្មែរ'],
		['a Mongolian vowel separator and form', 'ᠠᠴᠠ᠎ᠠ ᠭ᠋ᠠ'],
		['an ideographic variant', '葛󠄀城市 㐂︀'],
		['a grapheme joiner between marks', 'ב\u05b7\u034f\u05b4'],
	])('leaves %s alone', (_, text) => {
		expect(reveal(text)).toBe(text);
	});

	test.each([
		['a colour', '\u001b[31mred', '␛[31mred'],
		['eight bits of the same', '\u009b31mred', '�31mred'],
		['a carriage return', 'safe\rrm -rf', 'safe␍rm -rf'],
		['a backspace and a delete', 'a\bb\u007f', 'a␈b␡'],
		['a line separator', 'a\u2028b\u2029', 'a�b�'],
		['an override', 'user\u202Enimda', 'user‹202E›nimda'],
		['isolates and marks', '\u2066a\u2069\u200eb\u200f\u061c', '‹2066›a‹2069›‹200E›b‹200F›‹061C›'],
		['zero width in a word', 'pass\u200bword\u2060\ufeff', 'pass‹200B›word‹2060›‹FEFF›'],
		['a soft hyphen', 'a\u00adb', 'a‹00AD›b'],
		['a joiner between Latin letters', 'a\u200db\u200cc', 'a‹200D›b‹200C›c'],
		['two joiners in a row', 'می\u200c\u200cخ', 'می‹200C›‹200C›خ'],
		['a joiner after an emoji alone', '👩\u200d!', '👩‹200D›!'],
		['a second variation selector', '❤\ufe0f\ufe0f', '❤️‹FE0F›'],
		['data in variation selectors', 'a\u{e0141}\u{e0142}', 'a‹E0141›‹E0142›'],
		['a letter with a variation it has not', 'a\ufe0f', 'a‹FE0F›'],
		['text in tags', 'hi\u{e0068}\u{e0069}', 'hi‹E0068›‹E0069›'],
		['text in tags behind a flag', '🏴\u{e0068}\u{e0069}', '🏴‹E0068›‹E0069›'],
		[
			'a long text in tags behind a flag',
			`🏴${'\u{e0068}'.repeat(7)}\u{e007f}`,
			`🏴${'‹E0068›'.repeat(7)}‹E007F›`,
		],
		['Hangul fillers', '\u115f\u1160\u3164\uffa0', '‹115F›‹1160›‹3164›‹FFA0›'],
		['a grapheme joiner in a word', 'ad\u034fmin', 'ad‹034F›min'],
		['annotations', '\ufff9a\ufffab\ufffb', '‹FFF9›a‹FFFA›b‹FFFB›'],
		['half a character', 'a\ud83db', 'a�b'],
	])('shows %s', (_, text, shown) => {
		expect(reveal(text)).toBe(shown);
	});

	test('whatever comes in, nothing that comes out controls, reorders or hides', () => {
		fc.assert(
			fc.property(hostile, text => {
				const shown = reveal(text);
				expect(shown).not.toMatch(forbidden);
				expect(shown).not.toMatch(bidi);
				expect(shown.isWellFormed()).toBe(true);
				expect(reveal(shown)).toBe(shown);
			}),
			{numRuns: 3000},
		);
	});

	test('what stays without ink stands alone, or joins two emoji, or ends a flag', () => {
		const flags = /\u{1f3f4}[\u{e0020}-\u{e007f}]{4,7}/gu;
		const hiding = /(?!\ufe0f\u200d\p{Extended_Pictographic})\p{Default_Ignorable_Code_Point}{2}/u;
		fc.assert(
			fc.property(hostile, text => {
				expect(reveal(text).replaceAll(flags, '')).not.toMatch(hiding);
			}),
			{numRuns: 3000},
		);
	});
});

describe('clean', () => {
	test.each([
		['colours', '\u001b[1;31mred\u001b[0m \u001b[38:2:1:2:3mx', 'red x'],
		['private control sequences', '\u001b[?1049h\u001b[<35;1;2Mx\u001b[2 q', 'x'],
		['a title, with either end', '\u001b]0;title\u0007a\u001b]2;title\u001b\\b', 'ab'],
		['a link', '\u001b]8;;http://e\u001b\\link\u001b]8;;\u001b\\', 'link'],
		['a write to the clipboard', '\u001b]52;c;SGVsbG8=\u0007x', 'x'],
		['device and application strings', '\u001bP1$r0m\u001b\\\u001b_Gpay\u001b\\x', 'x'],
		['eight-bit sequences', '\u009b31mx\u009d0;title\u009cy', 'xy'],
		['a reset and a character set', '\u001bcx\u001b(By', 'xy'],
		['only the start of a string without an end', '\u001b]0;unfinished', '0;unfinished'],
		['nothing that a removal puts together', '\u001b\u001b[m[31mx', '␛[31mx'],
		['other controls, as pictures', 'bell\u0007 back\b\u007f\u0080', 'bell␇ back␈␡�'],
		['line ends of all kinds', 'a\r\nb\rc\u2028d\u0085e\nf', 'a\nb\nc\nd\ne\nf'],
		['half characters', 'a\ud83d\ud83d\ude00', 'a�😀'],
	])('%s', (_, text, sent) => {
		expect(clean(text)).toBe(sent);
	});

	test('makes anything fit to be sent, and what is fit it leaves alone', () => {
		fc.assert(
			fc.property(hostile, text => {
				const sent = clean(text);
				expect(checkText(sent)).toBe(sent);
				expect(clean(sent)).toBe(sent);
				if (!forbidden.test(text) && text.isWellFormed()) expect(sent).toBe(text);
			}),
			{numRuns: 2000},
		);
	});

	test.each([
		['\u001b]', ''],
		['\u001b[', ''],
		['\u001bP', ''],
		['\u009d', '\ufffd'],
		['\u001b]8;;x', '8;;x'],
		['\u001b[1;', '1;'],
	])('a flood of unfinished %j is read once, not once for each escape', (start, rest) => {
		// A search that goes back needs minutes for this many.
		expect(clean(start.repeat(200_000))).toBe(rest.repeat(200_000));
	});
});

describe('checkText', () => {
	test.each(['Hello', 'two\nlines\tand a tab', 'می‌خواهم 👩‍🚀', '\u202e stays: screens show it', ''])(
		'%j',
		text => {
			expect(checkText(text)).toBe(text);
		},
	);

	test.each([
		['\u001b[31m', 'U+001B'],
		['a\rb', 'U+000D'],
		['a\0', 'U+0000'],
		['\u007f', 'U+007F'],
		['\u009b', 'U+009B'],
		['\u2028', 'U+2028'],
		['\udc00', 'surrogate'],
	])('%j is refused with the reason', (text, reason) => {
		expect(() => checkText(text)).toThrow(
			expect.objectContaining({code: 'BAD_TEXT', message: expect.stringContaining(reason)}),
		);
	});
});

describe('checkLine', () => {
	test('puts everything on one line', () => {
		expect(checkLine(' a\n\n\tb ')).toBe('a b');
		expect(checkLine('\n\t ')).toBe('');
	});

	test('is bounded', () => {
		const longest = 'x'.repeat(limits.topicCharacters);
		expect(checkLine(longest)).toBe(longest);
		expect(() => checkLine(`${longest}x`)).toThrow(expect.objectContaining({code: 'BAD_TEXT'}));
		expect(() => checkLine('\u0007')).toThrow(expect.objectContaining({code: 'BAD_TEXT'}));
	});
});
