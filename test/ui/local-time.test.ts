import {describe, expect, test} from 'vitest';
import {isZone, localeOf, timeFormat} from '../../source/ui/local-time.ts';
import {columns} from '../../source/ui/wrap.ts';

const afternoon = Date.UTC(2026, 10, 19, 14, 2);
const midnight = Date.UTC(2026, 10, 19);

describe('times', () => {
	test.each([
		['24', '14:02', '00:00', 5],
		['12', '2:02 pm', '12:00 am', 8],
	] as const)('by a clock of %s hours', (clock, later, early, width) => {
		const format = timeFormat({clock, zone: 'UTC'});
		expect(format.time(afternoon)).toBe(later);
		expect(format.time(midnight)).toBe(early);
		expect(format.columns).toBe(width);
		for (let hour = 0; hour < 24; hour++)
			expect(columns(format.time(midnight + hour * 3_600_000))).toBeLessThanOrEqual(width);
	});

	test.each([
		['en-US', '2:02 pm'],
		['en-GB', '14:02'],
		['de-DE', '14:02'],
		['hi-IN', '2:02 pm'],
		['no language', '14:02'],
		[undefined, '14:02'],
	])('as %s writes them', (locale, written) => {
		expect(timeFormat({clock: 'auto', zone: 'UTC', locale}).time(afternoon)).toBe(written);
	});

	test('of a zone that one has set, with its days', () => {
		const tokyo = timeFormat({clock: '24', zone: 'Asia/Tokyo'});
		expect(tokyo.time(afternoon)).toBe('23:02');
		expect(tokyo.day(afternoon)).toBe('Thu 19 November');
		const late = afternoon + 3_600_000;
		expect(tokyo.day(late)).toBe('Fri 20 November');
		expect(tokyo.dayKey(late)).not.toBe(tokyo.dayKey(afternoon));
		expect(tokyo.dayKey(late)).toBe(tokyo.dayKey(late + 3_600_000));
	});

	test.each([1e20, -1e20, 8.64e15])('of a server whose clock says %d are written all the same', ts => {
		const {time, day, dayKey} = timeFormat({clock: '24', zone: 'UTC'});
		for (const write of [time, day, dayKey]) expect(write(ts)).not.toBe('');
	});
});

test.each([
	['Europe/Berlin', true],
	['UTC', true],
	['Europe/Berlim', false],
	['', false],
])('is %j a zone? %s', (zone, is) => {
	expect(isZone(zone)).toBe(is);
});

describe('the language of times', () => {
	test.each([
		[{LANG: 'en_US.UTF-8'}, 'en-US'],
		[{LANG: 'en_US.UTF-8', LC_TIME: 'de_DE'}, 'de-DE'],
		[{LC_ALL: 'C.UTF-8', LC_TIME: 'en_US.UTF-8'}, undefined],
		[{LC_ALL: '', LC_TIME: 'ca_ES@valencia'}, 'ca-ES'],
		[{LANG: 'POSIX'}, undefined],
		[{}, undefined],
	])('%j', (environment, locale) => {
		expect(localeOf(environment)).toBe(locale);
	});
});
