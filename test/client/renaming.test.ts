/** Another name in the middle of a talk. */
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Client} from '../../source/client/client.ts';
import {people} from '../../source/client/select.ts';
import type {Link} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {Place, until} from './place.ts';
import {Bench} from './scripted-server.ts';

const said = (client: Client, key = 'general'): string[] =>
	(client.state.rooms.get(key)?.log.chunks.flat() ?? []).flatMap(line =>
		line.type === 'message' ? [`${line.id}: ${line.msg}`] : [],
	);

const isLive = (client: Client): Promise<void> =>
	until(client, ({link, rooms}) => link.type === 'online' && [...rooms.values()].every(({live}) => live));

const nobody = {type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.'} as const;

describe('another name', () => {
	test('is taken in the middle of a talk, with the rooms that one is in and what is read in them', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice', {resume: true}), await place.join('Bob')];
		await alice.join('ops');
		await alice.say('general', 'as Alice');
		await alice.nick('Alice2');
		await isLive(alice);
		expect(alice.id).toBe('Alice2');
		expect([...alice.state.rooms.keys()]).toEqual(['general', 'ops']);
		await alice.say('general', 'as Alice2');
		await until(bob, () => said(bob).length === 2);
		expect(said(bob)).toEqual(['Alice: as Alice', 'Alice2: as Alice2']);
		expect(said(alice)).toEqual(said(bob));
		expect(people(bob.state.rooms.get('general')!).map(({id}) => id)).toEqual(['Alice2', 'Bob']);
	});

	test('written otherwise is the same person', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('alice'), await place.join('Bob')];
		await bob.say('@alice', 'psst');
		await until(alice, () => said(alice, '@bob').length === 1);
		await alice.nick('Alice');
		await isLive(alice);
		expect(said(alice, '@bob')).toEqual(['Bob: psst']);
		await bob.say('@Alice', 'again');
		await until(alice, () => said(alice, '@bob').length === 2);
	});

	test('has conversations of its own, and finds the old ones under the old name', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice', {resume: true}), await place.join('Bob')];
		await bob.say('@Alice', 'to Alice');
		await until(alice, () => said(alice, '@bob').length === 1);
		alice.store.dispatch({type: 'open', target: '@Bob'});
		await alice.nick('Alice2');
		await isLive(alice);
		expect(alice.state.rooms.has('@bob')).toBe(false);
		expect(alice.state.current).toBe('general');
		await bob.say('@Alice2', 'to Alice2');
		await until(alice, () => said(alice, '@bob').length === 1);
		expect(said(alice, '@bob')).toEqual(['Bob: to Alice2']);
		await alice.nick('Alice');
		await isLive(alice);
		await until(alice, () => said(alice, '@bob').length === 1);
		expect(said(alice, '@bob')).toEqual(['Bob: to Alice']);
	});

	test('that somebody has is refused, and nobody saw anything of it', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		const links: Link['type'][] = [];
		alice.on('link', ({type}) => links.push(type));
		await expect(alice.nick('BOB')).rejects.toMatchObject({code: 'ID_USED'});
		await expect(alice.nick('not allowed')).rejects.toMatchObject({code: 'ID_BAD'});
		expect(links).toEqual([]);
		expect(alice.id).toBe('Alice');
		await bob.say('general', 'still here');
		await until(alice, () => said(alice).length === 1);
	});

	test('that the server refuses at its door leads back to the old one, and no program reads of an end', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const links: Link['type'][] = [];
		bench.client.on('link', ({type}) => links.push(type));
		const tried = bench.client.nick('Bob');
		tried.catch(() => {});
		const {nonce} = await peer.next('whois');
		peer.send({...nobody, nonce: nonce!});
		const door = await bench.peer();
		expect((await door.next('hello')).id).toBe('Bob');
		door.send({type: 'error', code: 'ID_USED', text: 'Taken meanwhile.'});
		await expect(tried).rejects.toMatchObject({code: 'ID_USED', message: 'Taken meanwhile.'});
		const hello = await (await bench.peer()).welcome();
		expect(hello).toMatchObject({id: 'Alice', token: 'token'});
		await bench.linked('online');
		expect(links).not.toContain('refused');
		expect(bench.client.id).toBe('Alice');
	});

	test('is not taken while something waits to be said, while there is no link, or twice at a time', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		void bench.client.say('general', 'on its way');
		await expect(bench.client.nick('Bob')).rejects.toMatchObject({code: 'NOT_SENT'});
		await peer.accept(1);
		await bench.until(({rooms}) => rooms.get('general')?.pending.length === 0);
		const first = bench.client.nick('Bob');
		first.catch(() => {});
		await expect(bench.client.nick('Carol')).rejects.toMatchObject({code: 'BAD_REQUEST'});
		peer.reset();
		await expect(first).rejects.toBeInstanceOf(ChatError);
		await bench.linked('offline');
		await expect(bench.client.nick('Bob')).rejects.toMatchObject({code: 'LOST'});
		expect(bench.client.id).toBe('Alice');
	});

	test('takes along what one wishes, over what was wished under it before', async () => {
		const state = join(newFolder(), 'state');
		const place = new Place();
		const before = await place.join('Alice2', {state, server: 'home'});
		before.wish('dev', {pinned: true});
		before.wish('ops', {level: 'all'});
		await before.quit();
		const alice = await place.join('Alice', {state, server: 'home'});
		alice.wish('ops', {level: 'nothing'});
		alice.ignore('Eve', true);
		alice.writing.keepDraft('general', 'half');
		await alice.nick('Alice2');
		await isLive(alice);
		expect(Object.fromEntries(alice.state.wishes)).toEqual({dev: {pinned: true}, ops: {level: 'nothing'}});
		await alice.quit();
		const again = place.client('Alice2', {state, server: 'home'});
		expect(Object.fromEntries(again.state.wishes)).toEqual({dev: {pinned: true}, ops: {level: 'nothing'}});
		expect([...again.state.ignored]).toEqual(['eve']);
		expect(again.writing.drafts.get('general')).toBe('half');
	});

	test('is given up by leaving', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const tried = bench.client.nick('Bob');
		tried.catch(() => {});
		peer.send({...nobody, nonce: (await peer.next('whois')).nonce!});
		await (await bench.peer()).next('hello');
		await bench.client.quit();
		await expect(tried).rejects.toMatchObject({code: 'CLOSED'});
		expect(bench.client.state.link.type).toBe('closed');
	});
});
