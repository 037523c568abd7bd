/**
 * Writes records, deeds and messages to a journal until it is killed, and tells of each that it was promised, a line
 * for each: `noted 7`, `done 7`, `said 7`, `dropped 7`.
 */
import {writeSync} from 'node:fs';
import {openJournal} from '../../source/journal/sqlite.ts';
import {stepsOf} from './recording.ts';

const [folder, round] = process.argv.slice(2) as [string, string];

const journal = await openJournal({folder});
const tell = (what: string, number: number): void => void writeSync(1, `${what} ${number}\n`);
journal.onCommit = outcomes => {
	for (const outcome of outcomes) {
		if ('error' in outcome) throw outcome.error;
		tell('said', Number(outcome.entry.msg));
	}
};

let number = 0;
/** A few at a time, so that commits hold parts of what belongs together. */
const goOn = async (): Promise<void> => {
	for (;;) {
		let last: Promise<void> | undefined;
		for (let count = 0; count < 7; count++) {
			for (const {what, number: at, fact, draft} of stepsOf(round, number)) {
				if (draft !== undefined) journal.append(draft);
				else last = journal.note(fact!).then(() => tell(what, at));
			}
			number++;
		}
		await last;
	}
};

await goOn();
