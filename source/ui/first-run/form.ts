/** The form that asks where to go, for who has not said: what is in it and what each key makes of it. */
import type {ChatError} from '../../protocol/errors.ts';
import {checkId} from '../../protocol/names.ts';

/** A server that one was at. */
export type Visited = {
	readonly address: string;
	readonly id: string;
	readonly plain?: true;
	readonly plaintext?: true;
};

/** What one decides for: an address as `host:port`, and who one is there. */
export type Answer = Visited & {readonly type: 'join' | 'host'};

export type Field = 'address' | 'id';

/** What can be chosen, from top to bottom. */
export type Item = {readonly type: 'visited'; readonly visited: Visited} | {readonly type: Field | 'host'};

export type Form = {
	/** the newest first */
	readonly visited: readonly Visited[];
	readonly chosen: number;
	readonly address: string;
	readonly id: string;
	/** why it did not work; empty for nothing */
	readonly objection: string;
	/** nobody listens where this answer leads: once more hosts a chat there */
	readonly offer: Answer | undefined;
	/** the answer that is tried now */
	readonly trying: Answer | undefined;
};

/** Longer than invitations and names are. */
const longest: Readonly<Record<Field, number>> = {address: 400, id: 100};

/** What stands in front of an invitation in the line that one was told to paste into a shell. */
const beforeLink = /^.*?(?=tuichat:\/\/)/i;

const isSame = (one: Visited, other: Visited): boolean =>
	one.address === other.address && one.id === other.id;

/** @param visited the newest first; of several that are the same one the first */
export const newForm = (visited: readonly Visited[], address: string, id: string): Form => ({
	visited: visited.filter((one, index) => index === visited.findIndex(other => isSame(one, other))),
	chosen: 0,
	address,
	id,
	objection: '',
	offer: undefined,
	trying: undefined,
});

export const itemsOf = ({visited}: Form): readonly Item[] => [
	...visited.map(one => ({type: 'visited', visited: one}) as const),
	{type: 'address'},
	{type: 'id'},
	{type: 'host'},
];

export const chosenItem = (form: Form): Item => itemsOf(form)[form.chosen]!;

/** The choice so many below, from the last one to the first again. */
export const moved = (form: Form, by: number): Form => {
	const {length} = itemsOf(form);
	return {...form, chosen: (form.chosen + by + length) % length, objection: '', offer: undefined};
};

/** A field as it was typed or pasted, without what cannot be in it. What is wrong with a name is said at once. */
export const typed = (form: Form, field: Field, text: string): Form => {
	const bare = text.replaceAll(/[\p{C}\p{Z}]+/gu, '');
	const value = (field === 'address' ? bare.replace(beforeLink, '') : bare).slice(0, longest[field]);
	const next = {...form, [field]: value, offer: undefined};
	return {...next, objection: field === 'id' && value !== '' ? objectionTo(() => checkId(value)) : ''};
};

const objectionTo = (check: () => unknown): string => {
	try {
		check();
		return '';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
};

/**
 * What Enter decides for; undefined, with the reason in the form, while something is wrong in a field.
 * @param check throws for what is no address
 */
export const decided = (form: Form, check: (address: string) => unknown): {form: Form; answer?: Answer} => {
	const item = chosenItem(form);
	if (form.offer) return trying(form, {...form.offer, type: 'host'});
	if (item.type === 'visited') return trying(form, {...item.visited, type: 'join'});
	const wrong = objectionTo(() => check(form.address)) || objectionTo(() => checkId(form.id));
	if (wrong !== '') return {form: {...form, objection: wrong}};
	const {address, id} = form;
	return trying(form, {type: item.type === 'host' ? 'host' : 'join', address, id});
};

const trying = (form: Form, answer: Answer): {form: Form; answer: Answer} => ({
	form: {...form, trying: answer, objection: '', offer: undefined},
	answer,
});

/** This machine, where one may host. */
const isHere = (address: string): boolean =>
	/^(?:127(?:\.\d+){3}|localhost|\[::1\])?(?::\d+)?$/i.test(address) || address === '::1';

/** It did not work. What was typed stays. */
export const failed = (form: Form, answer: Answer, {code, message}: ChatError): Form => {
	const offers = code === 'REFUSED' && answer.type === 'join' && isHere(answer.address) && !answer.plain;
	return {
		...form,
		trying: undefined,
		offer: offers ? answer : undefined,
		objection: offers ? 'Nobody listens there. Enter hosts a chat.' : message,
	};
};

/** One does not want to wait any longer. */
export const stopped = (form: Form): Form => ({...form, trying: undefined});
