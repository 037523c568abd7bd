import {expect, test} from 'vitest';
import {timeFormat} from '../../source/ui/local-time.ts';
import {silenceWords} from '../../source/ui/voice.ts';

const clock = timeFormat({clock: '24', zone: 'UTC', locale: 'en'});
const now = Date.UTC(2026, 10, 21, 23, 50);
const minute = 60_000;

test.each([
	['a whole minute', now + 5 * minute, 'You may not speak until 23:55: noise'],
	['rounded up, as the server says it', now + 5 * minute + 1, 'You may not speak until 23:56: noise'],
	['another day', now + 10 * minute - 1, 'You may not speak until Sun 22 November 00:00: noise'],
	['over', now, ''],
])('the end of a mute: %s', (_, until, words) => {
	expect(silenceWords({muted: {until, text: 'noise'}}, undefined, clock, now)).toBe(words);
});
