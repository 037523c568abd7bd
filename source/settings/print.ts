/** `--print-config`: what a server is set to, as a file that sets it to the same. */
import {stringify} from 'smol-toml';
import {flagOf, type Given, type SettingName, settings, variableOf} from '../config.ts';
import type {Flag} from '../flags.ts';
import {type BoundName, type Bounds, boundTable, usualBounds} from '../server/bounds.ts';
import {boundsKey, fileBounds, fileSettings} from './file.ts';
import {boundVariable} from './serving.ts';

const width = 100;

const comment = (text: string): string[] => {
	const lines: string[] = [];
	let line = '#';
	for (const word of text.split(' ')) {
		if (line.length + word.length >= width) {
			lines.push(line);
			line = '#';
		}
		line += ` ${word}`;
	}
	return [...lines, line];
};

const assignment = (key: string, value: unknown): string => stringify({[key]: value}).trimEnd();

/** What stands for a setting that nobody set and that is nothing then. */
const example = ({kind, value = ''}: Flag, key: string): string =>
	`# ${kind === 'list' ? assignment(key, [value]) : assignment(key, value)}`;

const settingLines = (key: string, name: SettingName, given: Given): string[] => {
	const row: Flag = settings[name];
	const value = given[name] ?? row.usual;
	const when = row.file === 'live' ? '' : '; another value counts from the next start on';
	return [
		'',
		...comment(`${row.says}; also ${flagOf(name)} and ${variableOf(name)}${when}`),
		value === undefined ? example(row, key) : assignment(key, value),
	];
};

const boundLines = (key: string, name: BoundName, bounds: Partial<Bounds>): string[] => {
	const {unit, says, usual} = boundTable[name];
	const value = bounds[name] ?? usualBounds[name];
	return ['', ...comment(`${unit} ${says} (${usual}); also ${boundVariable(name)}`), assignment(key, value)];
};

/** @param given with what counts where nothing was given, as far as that depends on the machine */
export const printSettings = ({given, bounds}: {given: Given; bounds: Partial<Bounds>}): string =>
	[
		'# What this tui-chat server is set to. Save it, change it, and start with: tui-chat --serve --config FILE',
		'# A signal SIGHUP has it read again while the server runs; one with mistakes changes nothing.',
		...[...fileSettings].flatMap(([key, name]) => settingLines(key, name, given)),
		'',
		`[${boundsKey}]`,
		...[...fileBounds].flatMap(([key, name]) => boundLines(key, name, bounds)),
		'',
	].join('\n');
