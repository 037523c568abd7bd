import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import type {Bounds} from '../../../source/server/bounds.ts';
import {usualBounds} from '../../../source/server/bounds.ts';
import {isMeant, type Sanction, type Suspect} from '../../../source/server/moderation/sanction.ts';
import {Sanctions} from '../../../source/server/moderation/sanctions.ts';
import {subjectOf} from '../../../source/server/moderation/subject.ts';
import {FakeClock} from '../../helpers/clock.ts';

const open = (journal = new MemoryJournal(), bounds: Partial<Bounds> = {}, clock = new FakeClock()) => {
	const over: Sanction[] = [];
	const sanctions = new Sanctions({
		journal,
		note: fact => journal.note(fact),
		clock,
		bounds: () => ({...usualBounds, ...bounds}),
		onOver: one => over.push(one),
	});
	return {sanctions, clock, journal, over};
};

/** Facts are stored in their order: once this one is, all before it are. */
const settled = (journal: MemoryJournal): Promise<void> =>
	journal.note({type: 'record', kind: 'barrier', key: '', value: null});

const make = (text: string, more: Partial<Sanction> = {}): Sanction => ({
	effect: 'ban',
	subject: subjectOf(text),
	keys: [],
	by: 'Root',
	power: 5,
	ts: 0,
	...more,
});

const keys = ['a', 'b', 'c'].map(letter => `SHA256:${letter.repeat(43)}`);
const texts = [
	'Alice',
	'Bob',
	...keys,
	'192.0.2.1',
	'192.0.2.0/24',
	'192.0.0.0/16',
	'2001:db8::/32',
	'2001:db8::1/128',
	'2001:db8::1',
];
const rooms = [undefined, {key: 'ops', name: 'Ops'}, {key: 'den', name: 'den'}];

const suspects: fc.Arbitrary<Suspect> = fc.record({
	key: fc.constantFrom('alice', 'bob', 'carol'),
	fingerprint: fc.constantFrom(undefined, ...keys),
	ip: fc.constantFrom(
		undefined,
		'192.0.2.1',
		'192.0.3.9',
		'10.0.0.1',
		'2001:db8::1',
		'2001:db8::2',
		'2001:db9::1',
		'::ffff:192.0.2.1',
	),
});

const steps = fc.array(
	fc.oneof(
		fc.record({
			do: fc.constant('add' as const),
			text: fc.constantFrom(...texts),
			effect: fc.constantFrom('ban' as const, 'mute' as const),
			room: fc.constantFrom(...rooms),
			until: fc.constantFrom(undefined, 1000, 5000),
			keys: fc.subarray(keys, {maxLength: 2}),
		}),
		fc.record({
			do: fc.constant('lift' as const),
			text: fc.constantFrom(...texts),
			effect: fc.constantFrom('ban' as const, 'mute' as const),
			room: fc.constantFrom(...rooms),
		}),
		fc.record({do: fc.constant('wait' as const), ms: fc.integer({min: 1, max: 2000}), looks: fc.boolean()}),
		fc.record({do: fc.constant('restart' as const)}),
	),
	{maxLength: 30},
);

test('holds for whom a plain list says, however they came and went', async () => {
	await fc.assert(
		fc.asyncProperty(steps, fc.array(suspects, {minLength: 1, maxLength: 5}), async (all, people) => {
			const clock = new FakeClock(0);
			let {sanctions, journal} = open(new MemoryJournal(), {}, clock);
			const list = new Map<string, Sanction>();
			for (const one of all) {
				if (one.do === 'wait') {
					clock.advance(one.ms);
					if (one.looks) sanctions.inspect();
				} else if (one.do === 'restart') {
					await settled(journal);
					({sanctions, journal} = open(journal, {}, clock));
				} else {
					const place = JSON.stringify([one.effect, subjectOf(one.text).value, one.room]);
					if (one.do === 'add') {
						const {text, effect, room, until, keys} = one;
						const sanction = make(text, {
							effect,
							room,
							keys,
							until: until === undefined ? undefined : clock.now() + until,
						});
						void sanctions.add(sanction);
						list.set(place, sanction);
					} else {
						const found = sanctions.find(one.effect, subjectOf(one.text), one.room?.key);
						if (found) void sanctions.lift(found);
						list.delete(place);
					}
				}
				for (const suspect of people) {
					for (const effect of ['ban', 'mute'] as const) {
						const expected = [...list.values()].filter(
							other =>
								other.effect === effect &&
								isMeant(other, suspect) &&
								(other.until === undefined || other.until > clock.now()),
						);
						const found = sanctions.of(effect, suspect);
						expect(found.map(shown).sort()).toEqual(expected.map(shown).sort());
					}
				}
			}
		}),
		{numRuns: 300},
	);
});

const shown = ({effect, subject, room, until}: Sanction): string =>
	JSON.stringify([effect, subject.value, room?.key, until]);

