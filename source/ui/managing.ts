/** Carries out what is asked about who may come in and speak: lists, taking single ones of them back, a password. */
import type {Client} from '../client/client.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Effect, News, Undoing} from './effects.ts';
import type {RecordKind} from './opened.ts';

type Asked = {
	readonly kind: RecordKind;
	readonly room: string | undefined;
	readonly more: string | undefined;
};

type Told = Pick<News & {type: 'records'}, 'items' | 'remark' | 'more'>;

const told = (items: Told['items'], more?: string, remark = ''): Told => ({items, more, remark});

const lists: Readonly<Record<RecordKind, (client: Client, asked: Asked) => Promise<Told>>> = {
	devices: async client => {
		const {list, password} = await client.devices();
		return told(
			list.map(of => ({kind: 'devices', of})),
			undefined,
			password ? 'and your password' : '',
		);
	},
	invites: async client => told((await client.invites()).map(of => ({kind: 'invites', of}))),
	bans: async (client, {room}) => told((await client.bans(room)).map(of => ({kind: 'bans', of}))),
	audit: async (client, {more}) => {
		const {list, more: next} = await client.audit(more);
		return told(
			list.map(of => ({kind: 'audit', of})),
			next,
		);
	},
};

/** @throws {ChatError} by rejecting: NO_SUCH_ENTRY, NOT_ALLOWED, LOST … */
const undone = (client: Client, request: Undoing): Promise<void> => {
	switch (request.type) {
		case 'revoke':
			return client.revoke(request.device);
		case 'uninvite':
			return client.uninvite(request.invite);
		case 'unban':
			return client.unban(request.subject, request.room);
		case 'unmute':
			return client.unmute(request.subject, request.room);
	}
};

type Errand<Type> = Extract<Effect, {type: Type}>;

type Means = {readonly client: Client; readonly tell: (news: News) => void};

/** Why something failed, as a sentence. */
export const reasonOf = (error: unknown): string =>
	error instanceof ChatError ? error.message : String(error);

export const list = async (
	{kind, room, more}: Pick<Errand<'listRecords'>, 'kind' | 'room' | 'more'>,
	{client, tell}: Means,
): Promise<void> => {
	try {
		const told = await lists[kind](client, {kind, room, more});
		tell({type: 'records', kind, follows: more !== undefined, ...told});
	} catch (error) {
		tell({type: 'recordsFailed', kind, text: reasonOf(error)});
	}
};

/** Takes one back, and lists the others anew. */
export const undo = async ({kind, room, request}: Errand<'undo'>, means: Means): Promise<void> => {
	try {
		await undone(means.client, request);
	} catch (error) {
		means.tell({type: 'recordsFailed', kind, text: reasonOf(error)});
		return;
	}
	await list({kind, room, more: undefined}, means);
};

export const register = async ({password, old}: Errand<'register'>, {client, tell}: Means): Promise<void> => {
	try {
		await client.register(password, old);
		tell({type: 'registered', trouble: '', wantsOld: false});
	} catch (error) {
		const wantsOld = error instanceof ChatError && error.code === 'PASSWORD_OLD';
		tell({type: 'registered', trouble: reasonOf(error), wantsOld});
	}
};
