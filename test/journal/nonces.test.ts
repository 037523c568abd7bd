import {describe, expect, test} from 'vitest';
import {Database} from '../../source/journal/database.ts';
import {checkIndex} from '../../source/journal/indexing.ts';
import type {Draft} from '../../source/journal/journal.ts';
import {migrate} from '../../source/journal/schema.ts';
import {Store} from '../../source/journal/store.ts';
import {draft} from './drafts.ts';

/** Nonces in memory before they go into their table. */
const most = 8;

const openDatabase = (): Database => {
	const db = new Database(':memory:');
	migrate(db);
	checkIndex(db);
	return db;
};

const said = (number: number): Draft => draft({nonce: `n${number}`, ts: number});

const numbers = (from: number, to: number): number[] =>
	Array.from({length: to - from + 1}, (_, index) => from + index);

/** Says them one commit after the other, as far apart as can be. */
const say = (store: Store, all: readonly number[]): unknown[] =>
	all.flatMap(number => store.commit([said(number)]).results);

/** Which of them are known by their nonces. */
const known = (store: Store, all: readonly number[]): number[] =>
	all.filter(number => {
		const [result] = store.commit([said(number)]).results;
		return typeof result === 'object' && 'first' in result;
	});

const inTable = (db: Database): number =>
	db.get<{count: number}>('SELECT count(*) AS count FROM nonce')!.count;

const movedUpTo = (db: Database): number =>
	db.get<{value: number}>("SELECT value FROM meta WHERE key = 'nonces'")!.value;

/** Is each nonce in the table that has to be? Those behind are read from the rows. */
const isComplete = (db: Database): boolean =>
	db.get(
		`SELECT 1 FROM message m WHERE id <= ? AND NOT EXISTS
		(SELECT 1 FROM nonce n WHERE n.fingerprint = m.fingerprint AND n.id = m.id)`,
		movedUpTo(db),
	) === undefined;

test('few stay in memory, many go into their table, and all of them are known', () => {
	const db = openDatabase();
	const store = new Store(db, most);
	say(store, numbers(1, most));
	expect(inTable(db)).toBe(0);
	for (const number of numbers(most + 1, 10 * most)) {
		say(store, [number]);
		expect(isComplete(db)).toBe(true);
	}
	expect(inTable(db)).toBeGreaterThanOrEqual(8 * most);
	expect(known(store, numbers(1, 10 * most))).toEqual(numbers(1, 10 * most));
});

test('a process that ends on the way into the table takes none with it', () => {
	for (const ends of numbers(most, 4 * most)) {
		const db = openDatabase();
		say(new Store(db, most), numbers(1, ends));
		const next = new Store(db, most);
		next.warm();
		expect(known(next, numbers(1, ends))).toEqual(numbers(1, ends));
	}
});

test('one that looked at its table knows the same, and what comes later', () => {
	const db = openDatabase();
	say(new Store(db, most), numbers(1, 3 * most));
	const next = new Store(db, most);
	while (next.look());
	expect(known(next, numbers(1, 3 * most))).toEqual(numbers(1, 3 * most));
	// So many that the filter is too small for them, and another one is made.
	for (const from of [3, 10, 60, 200]) {
		const later = numbers(from * most + 1, (from + 5) * most);
		expect(say(next, later)).toHaveLength(later.length);
		while (next.look());
		expect(known(next, later)).toEqual(later);
	}
	expect(known(next, numbers(1, 8 * most))).toEqual(numbers(1, 8 * most));
});

test('one that never warmed up knows them, too', () => {
	const db = openDatabase();
	say(new Store(db, most), numbers(1, 3 * most));
	expect(known(new Store(db, most), numbers(1, 3 * most))).toEqual(numbers(1, 3 * most));
});

describe('what was rolled back', () => {
	/** Whatever is to be written, the disk takes nothing of it. */
	const failing = (db: Database, act: () => void): void => {
		db.exec("CREATE TEMP TRIGGER broken BEFORE UPDATE ON conversation BEGIN SELECT raise(ABORT, 'no'); END");
		expect(act).toThrow('no');
		db.exec('DROP TRIGGER broken');
	};

	test.each(numbers(1, 4 * most))('after %i is not known, can be said, and others are', before => {
		const db = openDatabase();
		const store = new Store(db, most);
		say(store, numbers(1, before));
		const [next, later] = [before + 1, before + 2];
		failing(db, () => say(store, [next]));
		expect(say(store, [next])).toEqual([next]);
		expect(say(store, numbers(later, later + 2 * most))).toEqual(numbers(later, later + 2 * most));
		expect(isComplete(db)).toBe(true);
		for (const one of [store, new Store(db, most)])
			expect(known(one, numbers(1, later))).toEqual(numbers(1, later));
	});

	test('and was to go is still known', () => {
		const db = openDatabase();
		const store = new Store(db, most);
		say(store, numbers(1, 3 * most));
		failing(db, () => store.prune({retain: {messages: 1}, now: 0, most: 1000}));
		expect(known(store, numbers(1, 3 * most))).toEqual(numbers(1, 3 * most));
	});
});

test.each([1, most, most + 1, 2 * most, 3 * most])(
	'once all of %i were pruned they can be said anew, under ids that were given before',
	count => {
		const db = openDatabase();
		const store = new Store(db, most);
		say(store, numbers(1, count));
		store.prune({retain: {ms: 1}, now: 1e6, most: 1000});
		expect([inTable(db), movedUpTo(db)]).toEqual([0, 0]);
		expect(say(store, numbers(1, count + 2 * most))).toEqual(numbers(count + 1, 2 * count + 2 * most));
		expect(db.get('SELECT min(id) AS id FROM message')).toEqual({id: 1});
		expect(isComplete(db)).toBe(true);
		for (const one of [store, new Store(db, most)])
			expect(known(one, numbers(1, count + 2 * most))).toEqual(numbers(1, count + 2 * most));
	},
);
