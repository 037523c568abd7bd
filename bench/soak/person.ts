/** Who comes and goes: what somebody keeps between two visits, and by which words the load knows what it said. */
import type {Chance} from '../../test/helpers/chance.ts';
import {addressOf} from '../trust/addresses.ts';

/** Addresses of this machine that people come from, where there is more than one. */
const addresses = 1000;

export const homeOf = (index: number): string | undefined => addressOf(index % addresses);

/** Who comes without a token, and takes a name that others had before: a server remembers a few of each name. */
export const strangerNames: readonly string[] = Array.from({length: 200}, (_, index) => `stranger${index}`);

export type Said = {readonly room: string; readonly msg: string};

export type Person = {
	readonly id: string;
	/** rooms that they care for: they go nowhere else but to new ones */
	readonly haunts: readonly string[];
	token: string | undefined;
	journal: string | undefined;
	/** the newest seq that they hold of each room they are in */
	readonly cursors: Map<string, number>;
	/** what was said and not acknowledged, by nonce, in its order */
	readonly unsent: Map<string, Said>;
	/** what they said last and may change: newest last */
	readonly own: Array<{room: string; seq: number; nonce: string}>;
};

export const newPerson = (id: string, haunts: readonly string[]): Person => ({
	id,
	haunts,
	token: undefined,
	journal: undefined,
	cursors: new Map(),
	unsent: new Map(),
	own: [],
});

/** Messages that somebody may still change. */
const mostOwn = 4;

export const keepOwn = ({own}: Person, message: {room: string; seq: number; nonce: string}): void => {
	own.push(message);
	if (own.length > mostOwn) own.shift();
};

/** A nonce, which is the first word of a message too: 96 bits, never the same again. */
export const newMark = (chance: Chance): string =>
	`~${Array.from({length: 3}, () => Math.floor(chance.next() * 2 ** 32).toString(36)).join('-')}~`;

const mark = /~[\da-z-]+~/;

/** The mark in a text; '' without one. */
export const markIn = (text: string): string => mark.exec(text)?.[0] ?? '';

const words = 'the build is green again and nothing is left to see so we can ship it now'.split(' ');

/** Something that people may say, a few words long. */
export const phrase = (chance: Chance): string =>
	Array.from({length: chance.between(2, 16)}, () => chance.pick(words)).join(' ');
