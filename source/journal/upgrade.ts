/** Before a newer program changes a journal's tables, a copy of it is put aside: the way back. */
import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {ChatError} from '../protocol/errors.ts';
import {copyJournal, missingRoom} from './backup.ts';
import {Database} from './database.ts';
import {openingFault} from './faults.ts';
import {migrations, versionOf} from './schema.ts';

/** What a start did to a journal of an older program. */
export type Upgrade = {
	/** versions of the tables */
	readonly from: number;
	readonly to: number;
	/** the file with the journal as it was; undefined when nobody wanted one */
	readonly copy: string | undefined;
};

type UpgradeOptions = {
	/** Is a copy wanted? */
	copy: boolean;
};

/**
 * Puts a copy of a journal aside that is about to be changed; of one that is of this version, new or without any
 * message nothing is. The folder has to be locked.
 * @returns undefined when there is nothing to change
 * @throws {ChatError} as `openJournal`; DATA_FULL when there is no room for the copy
 */
export const prepareUpgrade = async (file: string, {copy}: UpgradeOptions): Promise<Upgrade | undefined> => {
	const from = oldVersion(file);
	if (from === undefined) return undefined;
	const upgrade = {from, to: migrations.length};
	if (!copy) return {...upgrade, copy: undefined};
	const target = freeName(dirname(file), from);
	const missing = missingRoom(file, dirname(file));
	if (missing > 0) throw noRoom(file, missing);
	try {
		await copyJournal(file, target);
	} catch (error) {
		throw openingFault(error, target);
	}
	return {...upgrade, copy: target};
};

const noRoom = (file: string, missing: number): ChatError =>
	new ChatError(
		'DATA_FULL',
		`${file} is of an older version, and there is no room for a copy of it before it is changed. Make room for ${Math.ceil(missing / 1e6).toLocaleString('en')} MB more; or, with a backup elsewhere, start with --no-upgrade-copy.`,
	);

/** The version of an older journal in which something was said. */
const oldVersion = (file: string): number | undefined => {
	try {
		const db = new Database(file, {readOnly: true});
		try {
			const version = versionOf(db);
			if (version === 0 || version === migrations.length) return undefined;
			return db.get('SELECT 1 FROM message LIMIT 1') === undefined ? undefined : version;
		} finally {
			db.close();
		}
	} catch (error) {
		throw openingFault(error, file);
	}
};

/** An older copy of the same version is somebody's way back, too. */
const freeName = (folder: string, version: number): string => {
	for (let number = 1; ; number++) {
		const target = join(folder, `journal.v${version}${number === 1 ? '' : `-${number}`}.backup.db`);
		if (!existsSync(target)) return target;
	}
};
