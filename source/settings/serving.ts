/** All that a server is set to: by flags, variables and its configuration file, checked, and read again when asked. */
import {readFileSync, statSync} from 'node:fs';
import {dirname, isAbsolute, join} from 'node:path';
import {type Given, gather, type SettingName, settings, variableOf} from '../config.ts';
import type {Flag} from '../flags.ts';
import {absolute} from '../folders.ts';
import {ChatError} from '../protocol/errors.ts';
import {nearest} from '../protocol/nearest.ts';
import {type BoundName, type Bounds, boundObjection, boundTable} from '../server/bounds.ts';
import {boundsKey, fileBounds, keyOf, parseServerFile, type ServerFile} from './file.ts';

export type Serving = {
	readonly given: Given;
	readonly bounds: Partial<Bounds>;
	/** Reads the file anew; flags and variables stay. @throws {ChatError} SETTING_BAD */
	readonly reread: () => Serving;
};

/** Far more than anybody writes into it. */
const mostBytes = 256 * 1024;

const variablePrefix = `${variableOf(boundsKey)}_`;

/** As the environment has a bound: `TUI_CHAT_LIMITS_MESSAGES_BURST`. */
export const boundVariable = (name: BoundName): string =>
	variablePrefix + keyOf(name).replaceAll('-', '_').toUpperCase();

/** What variables say of bounds. @throws {ChatError} SETTING_BAD */
export const boundsOf = (environment: NodeJS.ProcessEnv): Partial<Bounds> => {
	const names = new Map((Object.keys(boundTable) as BoundName[]).map(name => [boundVariable(name), name]));
	const bounds: Partial<Record<BoundName, number>> = {};
	for (const [variable, text] of Object.entries(environment)) {
		if (!variable.startsWith(variablePrefix) || !text) continue;
		const name = names.get(variable);
		if (name === undefined) {
			const key = variable.slice(variablePrefix.length).toLowerCase().replaceAll('_', '-');
			const meant = fileBounds.get(nearest(key, [...fileBounds.keys()]) ?? '');
			const hint = meant === undefined ? '' : ` Is it ${boundVariable(meant)}?`;
			throw new ChatError('SETTING_BAD', `${variable} names no limit.${hint}`);
		}
		const number = text.trim() === '' ? Number.NaN : Number(text);
		const objection = boundObjection(name, number)?.replace(/“NaN”$/, `“${text}”`);
		if (objection !== undefined) throw new ChatError('SETTING_BAD', `${variable} ${objection}.`);
		bounds[name] = number;
	}
	return bounds;
};

/** @throws {ChatError} SETTING_BAD, with a line for each thing that is wrong */
export const servingOf = (
	flags: Readonly<Record<string, unknown>>,
	environment: NodeJS.ProcessEnv,
): Serving => {
	const {config} = gather(flags, environment);
	const file = config === undefined ? undefined : readServerFile(config);
	return {
		given: gather(flags, environment, file?.values),
		bounds: {...file?.bounds, ...boundsOf(environment)},
		reread: () => servingOf(flags, environment),
	};
};

/** @throws {ChatError} SETTING_BAD for a file that is not there, cannot be read, or has mistakes */
const readServerFile = (path: string): ServerFile => {
	const file = parseServerFile(textOf(path), path);
	if (file.faults.length > 0) throw new ChatError('SETTING_BAD', file.faults.join('\n'));
	return {...file, values: fromFolder(file.values, dirname(absolute(path)))};
};

/** What a file names is where it says, seen from where it stands itself. */
const fromFolder = (values: ServerFile['values'], folder: string): ServerFile['values'] =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const {value: what}: Flag = settings[name as SettingName];
			const isPath = (what === 'file' || what === 'folder') && typeof value === 'string';
			const isOwn = isPath && !isAbsolute(value) && !/^~(?:\/|$)/.test(value);
			return [name, isOwn ? join(folder, value) : value];
		}),
	);

const textOf = (path: string): string => {
	const bad = (why: string, cause?: unknown): ChatError =>
		new ChatError('SETTING_BAD', `${path} ${why}.`, {cause});
	try {
		const about = statSync(absolute(path));
		if (!about.isFile()) throw bad('is no file');
		if (about.size > mostBytes) throw bad(`has more than ${mostBytes / 1024} KiB`);
		return new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(absolute(path)));
	} catch (error) {
		if (error instanceof ChatError) throw error;
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') throw bad('is not there');
		throw bad(
			code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`,
			error,
		);
	}
};
