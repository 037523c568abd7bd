import fc from 'fast-check';
import {expect, test} from 'vitest';
import {groupOf, isLoopback, plainAddress, rangesOf} from '../../../source/server/front/addresses.ts';

test.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['::ffff:c000:207', '192.0.2.7'],
	['2001:0db8:0:0::0001', '2001:db8::1'],
	['fe80::1%eth0', 'fe80::1'],
	['console', 'console'],
	['127.1', '127.1'],
])('%s is written %s', (ip, plain) => {
	expect(plainAddress(ip)).toBe(plain);
});

test.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
	['2001:db8:1:3::1', '2001:db8:1:3::/64'],
	['::1', '::/64'],
	['memory', 'memory'],
])('%s is counted with %s', (ip, group) => {
	expect(groupOf(ip)).toBe(group);
});

test('all of a /64 is one group, and whatever differs before it is another one', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 0xffff}), {minLength: 8, maxLength: 8}), parts => {
			const written = (words: readonly number[]): string => words.map(word => word.toString(16)).join(':');
			const group = groupOf(written(parts));
			expect(groupOf(written([...parts.slice(0, 4), 9, 9, 9, 9]))).toBe(group);
			const changed = [...parts];
			changed[3] = (changed[3]! % 0xffff) + 1;
			if (changed[3] !== parts[3]) expect(groupOf(written(changed))).not.toBe(group);
		}),
	);
});

test.each([
	['127.0.0.1', true],
	['127.255.0.3', true],
	['::1', true],
	['::ffff:127.0.0.1', true],
	['128.0.0.1', false],
	['::2', false],
	['192.168.0.1', false],
	['localhost', false],
	['', false],
])('%s is this machine: %s', (ip, isIt) => {
	expect(isLoopback(ip)).toBe(isIt);
});

test('ranges hold what is in them, of either kind', () => {
	const ranges = rangesOf(['192.0.2.0/24', '10.0.0.1', '2001:db8::/32', '::ffff:198.51.100.1']);
	for (const ip of ['192.0.2.200', '::ffff:192.0.2.1', '10.0.0.1', '2001:db8:9::1', '198.51.100.1'])
		expect(ranges.has(ip), ip).toBe(true);
	for (const ip of ['192.0.3.1', '10.0.0.2', '2001:db9::1', '::', 'console', ''])
		expect(ranges.has(ip), ip).toBe(false);
	expect(rangesOf([]).has('127.0.0.1')).toBe(false);
	expect(rangesOf(['0.0.0.0/0']).has('203.0.113.9')).toBe(true);
});

test.each([
	'',
	'home',
	'192.0.2.0/33',
	'192.0.2.0/',
	'192.0.2.0/24/8',
	'192.0.2',
	'::/129',
	'::ffff:192.0.2.0/120',
	'1/8',
])('“%s” is no range', text => {
	expect(() => rangesOf([text])).toThrow(/no address and no range|Write it as one of IPv4/);
});
