import {expect, test} from 'vitest';
import {encodeJson} from '../../source/protocol/json.ts';
import {advertised, limits, limitTable} from '../../source/protocol/limits.ts';

test('limits are the values of the table, and cannot be changed', () => {
	expect(limits.lineBytes).toBe(limitTable.lineBytes.value);
	expect(Object.keys(limits)).toEqual(Object.keys(limitTable));
	expect(Object.isFrozen(limits)).toBe(true);
	for (const name of advertised) expect(limits[name]).toBeGreaterThan(0);
});

test('the longest legal events fit the longest line that a server sends', () => {
	const name = '𠮷'.repeat(limits.idCharacters);
	const line = '一'.repeat(limits.topicCharacters);
	const ts = Number.MAX_SAFE_INTEGER;
	const people = Array(limits.membersPerEvent).fill({id: name, away: line, operator: true});
	const longest = [
		encodeJson({type: 'members', room: name, list: people}),
		encodeJson({type: 'presence', room: name, ts, joined: people, left: []}),
		encodeJson({type: 'who', room: name, list: people, nonce: 'n'.repeat(64)}),
		encodeJson({
			type: 'rooms',
			list: Array(limits.membersPerEvent).fill({room: name, members: ts, topic: line, desk: true}),
			nonce: 'n'.repeat(64),
		}),
		encodeJson({
			type: 'message',
			room: name,
			seq: ts,
			id: name,
			msg: '"'.repeat(limits.lineBytes),
			ts,
			kind: 'me',
			to: name,
			nonce: 'n'.repeat(64),
		}),
	];
	for (const encoded of longest) expect(Buffer.byteLength(encoded)).toBeLessThanOrEqual(limits.eventBytes);
});
