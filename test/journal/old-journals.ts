/** Journals of older versions, which `test/fixtures/journals` has. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

const fixtures = new URL('../fixtures/journals/', import.meta.url);

/** Those that there are. */
export const oldVersions: readonly number[] = readdirSync(fixtures)
	.flatMap(name => /^v(\d+)\.db\.gz$/.exec(name)?.[1] ?? [])
	.map(Number)
	.toSorted((one, other) => one - other);

/** Makes a folder with such a journal. */
export const putOldJournal = (folder: string, version: number): void => {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const zipped = readFileSync(new URL(`v${version}.db.gz`, fixtures));
	writeFileSync(join(folder, 'journal.db'), gunzipSync(zipped), {mode: 0o600});
};
