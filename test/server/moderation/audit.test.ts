import {expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {usualBounds} from '../../../source/server/bounds.ts';
import {logText} from '../../../source/server/log.ts';
import {Deeds} from '../../../source/server/moderation/deeds.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {ask, comeIn} from '../../helpers/owner.ts';
import {type Peer, startServer} from '../../helpers/peer.ts';

type Deed = EventOf<'audit'>['list'][number];

const read = async (peer: Peer, more?: string, limit?: number): Promise<EventOf<'audit'>> =>
	await ask<EventOf<'audit'>>(peer, {type: 'audit', more, limit});

test('every act is written down, with who, whom, where and why', async () => {
	await using server = startServer();
	const root = await server.operator('Root', ['general', 'ops']);
	await comeIn(server, 'Mia', {rooms: ['ops']});
	await comeIn(server, 'Max');
	const done = async (request: object): Promise<string> => (await ask(root, request)).type;
	for (const request of [
		{type: 'kick', id: 'Mia', room: 'ops', reason: 'noise'},
		{type: 'kick', id: 'Mia', reason: 'noise'},
		{type: 'ban', subject: 'Mallory', ms: 60_000, reason: 'noise'},
		{type: 'unban', subject: 'Mallory'},
		{type: 'mute', subject: '192.0.2.7/24', room: 'ops'},
		{type: 'unmute', subject: '192.0.2.0/24', room: 'ops'},
		{type: 'role', id: 'Max', role: 'operator'},
		{type: 'role', id: 'Max', role: 'operator', room: 'OPS'},
		{type: 'lock', room: 'ops', mode: 'invited'},
		{type: 'invite', id: 'Max', room: 'ops'},
		{type: 'announce', msg: 'back in five'},
	])
		expect(await done(request)).toBe('done');
	const {invite} = await ask(root, {type: 'invite', role: 'operator', uses: 1});
	await done({type: 'uninvite', invite});
	const deeds = (await read(root)).list.filter(({by}) => by === 'Root').toReversed();
	const shown = ({action, subject, room, detail}: Deed): unknown[] => [action, subject, room, detail];
	expect(deeds.map(shown)).toEqual([
		['kick', 'Mia', 'ops', 'noise'],
		['kick', 'Mia', undefined, 'noise'],
		['ban', 'Mallory', undefined, 'until 2026-11-21 14:01 UTC, noise'],
		['unban', 'Mallory', undefined, undefined],
		['mute', '192.0.2.0/24', 'ops', undefined],
		['unmute', '192.0.2.0/24', 'ops', undefined],
		['role', 'Max', undefined, 'operator'],
		['role', 'Max', 'ops', 'operator'],
		['lock', undefined, 'ops', 'invited'],
		['admit', 'Max', 'ops', undefined],
		['announce', undefined, undefined, 'back in five'],
		['invite', invite, undefined, 'makes operator, for 1'],
		['uninvite', invite, undefined, undefined],
	]);
	const lines = server.log.map(event => logText(event));
	for (const line of [
		'Operator’s act: ban Mallory by Root (until 2026-11-21 14:01 UTC, noise)',
		'Operator’s act: mute 192.0.2.0/24 in #ops by Root',
		'Operator’s act: lock in #ops by Root (invited)',
	])
		expect(lines).toContain(line);
});

test('what was refused is not', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const mia = await comeIn(server, 'Mia');
	for (const request of [
		{type: 'ban', subject: 'Root'},
		{type: 'role', id: 'Mia', role: 'owner'},
		{type: 'lock', room: 'general', mode: 'read-only'},
		{type: 'kick', id: 'Root'},
	])
		expect((await ask(mia, request)).type).toBe('error');
	expect((await read(root)).list.filter(({by}) => by === 'Mia').map(({action}) => action)).toEqual(['own']);
});

test('it is read page by page, the newest first, each deed once', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	for (let n = 0; n < 25; n++) await ask(root, {type: 'ban', subject: `Mallory${n}`});
	const seen: string[] = [];
	let more: string | undefined;
	do {
		const page = await read(root, more, 10);
		expect(page.list.length).toBeLessThanOrEqual(10);
		seen.push(...page.list.filter(({action}) => action === 'ban').map(({subject}) => subject!));
		({more} = page);
	} while (more !== undefined);
	expect(seen).toEqual(Array.from({length: 25}, (_, n) => `Mallory${24 - n}`));
	expect(await ask(root, {type: 'audit', more: 'nonsense'})).toMatchObject({code: 'BAD_REQUEST'});
});

test('the longest deeds are told in lines that fit', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const reason = '語'.repeat(300);
	for (let n = 0; n < 100; n++) await ask(root, {type: 'ban', subject: `M${n}${'ö'.repeat(28)}`, reason});
	root.send({type: 'audit', nonce: 'a'}, {type: 'bans', nonce: 'b'});
	for (const [type, nonce] of [
		['audit', 'a'],
		['bans', 'b'],
	] as const) {
		let count = 0;
		let isLast = false;
		while (!isLast) {
			const page = (await root.next(type)) as EventOf<'bans'>;
			count += page.list.length;
			isLast = page.nonce === nonce;
		}
		expect(count).toBeGreaterThanOrEqual(100);
	}
	// The peer reads no line that is longer than a server may send: all of them came.
	expect((await root.sync()).filter(({type}) => type === 'error')).toEqual([]);
});

test('the oldest go when there are more than are kept', async () => {
	const journal = new MemoryJournal();
	const deeds = new Deeds({
		journal,
		note: fact => journal.note(fact),
		clock: new FakeClock(),
		bounds: () => ({...usualBounds, audit: 5}),
		report: () => {},
		isOperator: () => true,
	});
	for (let n = 0; n < 1001; n++) deeds.note({action: 'kick', by: 'Root', subject: String(n)});
	await journal.note({type: 'record', kind: 'barrier', key: '', value: null});
	await journal.pruneAudit(1_000_000);
	const {list} = await journal.audit({limit: 100});
	expect(list.length).toBeLessThanOrEqual(6);
	expect(list[0]).toMatchObject({subject: '1000'});
});
