/** Asks a server for lists of who may come in and speak, and takes single ones back. */
import type {Client} from '../client/client.ts';
import type {News, Undoing} from './effects.ts';
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
			password ? 'and whoever knows your password' : '',
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

/** @throws {ChatError} by rejecting: OPERATORS_ONLY, NO_ACCOUNT, LOST … */
export const listed = (client: Client, asked: Asked): Promise<Told> => lists[asked.kind](client, asked);

/** @throws {ChatError} by rejecting: NO_SUCH_ENTRY, NOT_ALLOWED, LOST … */
export const undone = (client: Client, request: Undoing): Promise<void> => {
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
