/** The servers that one was at, for who starts without saying where to go. */
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {checkId} from '../protocol/names.ts';

export type Visited = {
	/** `host:port`, as one gave it */
	readonly address: string;
	/** who one was there */
	readonly id: string;
	/** it is one of the simple servers */
	readonly plain?: true;
	/** one spoke without encryption there, as one wanted */
	readonly plaintext?: true;
};

/** More of them nobody looks through. */
const mostVisited = 20;
const longestAddress = 300;

const pathIn = (folder: string): string => join(folder, 'servers.json');

const sameServer = (one: Visited, other: Visited): boolean =>
	one.address === other.address && one.id === other.id;

const isSameWay = (one: Visited, other: Visited): boolean =>
	sameServer(one, other) && one.plain === other.plain && one.plaintext === other.plaintext;

/** A file may hold anything. */
const visitedIn = (value: unknown): Visited[] => {
	if (typeof value !== 'object' || value === null || !('address' in value) || !('id' in value)) return [];
	const {address, id} = value;
	if (typeof address !== 'string' || typeof id !== 'string') return [];
	if (!/^[\w.:[\]-]+$/.test(address) || address.length > longestAddress || !isId(id)) return [];
	const isPlain = 'plain' in value && value.plain === true;
	const isOpen = 'plaintext' in value && value.plaintext === true;
	return [{address, id, ...(isPlain ? {plain: true} : {}), ...(isOpen ? {plaintext: true} : {})}];
};

const isId = (id: string): boolean => {
	try {
		return checkId(id) === id;
	} catch {
		return false;
	}
};

/** The newest first; none where nothing is kept or can be read. */
export const readVisited = (folder: string): readonly Visited[] => {
	try {
		const list: unknown = JSON.parse(readFileSync(pathIn(folder), 'utf8'));
		return Array.isArray(list) ? list.flatMap(visitedIn).slice(0, mostVisited) : [];
	} catch {
		return [];
	}
};

/** Puts a server first. What cannot be kept is no reason to say anything: it is asked for again. */
export const rememberVisited = (folder: string, visited: Visited): void => {
	const list = readVisited(folder);
	if (list[0] && isSameWay(list[0], visited)) return;
	const path = pathIn(folder);
	const next = `${path}.${process.pid}.new`;
	const all = [visited, ...list.filter(one => !sameServer(one, visited))].slice(0, mostVisited);
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		writeFileSync(next, `${JSON.stringify(all, null, '\t')}\n`, {mode: 0o600});
		renameSync(next, path);
	} catch {
		rmSync(next, {force: true});
	}
};
