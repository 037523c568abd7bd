import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, test} from 'vitest';
import {Database} from '../../source/journal/database.ts';
import {migrate, migrations, readId} from '../../source/journal/schema.ts';
import {openFolder} from '../helpers/folder.ts';

/** A journal as the program of that version left it, with nothing in it. */
const journalOf = (path: string, version: number): void => {
	const db = new DatabaseSync(path);
	for (const step of migrations.slice(0, version)) db.exec(step);
	db.exec(`PRAGMA user_version = ${version}`);
	db.close();
};

const tablesOf = (db: Database): unknown[] =>
	db.all('SELECT type, name, sql FROM sqlite_master ORDER BY name');

describe('migrations', () => {
	test.each(migrations.map((_, version) => version))(
		'from version %i lead to the tables of today',
		version => {
			using folder = openFolder();
			const path = join(folder.path, 'journal.db');
			journalOf(path, version);
			const [old, fresh] = [new Database(path), new Database(':memory:')];
			migrate(old);
			migrate(fresh);
			expect(tablesOf(old)).toEqual(tablesOf(fresh));
			expect(old.get('PRAGMA user_version')).toEqual({user_version: migrations.length});
			old.close();
		},
	);

	test('are done once: the journal keeps its name', () => {
		const db = new Database(':memory:');
		migrate(db, 'one');
		migrate(db, 'two');
		expect(readId(db)).toBe('one');
	});

	test('leave everything as it was when one of them fails', () => {
		const db = new Database(':memory:');
		db.exec('CREATE TABLE message (something)');
		const before = tablesOf(db);
		expect(() => migrate(db)).toThrow('already exists');
		expect(tablesOf(db)).toEqual(before);
		expect(db.get('PRAGMA user_version')).toEqual({user_version: 0});
	});
});

describe('a transaction', () => {
	test('that fails changes nothing, and the next one can begin', () => {
		const db = new Database(':memory:');
		db.exec('CREATE TABLE t (a)');
		const failing = (): void =>
			db.transaction(() => {
				db.run('INSERT INTO t VALUES (1)');
				throw new Error('no');
			});
		expect(failing).toThrow('no');
		db.transaction(() => db.run('INSERT INTO t VALUES (2)'));
		expect(db.all('SELECT a FROM t')).toEqual([{a: 2}]);
	});
});
