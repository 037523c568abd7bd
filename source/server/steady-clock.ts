import type {Journal} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';

/**
 * A clock whose time never goes back: where the real one does, it stands still until that has caught up. What one may
 * read and change is what was said since one came. So on a machine that was set back, or that starts in 1970,
 * a newcomer would get what was told to somebody of the same name before, and others would not get what they
 * are told now.
 * @param newest a time that has been (ms since 1970)
 */
export const steadyClock = (clock: Clock, newest: number): Clock => ({
	now: () => {
		newest = Math.max(newest, clock.now());
		return newest;
	},
	elapsed: () => clock.elapsed(),
	setTimeout: (run, ms) => clock.setTimeout(run, ms),
	setInterval: (run, ms) => clock.setInterval(run, ms),
	clearTimeout: timer => clock.clearTimeout(timer),
	clearInterval: timer => clock.clearInterval(timer),
});

/** The newest time that a journal tells of, ms since 1970; 0 when it is empty. */
export const newestIn = (journal: Journal): number => {
	let newest = 0;
	for (const {ts} of journal.conversations()) newest = Math.max(newest, ts);
	for (const {since, seen} of journal.people()) newest = Math.max(newest, since, seen);
	return newest;
};
