/** What the server keeps of its own, such as accounts and bans: texts under a kind and a key, all read at the start. */
import type {Database} from './database.ts';

/** By their kind, in the order of their keys. */
export type Kept = ReadonlyMap<string, readonly (readonly [key: string, value: string])[]>;

/** Within a transaction. @param value null takes it away */
export const keepRecord = (db: Database, kind: string, key: string, value: string | null): void => {
	if (value === null) db.run('DELETE FROM record WHERE kind = ? AND key = ?', kind, key);
	else
		db.run(
			`INSERT INTO record (kind, key, value) VALUES (?, ?, ?)
			ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value`,
			kind,
			key,
			value,
		);
};

export type RecordRow = {kind: string; key: string; value: string};

export const readKept = (db: Database): Kept =>
	new Map(
		Map.groupBy(db.all<RecordRow>('SELECT kind, key, value FROM record ORDER BY kind, key'), ({kind}) => kind)
			.entries()
			.map(([kind, rows]) => [kind, rows.map(({key, value}) => [key, value] as const)]),
	);
