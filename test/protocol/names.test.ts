import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {
	checkId,
	checkPerson,
	checkRoom,
	checkTarget,
	isDirect,
	nameKey,
	sameName,
} from '../../source/protocol/names.ts';

const refusal = (name: string): string => {
	try {
		checkId(name);
	} catch (error) {
		expect(error).toMatchObject({name: 'ChatError', code: 'ID_BAD', fatal: true});
		return (error as Error).message;
	}
	return 'legal';
};

describe('legal names', () => {
	test.each([
		[
			'Latin',
			['Alice', 'Zośka', 'Nguyễn', 'Þórður', 'O_Neill', 'a.b-c', 'X', 'İpek', 'Straße', '_x', '42', 'R2-D2'],
		],
		['Cyrillic', ['Иван', 'Євген', 'Ђорђе', 'Жанна_2']],
		['Greek', ['Ηλίας', 'Σωκράτης', 'ᾄδω']],
		['Han', ['李雷', '韓梅梅', '㐂', '𠮷野']],
		['Japanese', ['たなか', 'タナカー', '田中さくら', 'ﾀﾅｶ', '々木']],
		['Korean', ['김철수', '金철수']],
		['Bopomofo', ['ㄅㄆㄇ']],
		['Arabic', ['محمد', 'علی', 'فاطمة', 'مُحَمَّد', 'علي١']],
		['Hebrew', ['שרה', 'יוֹסֵף']],
		['Indic', ['नेहा', 'नेहा१', 'অনিক', 'அருண்', 'ஸ்ரீ', 'ਗੁਰਪ੍ਰੀਤ', 'રવિ', 'రాము', 'ಅರುಣ', 'മോഹൻ', 'ଅନିଲ', 'සමන්']],
		['South East Asian', ['สมชาย', 'น้ำ', 'ກົງ', 'ທ້າວ', 'မောင်', 'ខ្មែរ', 'ꦗꦮ']],
		['Caucasian', ['Արամ', 'ნინო', 'ᲜᲘᲜᲝ']],
		['African and American', ['አበበ', 'ⵜⵉⴼⵉ', 'ߒߞߏ', '𞤀𞤣𞤤𞤢𞤥', 'ᏣᎳᎩ', 'ᐃᓄᒃ']],
		['Central Asian', ['བོད', 'ᠮᠣᠩᠭᠣᠯ', 'ꆈꌠ']],
	])('%s', (_, names) => {
		for (const name of names) expect(checkId(name)).toBe(name.normalize('NFC'));
	});

	test('come out in NFC', () => {
		expect(checkId('Zos\u0301ka')).toBe('Zo\u015bka');
		expect(checkRoom('\u1112\u1161\u11ab')).toBe('한');
	});

	test('may be as long as the limit, counted in composed characters', () => {
		const longest = 'ᾄ'.repeat(limits.idCharacters);
		expect(checkId(longest.normalize('NFD'))).toBe(longest);
		expect(checkId('𠮷'.repeat(limits.idCharacters))).toBe('𠮷'.repeat(limits.idCharacters));
		expect(refusal(`${longest}α`)).toContain('longer than 32 characters');
		expect(refusal('a'.repeat(1_000_000))).toContain('longer than 32 characters');
	});
});

