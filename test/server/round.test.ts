/** Who is written to when there are too many for one turn. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Round} from '../../source/server/round.ts';
import {FakeClock} from '../helpers/clock.ts';

/** A round, and a diary of who was written what; each write takes its time. */
const startRound = (writeMs: number) => {
	const clock = new FakeClock();
	const round = new Round(clock);
	const diary: string[] = [];
	const peers = new Map<string, {queue: string[]; flush: () => void}>();
	const tell = (id: string, text: string): void => {
		const peer = peers.get(id) ?? {
			queue: [],
			flush: () => {
				diary.push(`${id}:${peer.queue.splice(0).join('')}`);
				clock.advance(writeMs);
			},
		};
		peers.set(id, peer);
		if (peer.queue.push(text) === 1) round.add(peer);
	};
	return {round, diary, tell};
};

const ids = (count: number): string[] => Array.from({length: count}, (_, n) => `p${n}`);

test('all who wait are written to in one turn when that is quick', () => {
	const {round, diary, tell} = startRound(0);
	for (const id of ids(1000)) tell(id, 'a');
	expect(round.write()).toBe(false);
	expect(diary).toEqual(ids(1000).map(id => `${id}:a`));
	expect(round.write()).toBe(false);
	expect(diary).toHaveLength(1000);
});

test('when it is not, the others are written to first, with what came meanwhile', () => {
	const {round, diary, tell} = startRound(1);
	const people = ids(64);
	for (const id of people) tell(id, 'a');
	expect(round.write()).toBe(true);
	expect(diary).toEqual(people.slice(0, 32).map(id => `${id}:a`));
	for (const id of people) tell(id, 'b');
	expect(round.write()).toBe(true);
	expect(diary.slice(32)).toEqual(people.slice(32).map(id => `${id}:ab`));
	expect(round.write()).toBe(false);
	expect(diary.slice(64)).toEqual(people.slice(0, 32).map(id => `${id}:b`));
});

test('whoever comes to wait because of a write waits for the next turn', () => {
	const {round, diary, tell} = startRound(0);
	let left = 3;
	round.add({
		flush: () => {
			if (left-- > 0) tell('again', String(left));
		},
	});
	expect(round.write()).toBe(true);
	expect(diary).toEqual([]);
	expect(round.write()).toBe(false);
	expect(diary).toEqual(['again:2']);
});

test('property: everybody gets everything once and in its order', () => {
	let sliced = 0;
	fc.assert(
		fc.property(
			fc.array(fc.array(fc.nat(99), {maxLength: 150, size: 'max'}), {minLength: 1, maxLength: 12}),
			fc.constantFrom(0, 0.05, 0.1, 1),
			(told, writeMs) => {
				const {round, diary, tell} = startRound(writeMs);
				const expected = new Map<string, string>();
				let number = 0;
				for (const batch of told) {
					for (const index of batch) {
						const text = `${number++},`;
						tell(`p${index}`, text);
						expected.set(`p${index}`, (expected.get(`p${index}`) ?? '') + text);
					}
					if (round.write()) sliced++;
				}
				while (round.write()) sliced++;
				const heard = new Map<string, string>();
				for (const line of diary) {
					const [id, text] = line.split(':') as [string, string];
					heard.set(id, (heard.get(id) ?? '') + text);
				}
				expect(heard).toEqual(expected);
			},
		),
	);
	expect(sliced).toBeGreaterThan(20);
});