describe('a ban', () => {
	test('of the server is told by address, and by name, with until when and why', async () => {
		const {sanctions, clock} = open();
		await sanctions.add(make('192.0.2.0/24', {until: clock.now() + 3_600_000, reason: 'flood'}));
		await sanctions.add(make('Mallory'));
		expect(sanctions.forAddress('192.0.2.9')).toMatchObject({
			code: 'BANNED',
			message: 'You are banned from this server until 2026-11-21 15:00 UTC: flood',
		});
		expect(sanctions.forAddress('192.0.3.9')).toBeUndefined();
		expect(sanctions.forHello({id: 'MALLORY'})).toMatchObject({message: 'You are banned from this server.'});
		expect(sanctions.forHello({id: 'Alice', ip: '192.0.2.9'})).toMatchObject({code: 'BANNED'});
		clock.advance(3_600_000);
		expect(sanctions.forAddress('192.0.2.9')).toBeUndefined();
	});

	test('of a room keeps nobody out of the server', async () => {
		const {sanctions} = open();
		await sanctions.add(make('Mallory', {room: {key: 'ops', name: 'ops'}}));
		expect(sanctions.forHello({id: 'Mallory'})).toBeUndefined();
		expect(sanctions.in('ban', {key: 'mallory', ip: undefined, fingerprint: undefined}, 'ops')).toBeDefined();
		expect(
			sanctions.in('ban', {key: 'mallory', ip: undefined, fingerprint: undefined}, 'den'),
		).toBeUndefined();
	});

	test('of a name holds for its keys under other names', async () => {
		const {sanctions} = open();
		await sanctions.add(make('Mallory', {keys: [keys[0]!]}));
		expect(sanctions.forHello({id: 'Trudy', fingerprint: keys[0]})).toMatchObject({code: 'BANNED'});
		expect(sanctions.forHello({id: 'Trudy', fingerprint: keys[1]})).toBeUndefined();
	});

	test('again about the same takes the place of the first one', async () => {
		const {sanctions, clock} = open();
		await sanctions.add(make('Mallory', {until: clock.now() + 1000}));
		await sanctions.add(make('MALLORY', {reason: 'for good'}));
		expect(sanctions.list()).toMatchObject([{reason: 'for good'}]);
		clock.advance(2000);
		sanctions.inspect();
		expect(sanctions.list()).toHaveLength(1);
	});
});

test('what is over goes, and is told once', async () => {
	const {sanctions, clock, over, journal} = open();
	await sanctions.add(make('Mallory', {effect: 'mute', until: clock.now() + 1000}));
	await sanctions.add(make('Trudy', {effect: 'mute', until: clock.now() + 2000}));
	sanctions.inspect();
	expect(over).toEqual([]);
	clock.advance(1000);
	sanctions.inspect();
	sanctions.inspect();
	expect(over.map(one => one.subject.shown)).toEqual(['Mallory']);
	clock.advance(1000);
	sanctions.inspect();
	expect(over).toHaveLength(2);
	await settled(journal);
	expect([...journal.records('sanction')]).toEqual([]);
});

test('there are no more than there may be, but one may be changed', async () => {
	const {sanctions} = open(new MemoryJournal(), {bans: 2});
	await sanctions.add(make('Alice'));
	await sanctions.add(make('Bob'));
	expect(() => sanctions.add(make('Carol'))).toThrow(expect.objectContaining({code: 'SERVER_FULL_OF'}));
	await sanctions.add(make('Bob', {reason: 'more'}));
	await sanctions.lift(sanctions.list()[0]!);
	await sanctions.add(make('Carol'));
	expect(sanctions.list()).toHaveLength(2);
});

test('what could not be stored holds, and is stored later', async () => {
	const journal = new MemoryJournal();
	let isFull = true;
	const sanctions = new Sanctions({
		journal,
		note: fact => (isFull ? Promise.reject(new Error('full')) : journal.note(fact)),
		clock: new FakeClock(),
		bounds: () => usualBounds,
	});
	await expect(sanctions.add(make('Mallory'))).rejects.toThrow('full');
	expect(sanctions.forHello({id: 'Mallory'})).toBeDefined();
	expect([...journal.records('sanction')]).toEqual([]);
	isFull = false;
	sanctions.retry();
	await settled(journal);
	expect(open(journal).sanctions.forHello({id: 'Mallory'})).toBeDefined();
});

test('a damaged record is left out, and the others hold', async () => {
	const {journal, sanctions} = open();
	await sanctions.add(make('Mallory'));
	for (const [key, value] of [
		['x', '{'],
		['y', 'null'],
		['z', '{"effect":"ban"}'],
		['w', '[]'],
	] as const)
		await journal.note({type: 'record', kind: 'sanction', key, value});
	const again = open(journal).sanctions;
	expect(again.list()).toHaveLength(1);
	expect(again.forHello({id: 'Mallory'})).toBeDefined();
});
