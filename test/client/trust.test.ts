import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Pin} from '../../source/client/pins.ts';
import {judge, type Known, type Shown} from '../../source/client/trust.ts';
import {ChatError} from '../../source/protocol/errors.ts';

const fingerprint = (letter: string): string => `SHA256:${letter.repeat(43)}`;
const [one, two, three] = ['a', 'b', 'c'].map(fingerprint) as [string, string, string];
const address = {host: 'chat.example', port: 8082};

const own = (its: string): Pin => ({fingerprint: its, isPublic: false});
const vouched = (its: string): Pin => ({fingerprint: its, isPublic: true});

const verdict = (known: Partial<Known>, shown: Shown): string => {
	try {
		const {how, keep} = judge(
			{address, pin: undefined, given: undefined, invited: undefined, ...known},
			shown,
		);
		if (!keep) return how;
		return `${how}, keeps ${keep.fingerprint.at(-1)}${keep.isPublic ? ' as public' : ''}`;
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		const {keys} = error.details;
		return `${error.code} ${keys?.held.at(-1)}→${keys?.shown.at(-1)}`;
	}
};

describe('a server', () => {
	test.each<[string, Partial<Known>, Shown, string]>([
		['is new', {}, {fingerprint: one, isVouched: false}, 'new, keeps a'],
		['is known', {pin: own(one)}, {fingerprint: one, isVouched: false}, 'known'],
		['has another key', {pin: own(one)}, {fingerprint: two, isVouched: false}, 'KEY_CHANGED a→b'],
		[
			'has another key, and an authority says so',
			{pin: own(one)},
			{fingerprint: two, isVouched: true},
			'KEY_CHANGED a→b',
		],
		['is vouched for', {}, {fingerprint: one, isVouched: true}, 'public, keeps a as public'],
		['is vouched for again', {pin: vouched(one)}, {fingerprint: one, isVouched: true}, 'public'],
		[
			'is vouched for with a renewed key',
			{pin: vouched(one)},
			{fingerprint: two, isVouched: true},
			'public, keeps b as public',
		],
		[
			'is vouched for no more, with its key',
			{pin: vouched(one)},
			{fingerprint: one, isVouched: false},
			'known',
		],
		[
			'is vouched for no more, with another key',
			{pin: vouched(one)},
			{fingerprint: two, isVouched: false},
			'KEY_CHANGED a→b',
		],
		['is that of the invitation', {invited: one}, {fingerprint: one, isVouched: false}, 'known, keeps a'],
		['is not that of the invitation', {invited: one}, {fingerprint: two, isVouched: false}, 'KEY_WRONG a→b'],
		[
			'is not that of the invitation, and an authority vouches for it',
			{invited: one},
			{fingerprint: two, isVouched: true},
			'KEY_WRONG a→b',
		],
		[
			'is known, and the invitation names another',
			{pin: own(one), invited: two},
			{fingerprint: one, isVouched: false},
			'KEY_WRONG b→a',
		],
		[
			'has another key, and it is that of the invitation',
			{pin: own(one), invited: two},
			{fingerprint: two, isVouched: false},
			'KEY_CHANGED a→b',
		],
		[
			'has the key that somebody gave',
			{pin: own(one), given: two},
			{fingerprint: two, isVouched: false},
			'known, keeps b',
		],
		[
			'has not the key that somebody gave',
			{pin: own(one), given: two},
			{fingerprint: one, isVouched: false},
			'KEY_WRONG b→a',
		],
		[
			'has the key that somebody gave, as before',
			{pin: own(one), given: one},
			{fingerprint: one, isVouched: false},
			'known',
		],
		[
			'has the key that somebody gave, against an invitation',
			{invited: three, given: two},
			{fingerprint: two, isVouched: false},
			'known, keeps b',
		],
	])('%s', (_, known, shown, expected) => {
		expect(verdict(known, shown)).toBe(expected);
	});

	test('says both keys, and what to do', () => {
		const known = {address, pin: own(one), given: undefined, invited: undefined};
		expect(() => judge(known, {fingerprint: two, isVouched: false})).toThrow(
			new RegExp(`chat\\.example:8082 .*${one} .*${two}.*--fingerprint ${two}`),
		);
		expect(() =>
			judge({...known, pin: undefined, invited: three}, {fingerprint: two, isVouched: false}),
		).toThrow(new RegExp(`invitation names.*${three}.*${two}.*Ask its owner`));
	});

	test('that was known is taken with another key only by an authority’s word for a public one, or by hand', () => {
		const keys = fc.constantFrom(one, two, three);
		const pins = fc.record({fingerprint: keys, isPublic: fc.boolean()});
		const knowns = fc.record({
			address: fc.constant(address),
			pin: pins,
			given: fc.option(keys, {nil: undefined}),
			invited: fc.option(keys, {nil: undefined}),
		});
		fc.assert(
			fc.property(knowns, fc.record({fingerprint: keys, isVouched: fc.boolean()}), (known, shown) => {
				const said = verdict(known, shown);
				if (/^KEY/.test(said) || known.pin.fingerprint === shown.fingerprint) return;
				const isRenewed = known.pin.isPublic && shown.isVouched;
				expect(isRenewed || known.given === shown.fingerprint).toBe(true);
			}),
		);
	});
});
