import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../source/protocol/errors.ts';
import {nameKey} from '../../../source/protocol/names.ts';
import {networksOf, prefixOf, subjectOf} from '../../../source/server/moderation/subject.ts';

const fingerprint = `SHA256:${'a'.repeat(43)}`;

describe('a subject', () => {
	test.each([
		['Mallory', 'name', 'mallory', 'Mallory'],
		['  Mallory ', 'name', 'mallory', 'Mallory'],
		['@Mallory', 'name', 'mallory', 'Mallory'],
		['@192.0.2.1', 'name', '192.0.2.1', '192.0.2.1'],
		['1', 'name', '1', '1'],
		['10.1', 'name', '10.1', '10.1'],
		['ＭＡＬ', 'name', 'mal', 'ＭＡＬ'],
		[fingerprint, 'key', fingerprint, fingerprint],
		['192.0.2.1', 'address', '192.0.2.1/32', '192.0.2.1'],
		['192.0.2.77/24', 'address', '192.0.2.0/24', '192.0.2.0/24'],
		['10.200.0.1/9', 'address', '10.128.0.0/9', '10.128.0.0/9'],
		['::ffff:192.0.2.1', 'address', '192.0.2.1/32', '192.0.2.1'],
		['::ffff:192.0.2.1/120', 'address', '192.0.2.0/24', '192.0.2.0/24'],
		['2001:db8:0:1::2', 'address', '2001:db8:0:1::/64', '2001:db8:0:1::/64'],
		['2001:DB8::1/128', 'address', '2001:db8::1/128', '2001:db8::1/128'],
		['2001:db8:ffff::/33', 'address', '2001:db8:8000::/33', '2001:db8:8000::/33'],
		['fe80::1%eth0', 'address', 'fe80::/64', 'fe80::/64'],
	])('%s is a %s', (text, type, value, shown) => {
		expect(subjectOf(text)).toEqual({type, value, shown});
	});

	test.each([
		['0.0.0.0/0', 'too wide'],
		['10.0.0.0/7', 'too wide'],
		['::/0', 'too wide'],
		['2000::/15', 'too wide'],
		['::ffff:0.0.0.0/96', 'too wide'],
		['::ffff:1.2.3.4/90', 'no id'],
		['127.0.0.1', 'own machine'],
		['::1', 'own machine'],
		['::ffff:127.0.0.1', 'own machine'],
		['192.0.2.1/33', 'no id'],
		['192.0.2.1/', 'no id'],
		['192.0.2.1/24/8', 'no id'],
		['192.0.2.1/+8', 'no id'],
		['192.0.2.256/24', 'no id'],
		['2001:db8::/129', 'no id'],
		['2001:db8:::/32', 'no id'],
		[':', 'no id'],
		['/24', 'no id'],
		['SHA256:abc', 'not whole'],
		['SHA256:', 'not whole'],
	])('%s is none: %s', (text, why) => {
		expect(() => subjectOf(text)).toThrow(
			expect.objectContaining({code: 'SUBJECT_BAD', message: expect.stringContaining(why)}),
		);
	});

	test.each(['', '@', 'two words', '\u202Ex', 'a'.repeat(33)])('%j is no name', text => {
		expect(() => subjectOf(text)).toThrow(expect.objectContaining({code: 'NO_SUCH_ID'}));
	});

	test('of whatever text is a subject, or refused in words', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.ipV4Extended(),
					fc.ipV6(),
					fc.tuple(fc.ipV6(), fc.nat(200)).map(two => two.join('/')),
				),
				text => {
					try {
						const {type, value, shown} = subjectOf(text);
						expect(subjectOf(type === 'name' ? `@${shown}` : shown)).toMatchObject({type, value});
					} catch (error) {
						expect(error).toBeInstanceOf(ChatError);
					}
				},
			),
			{numRuns: 2000},
		);
	});
});

describe('a network', () => {
	const ranges = fc.oneof(
		fc.tuple(fc.ipV4(), fc.integer({min: 8, max: 32})),
		fc.tuple(fc.ipV6(), fc.integer({min: 16, max: 128})),
	);

	test('holds the address that it was made of, and is its own canonical form', () => {
		fc.assert(
			fc.property(ranges, ([ip, bits]) => {
				let value: string;
				try {
					({value} = subjectOf(`${ip}/${bits}`));
				} catch {
					return;
				}
				const prefix = prefixOf(value);
				const found = networksOf(ip, kind => (kind === prefix.kind ? [prefix.bits] : []));
				expect(found).toEqual([value]);
				expect(subjectOf(value).value).toBe(value);
			}),
			{numRuns: 1000},
		);
	});

	test('does not hold an address that differs within its prefix', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 8, max: 32}),
				fc.nat(31),
				fc.integer({min: 0, max: 2 ** 32 - 1}),
				(bits, flipped, number) => {
					const written = (value: number): string =>
						[24, 16, 8, 0].map(shift => (value >>> shift) & 255).join('.');
					const ip = written(number);
					const other = written((number ^ (1 << (31 - flipped))) >>> 0);
					const [one] = networksOf(ip, () => [bits]);
					const [two] = networksOf(other, () => [bits]);
					expect(one === two).toBe(flipped >= bits);
				},
			),
			{numRuns: 1000},
		);
	});

	test('is none of what is no address', () => {
		for (const text of ['', 'memory', 'unknown', '1.2.3', nameKey('Alice')])
			expect(networksOf(text, () => [24])).toEqual([]);
	});
});
