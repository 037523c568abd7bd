/** What holds after the server was started again, and while the disk is full. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Batch, Receipt} from '../../../source/journal/batch.ts';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import {openJournal} from '../../../source/journal/sqlite.ts';
import {ChatError} from '../../../source/protocol/errors.ts';
import type {EventOf} from '../../../source/protocol/messages.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer} from '../../helpers/peer.ts';
import {newFolder} from '../../helpers/test-folder.ts';

/** A journal whose disk can be full. */
class FullJournal extends MemoryJournal {
	isFull = false;

	protected override async commit(batch: Batch): Promise<Receipt> {
		if (this.isFull) throw new ChatError('NOT_STORED', 'The disk is full.');
		return super.commit(batch);
	}
}

const codeOf = async (peer: Peer): Promise<string> => (await peer.next('error')).code;

test('on a disk all of it holds over a restart', async () => {
	const folder = join(newFolder(), 'data');
	const [ritas, miasKey] = [makeKey(), makeKey()];
	const server = startServer({journal: await openJournal({folder})});
	const root = await server.operator('Root');
	const rita = await comeIn(server, 'Rita', {key: ritas, rooms: ['den', 'general']});
	await comeIn(server, 'Mia', {key: miasKey, rooms: ['den', 'general']});
	await comeIn(server, 'Max');
	for (const request of [
		{type: 'ban', subject: '192.0.2.0/24', reason: 'flood'},
		{type: 'ban', subject: 'Max', room: 'den'},
		{type: 'mute', subject: 'Mia', ms: 3_600_000},
		{type: 'role', id: 'Rita', role: 'operator'},
	])
		expect(await ask(root, request)).toMatchObject({type: 'done'});
	expect(await ask(rita, {type: 'lock', room: 'den', mode: 'invited'})).toMatchObject({type: 'done'});
	expect(await ask(rita, {type: 'role', id: 'Mia', role: 'operator', room: 'den'})).toMatchObject({
		type: 'done',
	});
	const {token} = await ask(rita, {type: 'invite', room: 'den', uses: 1});
	await server[Symbol.asyncDispose]();

	await using again = startServer({journal: await openJournal({folder})});
	const boss = await again.operator('Boss');
	expect(await codeOf(knock(again, 'Eve', {about: {ip: '192.0.2.200'}}))).toBe('BANNED');
	const mia = knock(again, 'Mia', {key: miasKey, rooms: ['den']});
	expect(await mia.next('muted')).toMatchObject({until: expect.any(Number)});
	expect(await mia.next('room')).toMatchObject({room: 'den', mode: 'invited', rank: 'operator'});
	const back = knock(again, 'Rita', {key: ritas, rooms: ['den']});
	expect(await back.next('welcome')).toMatchObject({role: 'operator'});
	expect(await back.next('room')).toMatchObject({rank: 'owner'});
	const moe = knock(again, 'Moe', {invite: String(token), rooms: []});
	expect(await moe.next('room')).toMatchObject({room: 'den'});
	expect(await codeOf(knock(again, 'Moses', {invite: String(token)}))).toBe('INVITE_BAD');
	const {list} = await ask<EventOf<'audit'>>(boss, {type: 'audit'});
	expect(list.map(({action}) => action)).toEqual(
		expect.arrayContaining(['ban', 'mute', 'role', 'lock', 'invite', 'redeem']),
	);
	expect((await ask(boss, {type: 'bans'})).list).toHaveLength(3);
});

test('while the disk is full it holds all the same, is said so, and stored later', async () => {
	const journal = new FullJournal();
	const server = startServer({journal});
	const root = await server.operator('Root', ['general', 'den']);
	const mia = await comeIn(server, 'Mia', {rooms: ['general', 'den']});
	await root.say('den', 'x');
	journal.isFull = true;
	const unstored = {code: 'NOT_STORED', text: expect.stringContaining('holds while the server runs')};
	expect(await ask(root, {type: 'ban', subject: 'Mallory'})).toMatchObject(unstored);
	expect(await ask(root, {type: 'mute', subject: 'Mia'})).toMatchObject(unstored);
	expect(await ask(root, {type: 'lock', room: 'den', mode: 'invited'})).toMatchObject(unstored);
	const guest = server.peer();
	guest.send({type: 'hello', v: 1, id: 'Mallory'});
	expect(await codeOf(guest)).toBe('BANNED');
	expect(await ask(mia, {type: 'say', room: 'general', msg: 'x'})).toMatchObject({code: 'MUTED'});
	journal.isFull = false;
	await root.say('general', 'there is room again');
	await server[Symbol.asyncDispose]();
	await using again = startServer({journal});
	expect(await codeOf(knock(again, 'Mallory'))).toBe('BANNED');
	const gus = await again.join('Gus');
	expect(await ask(gus, {type: 'join', room: 'den'})).toMatchObject({code: 'ROOM_INVITED'});
	const boss = await again.operator('Boss');
	expect((await ask(boss, {type: 'bans'})).list).toHaveLength(2);
});

test('an invitation that cannot be stored is not given away', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal, closed: true});
	const root = await server.operator('Root');
	journal.isFull = true;
	expect(await ask(root, {type: 'invite'})).toMatchObject({type: 'error', code: 'NOT_STORED'});
	expect(await ask(root, {type: 'invites'})).toMatchObject({list: []});
});
