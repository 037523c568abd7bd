/** The links to come in by, as a start shows them: those that hold a secret never go where a log is kept. */
import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LogReport} from '../server/log.ts';
import type {StartLinks} from '../server/moderation/starting.ts';

type Opens = 'server' | 'ownership';

/** In the data folder, for its owner alone. */
export const linkFiles: Readonly<Record<Opens, string>> = {
	server: 'join-link.txt',
	ownership: 'owner-link.txt',
};

type Surroundings = {
	/** where secrets are written to; undefined for a server that keeps nothing */
	folder: string | undefined;
	/** somebody looks at what is printed, and nothing keeps it */
	isSeen: boolean;
	/** Does the link to come in hold a secret? */
	isClosed: boolean;
	/** @param isSecret It holds what opens something, and may go only where nobody keeps it. */
	report: (row: LogReport, isSecret: boolean) => void;
};

/** Whole or not at all, and never in a file that others could have opened before. */
const writeSecret = (file: string, text: string): void => {
	const draft = `${file}.${process.pid}.new`;
	rmSync(draft, {force: true});
	writeFileSync(draft, `${text}\n`, {mode: 0o600, flag: 'wx'});
	renameSync(draft, file);
};

const removeFile = (file: string): void => {
	try {
		rmSync(file, {force: true});
	} catch {
		// What cannot be removed opens nothing any more: each start makes new links.
	}
};

/** Shows the owner's link while there is no owner, and at last the one that everybody is told. */
export const showLinks = (links: StartLinks, {folder, isSeen, isClosed, report}: Surroundings): void => {
	const show = (opens: Opens, link: string | undefined, isSecret: boolean): void => {
		const file = folder === undefined ? undefined : join(folder, linkFiles[opens]);
		const isWritten = file !== undefined && link !== undefined && isSecret && !isSeen;
		if (file !== undefined && !isWritten) removeFile(file);
		if (link === undefined) return;
		if (!isWritten) {
			report({event: 'invitation', opens, link}, isSecret);
			return;
		}
		try {
			writeSecret(file, link);
			report({event: 'invitation', opens, file}, false);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			const text = `an invitation cannot be written to ${file} (${code}). Start in a terminal to see it.`;
			report({event: 'warning', text}, false);
		}
	};
	show('ownership', links.owner, true);
	show('server', links.join, isClosed);
};

/** There is an owner now: what made them one opens nothing any more. */
export const forgetOwnerLink = (folder: string | undefined): void => {
	if (folder !== undefined) removeFile(join(folder, linkFiles.ownership));
};
