/** What only a client can do for a screen, and the news of it. */
import {describe, expect, onTestFinished, test} from 'vitest';
import type {News} from '../../source/ui/effects.ts';
import {Errands, type Terminal} from '../../source/ui/errands.ts';
import {Bench} from '../client/scripted-server.ts';

const terminal: Terminal = {
	redraw: () => {},
	suspend: () => {},
	title: () => {},
	bell: () => {},
	notify: () => {},
	mouse: () => {},
	copy: () => {},
	openLink: async () => true,
	editText: async text => text,
	quit: () => {},
};

const open = (): {bench: Bench; errands: Errands; heard: () => Promise<News>} => {
	const bench = new Bench();
	const news: News[] = [];
	let arrived = Promise.withResolvers<void>();
	const errands = new Errands({
		client: bench.client,
		clock: bench.clock,
		terminal,
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
	return {bench, errands, heard};
};

describe('asking the server', () => {
	test('for its rooms tells them, and nothing is said where it cannot', async () => {
		const {bench, errands, heard} = open();
		const peer = await bench.online();
		errands.run({type: 'listRooms'});
		const {nonce} = await peer.next('rooms');
		peer.send({type: 'rooms', list: [{room: 'dev', members: 3}], nonce: nonce!});
		expect(await heard()).toEqual({type: 'listed', rooms: [{room: 'dev', members: 3}]});
		expect(bench.client.state.directory).toEqual(['dev']);
		errands.run({type: 'listRooms'});
		peer.reset();
		await bench.linked('offline');
		errands.run({type: 'nick', id: 'Bob'});
		// The next news is of something else.
		expect(await heard()).toMatchObject({type: 'told', tone: 'error'});
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
