/** What a chat on a terminal is run with, whatever it looks like there. */
import type {Client} from '../client/client.ts';
import {type Clock, systemClock} from '../protocol/clock.ts';
import {type Keeper, type Preferences, usualPreferences} from './preferences.ts';
import type {KeySource} from './stdin-filter.ts';

export type RunOptions = {
	client: Client;
	/** what the screen calls the server */
	address: string;
	/** what the person has set */
	preferences?: Preferences;
	/** what is wrong in the file of that */
	complaints?: readonly string[];
	/** where wishes are kept; none keeps them for this run */
	keeper?: Keeper;
	/** rejects when no server was ever reached, which leaves nothing to show */
	reached: Promise<void>;
	stdin?: KeySource;
	stdout?: NodeJS.WriteStream;
	clock?: Clock;
};

/** The options with what is usual in place of those that are not given. */
export const withUsual = (options: RunOptions): Required<Omit<RunOptions, 'keeper'>> & RunOptions => ({
	...options,
	preferences: options.preferences ?? usualPreferences,
	complaints: options.complaints ?? [],
	stdin: options.stdin ?? process.stdin,
	stdout: options.stdout ?? process.stdout,
	clock: options.clock ?? systemClock,
});

export type Size = {readonly columns: number; readonly rows: number};

/** The size of a terminal; the oldest one where it does not say. */
export const sizeOf = ({columns, rows}: NodeJS.WriteStream): Size => ({
	columns: columns || 80,
	rows: rows || 24,
});