describe('illegal names are refused with the reason', () => {
	test.each([
		['', 'is empty'],
		['Alice Liddell', 'holds a space'],
		['Alice\n', 'holds U+000A'],
		['\u001b[31mAlice', 'holds U+001B'],
		['\u0085', 'holds U+0085'],
		['Ali\ud800ce', 'holds U+D800'],
		['\ufffd', '(U+FFFD)'],
		['@Alice', 'holds "@" (U+0040)'],
		['#general', 'holds "#" (U+0023)'],
		['a/b', 'holds "/" (U+002F)'],
		['smile😀', 'holds "😀" (U+1F600)'],
		['Ⅷ', 'holds "Ⅷ" (U+2167)'],
		['a‿b', 'holds "‿" (U+203F)'],
		['A\u20dd', 'holds U+20DD'],
		['Ali\u200bce', 'invisible'],
		['Ali\u200dce', 'invisible'],
		['Ali\u00adce', 'invisible'],
		['\u202eecilA', 'invisible'],
		['\u2066Alice', 'invisible'],
		['ㅤ', 'invisible'],
		['A\ufe0f', 'invisible'],
		['A\u{e0041}', 'invisible'],
		['.alice', 'has to start with'],
		['-alice', 'has to start with'],
		['\u0301a', 'has to start with'],
		['ﾞ', 'has to start with'],
		['_', 'has neither a letter nor a digit'],
		['_._', 'has neither a letter nor a digit'],
		['Za\u0316\u0317\u0318\u0319\u031c', 'more than four marks'],
		['\u{10380}\u{10381}', 'of a script that names cannot use'],
	])('%j: %s', (name, reason) => {
		expect(refusal(name)).toContain(reason);
	});

	test('a compatible form is held to the rules too', () => {
		expect(refusal('ﷺ')).toContain('U+FDFA');
		expect(refusal('a\u037a')).toContain('U+037A');
		expect(refusal('Иван𝐚')).toContain('mixes scripts');
	});

	test.each([
		['a Cyrillic А', 'Аlice'],
		['a Cyrillic с', 'Aliсe'],
		['a Greek ο', 'bοb'],
		['an Armenian օ', 'bօb'],
		['a Cherokee Ꭺ', 'Ꭺlice'],
		['a Han 丨', '丨an'],
		['a Hangul ㅣ', 'Aㅣice'],
		['the kana sound mark ー', 'Alーce'],
		['a Hebrew point', 'Al\u05b4ce'],
		['Greek among Cyrillic', 'Ивaν'],
		['kana among Hangul', '김たなか'],
		['an Arabic digit', 'Alice١'],
	])('%s passes for nothing in another script', (_, name) => {
		expect(refusal(name)).toContain('mixes scripts');
	});

	test('digits are of one kind', () => {
		for (const name of ['1१', '١۱', '7७']) expect(refusal(name)).toContain('digits of two kinds');
		for (const name of ['12', '१२', '𝟏2']) expect(refusal(name)).toBe('legal');
	});

	test.each(['server', 'SERVER', 'Server', 'ｓｅｒｖｅｒ', 'ſerver', '𝐬erver'])(
		'%s is the server itself',
		name => {
			expect(refusal(name)).toContain('reserved');
			expect(checkRoom('server')).toBe('server');
		},
	);

	test('a room and another person are refused by codes that end no connection', () => {
		expect(() => checkRoom('a b')).toThrow(expect.objectContaining({code: 'ROOM_BAD'}));
		expect(() => checkTarget('a b')).toThrow(expect.objectContaining({code: 'ROOM_BAD'}));
		expect(() => checkTarget('@@Dana')).toThrow(expect.objectContaining({code: 'NO_SUCH_ID'}));
		expect(() => checkPerson('a b')).toThrow(
			expect.objectContaining({
				code: 'NO_SUCH_ID',
				fatal: false,
				message: 'That id holds a space; letters, digits, _ - and . are allowed.',
			}),
		);
		expect(checkTarget('@Zos\u0301ka')).toBe('@Zo\u015bka');
		expect([isDirect('@Dana'), isDirect('general')]).toEqual([true, false]);
	});

	test('any text at all is either legal or refused by the code, and a legal one stays as it is', () => {
		const hostile = fc.oneof(
			fc.string({unit: 'binary', maxLength: 40}),
			fc.string({unit: 'grapheme', maxLength: 40}),
			fc.string({
				unit: fc.constantFrom('a', 'ß', '\u0301', '𝐀', 'й', '_', '.', '\u200d', '\ud800', '\udc00', '7'),
			}),
		);
		fc.assert(
			fc.property(hostile, name => {
				if (refusal(name) !== 'legal') return;
				const legal = checkId(name);
				expect(legal).toBe(name.normalize('NFC'));
				expect(checkId(legal)).toBe(legal);
				expect([...legal].length).toBeLessThanOrEqual(limits.idCharacters);
				expect(`${legal} ${nameKey(legal)}`).not.toMatch(/[\p{C}\p{Z}@#/,:]{2}|[\p{C}@#/,:]/u);
			}),
			{numRuns: 1000},
		);
	});
});

describe('equal names', () => {
	test.each([
		['Alice', 'alice'],
		['Straße', 'STRASSE'],
		['Straẞe', 'strasse'],
		['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
		['Zos\u0301ka', 'ZO\u015aKA'],
		['Ａｌｉｃｅ', 'alice'],
		['𝐀lice', 'alice'],
		['Ǆ', 'ǆ'],
		['ﬁn', 'FIN'],
		['Иван', 'ИВАН'],
		['ნინო', 'ᲜᲘᲜᲝ'],
		['ᏣᎳᎩ', 'ꮳꮃꭹ'],
		['ﾀﾅｶ', 'タナカ'],
		['ᾳ', 'ΑΙ'],
		['ılk', 'ILK'],
		['Ⱥ', 'ⱥ'],
	])('%s and %s', (a, b) => {
		expect(sameName(a, b)).toBe(true);
		expect(nameKey(a)).toBe(nameKey(b));
	});

	test.each([
		['Alice', 'Alicia'],
		['Иван', 'Ивана'],
		['resume', 'résumé'],
		['か', 'が'],
		['か', 'カ'],
		['a-b', 'a_b'],
	])('%s and %s are two', (a, b) => {
		expect(sameName(a, b)).toBe(false);
	});

	test('the key of every character is its own key, and no legal character folds to an illegal one', () => {
		const wrong: string[] = [];
		for (let point = 0; point <= 0x10ffff; point++) {
			if (point >= 0xd800 && point <= 0xdfff) continue;
			const character = String.fromCodePoint(point);
			const key = nameKey(character);
			if (key === character) continue;
			if (nameKey(key) !== key) wrong.push(`${character} folds to ${key} and then on`);
			if (refusal(character) === 'legal' && refusal(key) !== 'legal')
				wrong.push(`${character} is legal, ${key} not`);
		}
		expect(wrong).toEqual([]);
	});

	test('keys are stable, and blind to case and to the form of characters', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 12}), raw => {
				const name = raw.toWellFormed();
				const key = nameKey(name);
				expect(nameKey(key)).toBe(key);
				for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(nameKey(name.normalize(form))).toBe(key);
			}),
			{numRuns: 2000},
		);
	});
});
