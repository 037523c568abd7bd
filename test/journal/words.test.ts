import {describe, expect, test} from 'vitest';
import {phrasesOf, wordsOf} from '../../source/journal/words.ts';

describe('words', () => {
	test.each<[text: string, words: string]>([
		['Hello, World!', 'hello world'],
		['Müller  STRASSE', 'muller strasse'],
		['straße', 'strasse'],
		['Ἀθῆναι ΣΟΦΟΣ', 'αθηναι σοφοσ'],
		['Ёлка й', 'елка и'],
		['ﬁx ２０２６ ½', 'fix 2026 1 2'],
		['it’s don_t a-b', 'it s don t a b'],
		['東京タワー', '東 京 タ ワ ー'],
		['がぎ', 'が ぎ'],
		['ไปเที่ยว', 'ไ ป เ ที่ ย ว'],
		['한국어 한국', '한국어 한국'],
		['नमस्ते', 'नमस्ते'],
		['شُكْرًا', 'شكرا'],
		['東京tower', '東 京 tower'],
		['ok 🎉🎉', 'ok 🎉 🎉'],
		['"AND" (OR) NEAR* §c1 \0', 'and or near c1'],
		['…', ''],
	])('of %j', (text, words) => {
		expect(wordsOf(text)).toBe(words);
	});
});

describe('phrases', () => {
	test('are what stands between spaces, each once', () => {
		expect(phrasesOf('  東京 Tower tower a-b ! ')).toEqual(['東 京', 'tower', 'a b']);
	});
});
