/** What only a client can do for a screen, and the news of it. */
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Request} from '../../source/protocol/messages.ts';
import {doneWords} from '../../source/ui/done.ts';
import type {News} from '../../source/ui/effects.ts';
import {Errands} from '../../source/ui/errands.ts';
import {Bench} from '../client/scripted-server.ts';
import {stillTerminal} from './still-terminal.ts';

const open = (): {bench: Bench; errands: Errands; heard: () => Promise<News>; copied: string[]} => {
	const bench = new Bench();
	const copied: string[] = [];
	const news: News[] = [];
	let arrived = Promise.withResolvers<void>();
	const errands = new Errands({
		client: bench.client,
		clock: bench.clock,
		terminal: {...stillTerminal, copy: text => void copied.push(text)},
		tell: one => {
			news.push(one);
			arrived.resolve();
		},
	});
	onTestFinished(() => errands.close());
	const heard = async (): Promise<News> => {
		await arrived.promise;
		arrived = Promise.withResolvers();
		return news.shift()!;
	};
	return {bench, errands, heard, copied};
};

describe('asking the server', () => {
	test('for its rooms tells them, and nothing is said where it cannot', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		errands.run({type: 'listRooms', like: undefined, waits: false});
		const {nonce} = await peer.next('rooms');
		peer.send({type: 'rooms', list: [{room: 'dev', members: 3}], nonce: nonce!});
		expect(await heard()).toEqual({
			type: 'listed',
			rooms: [{room: 'dev', members: 3}],
			like: undefined,
			isPart: false,
		});
		expect(bench.client.state.directory).toEqual(['dev']);
		errands.run({type: 'listRooms', like: undefined, waits: false});
		peer.reset();
		await bench.linked('offline');
		errands.run({type: 'nick', id: 'Bob'});
		// The next news is of something else.
		expect(await heard()).toMatchObject({type: 'told', tone: 'error'});
	});

	test('for an invitation tells it in the room, and copies what is pasted into a shell', async () => {
		const {bench, errands, heard, copied} = open();
		const peer = await bench.online();
		errands.run({type: 'request', request: {type: 'invite', room: 'general'}});
		const {nonce} = await peer.next('invite');
		const link = 'tuichat://chat.example/general#.tok';
		peer.send({type: 'invite', link, invite: 'i1', token: 'tok', nonce: nonce!});
		expect(await heard()).toMatchObject({type: 'told', text: expect.stringContaining('Copied')});
		expect(copied).toEqual([`npx tui-chat ${link}`]);
		const lines = bench.client.state.rooms.get('general')!.log.chunks.flat();
		expect(lines).toContainEqual(
			expect.objectContaining({type: 'note', text: expect.stringContaining(link)}),
		);
	});

	test('to act upon somebody says that it was done, and nothing where a line in the room does', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		const done = async (request: Request): Promise<News> => {
			errands.run({type: 'request', request});
			const {nonce} = await peer.next(request.type as 'ban');
			peer.send({type: 'done', nonce: nonce!});
			return heard();
		};
		const says = async (request: Request): Promise<string> => {
			const news = await done(request);
			return news.type === 'told' ? news.text : '';
		};
		expect(await says({type: 'ban', subject: 'Mallory', ms: 60_000})).toBe(
			'Mallory is banned. To undo it: /unban Mallory',
		);
		expect(await says({type: 'ban', subject: '192.0.2.0/24', room: 'ops'})).toBe(
			'192.0.2.0/24 is banned in #ops. To undo it: /unban 192.0.2.0/24 #ops',
		);
		expect(await says({type: 'kick', id: 'Mallory'})).toContain('Mallory was sent away');
		expect(await says({type: 'invite', id: 'Bob', room: 'ops'})).toBe('Bob may come into #ops now.');
		expect(await says({type: 'role', id: 'Dana', role: 'owner'})).toBe('Dana is an owner now.');
		expect(doneWords({type: 'lock', room: 'ops', mode: 'invited'})).toBe('');
		expect(doneWords({type: 'say', room: 'ops', msg: 'hi'})).toBe('');
	});

	test('for lists and what is in them, without a word in the room', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		const lines = bench.client.state.rooms.get('general')!.log;
		errands.run({type: 'listRecords', kind: 'devices', room: undefined, more: undefined});
		const device = {device: 'd1', sort: 'key', label: 'laptop', since: 1, seen: 2} as const;
		peer.send({type: 'devices', list: [device], password: true, nonce: (await peer.next('devices')).nonce!});
		expect(await heard()).toEqual({
			type: 'records',
			kind: 'devices',
			items: [{kind: 'devices', of: device}],
			remark: 'and your password',
			more: undefined,
			follows: false,
		});
		const request = {type: 'unban', subject: 'Mallory', room: 'ops'} as const;
		errands.run({type: 'undo', kind: 'bans', room: 'ops', request});
		const unban = await peer.next('unban');
		expect(unban).toMatchObject(request);
		peer.send({type: 'done', nonce: unban.nonce!});
		const bans = await peer.next('bans');
		expect(bans.room).toBe('ops');
		peer.send({type: 'error', code: 'OPERATORS_ONLY', text: 'No.', nonce: bans.nonce!});
		expect(await heard()).toEqual({type: 'recordsFailed', kind: 'bans', text: 'No.'});
		expect(bench.client.state.rooms.get('general')!.log).toBe(lines);
	});

	test('for a password says what came of it, and whether the present one is wanted', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		errands.run({type: 'register', password: 'long enough', old: undefined});
		const first = await peer.next('register');
		expect(first.old).toBeUndefined();
		peer.send({type: 'error', code: 'PASSWORD_OLD', text: 'Not that one.', nonce: first.nonce!});
		expect(await heard()).toEqual({type: 'registered', trouble: 'Not that one.', wantsOld: true});
		errands.run({type: 'register', password: 'long enough', old: 'before'});
		const second = await peer.next('register');
		expect(second).toMatchObject({password: 'long enough', old: 'before'});
		peer.send({type: 'done', nonce: second.nonce!});
		expect(await heard()).toEqual({type: 'registered', trouble: '', wantsOld: false});
	});

	test('who somebody is tells that, or why nobody knows', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		errands.run({type: 'whois', id: 'bob'});
		const answer = {type: 'whois', id: 'Bob', since: 1, rooms: [], nonce: ''} as const;
		peer.send({...answer, rooms: [], nonce: (await peer.next('whois')).nonce!});
		expect(await heard()).toMatchObject({type: 'introduced', id: 'bob', answer: {id: 'Bob'}});
		errands.run({type: 'whois', id: 'Zoe'});
		const {nonce} = await peer.next('whois');
		peer.send({type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.', nonce: nonce!});
		expect(await heard()).toEqual({type: 'introduced', id: 'Zoe', answer: undefined, trouble: 'Nobody.'});
	});

	test('for another name tells which one it is now', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		errands.run({type: 'nick', id: 'Bob'});
		const whois = await peer.next('whois');
		peer.send({type: 'whois', id: 'Bob', since: 1, rooms: [], nonce: whois.nonce!});
		expect(await heard()).toMatchObject({
			text: expect.stringMatching(/^You are still Alice\. /),
			tone: 'error',
		});
		errands.run({type: 'nick', id: 'Bob'});
		const {nonce} = await peer.next('whois');
		peer.send({type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.', nonce: nonce!});
		await (await bench.peer()).welcome();
		expect(await heard()).toMatchObject({text: 'You are Bob now.'});
	});
});

test('wishes reach the client, which keeps them', async () => {
	const {bench, errands} = open();
	await bench.online();
	errands.run({type: 'wish', target: 'Ops', change: {pinned: true}});
	errands.run({type: 'ignore', id: 'Bob', on: true});
	expect([...bench.client.state.wishes]).toEqual([['ops', {pinned: true}]]);
	expect([...bench.client.state.ignored]).toEqual(['bob']);
});
