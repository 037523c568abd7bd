import type {LogEvent} from '../../source/server/log.ts';

const ts = Date.UTC(2026, 10, 21, 14, 2, 3);

/** A row of each kind, with what somebody else chose in every place that they can reach. */
export const rowsWith = (text: string): {[Name in LogEvent['event']]: LogEvent & {event: Name}} => {
	const from = text;
	const id = text;
	return {
		listening: {event: 'listening', ts, host: text, port: 1, fingerprint: text},
		renewed: {event: 'renewed', ts, fingerprint: text},
		unrenewed: {event: 'unrenewed', ts, error: text},
		handshake: {event: 'handshake', ts, from, error: text},
		connected: {event: 'connected', ts, id, from, dialect: text, client: text},
		resumed: {event: 'resumed', ts, id, from, dialect: text, client: text},
		waiting: {event: 'waiting', ts, id, from, place: 1},
		received: {event: 'received', ts, id, room: text, msg: text},
		amended: {event: 'amended', ts, id, room: text, kind: 'edit', ref: 1},
		direct: {event: 'direct', ts, id, to: text},
		disconnected: {event: 'disconnected', ts, id, reason: text},
		refused: {event: 'refused', ts, from, code: text, text},
		kicked: {event: 'kicked', ts, id, by: text, room: text, reason: text},
		announced: {event: 'announced', ts, id, msg: text},
		account: {event: 'account', ts, id, action: 'revoke', detail: text},
		moderated: {event: 'moderated', ts, action: text, by: text, subject: text, room: text, detail: text},
		failed: {event: 'failed', ts, from, error: text},
		closing: {event: 'closing', ts, clients: 1},
		opened: {event: 'opened', ts, folder: text, conversations: 1, messages: 1},
		unstored: {event: 'unstored', ts, error: text},
		recovered: {event: 'recovered', ts},
		invitation: {event: 'invitation', ts, link: text, opens: 'ownership'},
		measured: {event: 'measured', ts, host: text, port: 1},
		upgraded: {event: 'upgraded', ts, from: 1, to: 2, copy: text},
		configured: {event: 'configured', ts, changed: [text], restart: [text]},
		unconfigured: {event: 'unconfigured', ts, error: text},
		warning: {event: 'warning', ts, text},
	};
};
