import {describe, expect, test} from 'vitest';
import {currentRoom} from '../../source/client/select.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {Bench, isLive, type ScriptedPeer} from './scripted-server.ts';

const message = (seq: number, msg = `message ${seq}`): Event => ({
	type: 'message',
	room: 'general',
	seq,
	id: 'Bob',
	msg,
	ts: seq,
});

const texts = (bench: Bench): string[] =>
	currentRoom(bench.client.state)!
		.log.chunks.flat()
		.map(line => ('msg' in line ? line.msg : 'text' in line ? line.text : ''));

const pending = (bench: Bench): string[] => currentRoom(bench.client.state)!.pending.map(({msg}) => msg);

const back = async (bench: Bench): Promise<ScriptedPeer> => {
	bench.client.reconnect();
	const peer = await bench.peer();
	await peer.welcome();
	await bench.until(isLive);
	return peer;
};

describe('what is said', () => {
	test('is shown at once, and resolves with its place', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const said = bench.client.say('general', 'hello');
		expect(pending(bench)).toEqual(['hello']);
		expect(bench.client.unacknowledged).toBe(1);
		await peer.accept(7);
		expect(await said).toEqual({room: 'general', seq: 7, ts: 7});
		expect(pending(bench)).toEqual([]);
		expect(texts(bench)).toEqual(['hello']);
		expect(bench.client.unacknowledged).toBe(0);
	});

	test('is acknowledged by itself, as it comes back', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const said = bench.client.say('general', 'hello');
		const {nonce} = await peer.next('say');
		peer.send({...message(7, 'hello'), id: 'Alice', nonce: nonce!} as Event);
		expect(await said).toMatchObject({room: 'general', seq: 7});
		expect(pending(bench)).toEqual([]);
		expect(texts(bench)).toEqual(['hello']);
		expect(bench.client.unacknowledged).toBe(0);
	});

	test('is not acknowledged by somebody who copies its nonce', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		void bench.client.say('general', 'hello');
		peer.send({...message(1), nonce: 'n1'} as Event);
		await bench.until(state => currentRoom(state)!.seq === 1);
		expect(bench.client.unacknowledged).toBe(1);
	});

	test('before the first welcome goes out with it', async () => {
		const bench = new Bench();
		const said = bench.client.say('general', 'early');
		const peer = await bench.online();
		await peer.accept(1);
		expect(await said).toMatchObject({seq: 1});
	});

	test('while the link is lost goes out in its order when it is back', async () => {
		const bench = new Bench();
		(await bench.online()).reset();
		await bench.linked('offline');
		const said = ['one', 'two', 'three'].map(msg => bench.client.say('general', msg));
		expect(pending(bench)).toEqual(['one', 'two', 'three']);
		const peer = await back(bench);
		const nonces = [];
		for (const seq of [1, 2, 3]) nonces.push((await peer.accept(seq)).nonce);
		expect(nonces).toEqual(['n1', 'n2', 'n3']);
		expect((await Promise.all(said)).map(({seq}) => seq)).toEqual([1, 2, 3]);
		expect(texts(bench)).toEqual(['one', 'two', 'three']);
	});

	test('and stored, but not acknowledged before the link was lost, is said and shown once', async () => {
		const bench = new Bench();
		const first = await bench.online();
		const said = bench.client.say('general', 'once');
		const {nonce} = await first.next('say');
		first.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		const second = await bench.peer();
		await second.next('hello');
		second.send(
			{type: 'welcome', v: 1, id: 'Alice', server: '', journal: 'first', token: 'token', time: 0, limits: {}},
			{type: 'room', room: 'general', members: 1},
			{...message(1, 'once'), id: 'Alice', nonce: nonce!} as Event,
			{type: 'live', room: 'general', seq: 1},
		);
		expect((await second.next('say')).nonce).toBe(nonce);
		expect(pending(bench)).toEqual([]);
		second.send({type: 'ack', nonce: nonce!, room: 'general', seq: 1, ts: 1});
		expect(await said).toEqual({room: 'general', seq: 1, ts: 1});
		expect(texts(bench)).toEqual(['once']);
	});

	test('and refused fails, and can be sent again under its name or given up', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const said = bench.client.say('general', 'hello');
		await peer.next('say');
		peer.send({type: 'error', code: 'READ_ONLY', text: 'No.', nonce: 'n1'});
		await expect(said).rejects.toMatchObject({code: 'READ_ONLY', message: 'No.'});
		expect(currentRoom(bench.client.state)!.pending[0]!.error).toMatchObject({code: 'READ_ONLY'});
		expect(bench.client.resend('unknown')).toBe(false);
		expect(bench.client.resend('n1')).toBe(true);
		expect(await peer.next('say')).toMatchObject({nonce: 'n1', msg: 'hello'});
		peer.send({type: 'error', code: 'READ_ONLY', text: 'No.', nonce: 'n1'});
		await bench.until(state => currentRoom(state)!.pending[0]!.error !== undefined);
		bench.client.drop('n1');
		expect(pending(bench)).toEqual([]);
	});

	test('and given up on its way rejects', async () => {
		const bench = new Bench();
		await bench.online();
		const said = bench.client.say('general', 'hello');
		bench.client.drop('n1');
		await expect(said).rejects.toMatchObject({code: 'NOT_SENT'});
	});

	test('fails when the server wants us no more', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const said = bench.client.say('general', 'hello');
		peer.send({type: 'error', code: 'KICKED', text: 'Out.'});
		await expect(said).rejects.toMatchObject({code: 'NOT_SENT', message: 'The message was not sent. Out.'});
		expect(currentRoom(bench.client.state)!.pending[0]!.error).toMatchObject({code: 'NOT_SENT'});
		await expect(bench.client.say('general', 'more')).rejects.toMatchObject({code: 'NOT_SENT'});
	});

	test.each([
		['control characters', 'a\u001b[31m', 'BAD_TEXT'],
		['nothing', ' \n', 'BAD_REQUEST'],
		['too much', 'x'.repeat(17_000), 'LINE_TOO_LONG'],
	])('is not sent when it is %s', async (_, msg, code) => {
		const bench = new Bench();
		const peer = await bench.online();
		await expect(bench.client.say('general', msg)).rejects.toMatchObject({code});
		expect(currentRoom(bench.client.state)!.pending[0]!.error).toMatchObject({code});
		await bench.client.quit();
		expect(peer.unheard.map(({type}) => type)).toEqual(['quit']);
	});

	test('may be as long as this server allows', async () => {
		const bench = new Bench();
		const peer = await bench.online({limits: {lineBytes: 100}});
		const overhead = bench.client.sizeOf('general', '');
		const longest = 'ż'.repeat((100 - overhead) / 2);
		void bench.client.say('general', longest);
		expect((await peer.next('say')).msg).toBe(longest);
		await expect(bench.client.say('general', `${longest}żż`)).rejects.toMatchObject({code: 'LINE_TOO_LONG'});
	});
});

describe('other requests', () => {
	test('are answered by what belongs to them', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const topic = bench.client.topic('general', 'Release');
		expect(await peer.next('topic')).toEqual({type: 'topic', room: 'general', topic: 'Release', nonce: 'n1'});
		peer.send({type: 'done', nonce: 'n1'});
		expect(await topic).toBeUndefined();
		const joined = bench.client.join('ops', {history: 5});
		expect(await peer.next('join')).toEqual({type: 'join', room: 'ops', history: 5, nonce: 'n2'});
		peer.send({type: 'room', room: 'ops', members: 1, nonce: 'n2'});
		await joined;
		expect(bench.client.state.current).toBe('ops');
	});

	test('for lists tell their caller and not the screen', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const rooms = bench.client.rooms();
		await peer.next('rooms');
		peer.send({type: 'rooms', list: [{room: 'attic', members: 1}], nonce: 'n1'});
		expect(await rooms).toEqual([{room: 'attic', members: 1}]);
		const whois = bench.client.whois('Bob');
		await peer.next('whois');
		peer.send({type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.', nonce: 'n2'});
		await expect(whois).rejects.toMatchObject({code: 'NO_SUCH_ID'});
		expect(texts(bench)).toEqual([]);
		expect(bench.client.state.directory).toEqual(['attic']);
	});

	test('for a part of a long list say which, and are told how many there are', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const all = bench.client.rooms();
		const rooms = bench.client.findRooms({like: 'green', limit: 1});
		const people = bench.client.findPeople('general', {like: 'g', after: 'guest1', limit: 2});
		expect(await peer.next('rooms')).toEqual({type: 'rooms', nonce: 'n1'});
		expect(await peer.next('rooms')).toEqual({type: 'rooms', like: 'green', limit: 1, nonce: 'n2'});
		expect(await peer.next('who')).toEqual({
			...{type: 'who', room: 'general', like: 'g'},
			...{after: 'guest1', limit: 2, nonce: 'n3'},
		});
		peer.send(
			{type: 'rooms', list: [{room: 'attic', members: 1}], nonce: 'n1'},
			{type: 'rooms', list: [{room: 'greenhouse', members: 9}], total: 12, nonce: 'n2'},
			{type: 'who', room: 'general', list: [{id: 'guest2'}, {id: 'guest3'}], total: 4811, nonce: 'n3'},
		);
		expect(await all).toHaveLength(1);
		expect(await rooms).toEqual({list: [{room: 'greenhouse', members: 9}], total: 12});
		expect(await people).toEqual({list: [{id: 'guest2'}, {id: 'guest3'}], total: 4811});
		const {directory, found} = bench.client.state;
		// What was found is known besides what was listed, for completion.
		expect([directory, found]).toEqual([
			['greenhouse', 'attic'],
			['guest2', 'guest3'],
		]);
		expect(texts(bench)).toEqual([]);
	});

	test('for long lists get all of it, though only the last part says whose it is', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const rooms = bench.client.rooms();
		const who = bench.client.who('general');
		await peer.next('rooms');
		await peer.next('who');
		peer.send({type: 'rooms', list: [{room: 'attic', members: 1}]});
		peer.send({type: 'rooms', list: [{room: 'barn', members: 1}]});
		peer.send(
			{type: 'rooms', list: [{room: 'cellar', members: 1}], nonce: 'n1'},
			{type: 'who', room: 'general', list: [{id: 'Bob'}]},
			{type: 'who', room: 'general', list: [{id: 'Carol'}], nonce: 'n2'},
		);
		expect((await rooms).map(({room}) => room)).toEqual(['attic', 'barn', 'cellar']);
		expect((await who).map(({id}) => id)).toEqual(['Bob', 'Carol']);
		expect(texts(bench)).toEqual([]);
	});

	test('from the keyboard are shown', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const answer = bench.client.send({type: 'who', room: 'general'});
		await peer.next('who');
		peer.send({type: 'who', room: 'general', list: [{id: 'Bob'}], nonce: 'n1'});
		expect(await answer).toMatchObject({type: 'who'});
		expect(texts(bench)).toEqual(['1 person in #general: Bob']);
	});

	test('are refused without a link, and given up with it', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const kick = bench.client.kick('Bob', {reason: 'noise'});
		await peer.next('kick');
		peer.reset();
		await expect(kick).rejects.toMatchObject({code: 'LOST'});
		await bench.linked('offline');
		await expect(bench.client.topic('general', 'x')).rejects.toMatchObject({code: 'LOST'});
		expect(texts(bench)).toEqual(['There is no connection now, so that was not done.']);
	});

	test('that the rules forbid are not sent', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		await expect(bench.client.join('no room')).rejects.toMatchObject({code: 'ROOM_BAD'});
		expect(texts(bench)[0]).toContain('space');
		expect(peer.unheard).toEqual([]);
	});

	test('to leave close what the server need not know of', async () => {
		const bench = new Bench({rooms: ['general', 'ops']});
		const peer = await bench.online();
		const left = bench.client.leave('ops');
		expect(await peer.next('leave')).toMatchObject({room: 'ops'});
		peer.send({type: 'gone', room: 'ops', why: 'left'}, {type: 'done', nonce: 'n1'});
		await left;
		expect([...bench.client.state.rooms.keys()]).toEqual(['general']);
	});

	test('to leave a conversation close it at once, and tell the server, which keeps it', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		bench.client.store.dispatch({type: 'open', target: '@Dana'});
		const left = bench.client.leave('@Dana');
		expect([...bench.client.state.rooms.keys()]).toEqual(['general']);
		expect(await peer.next('leave')).toMatchObject({room: '@Dana'});
		peer.send({type: 'done', nonce: 'n1'});
		await left;
	});

	test('to leave a room without a link are told on the next one, should it enter that room', async () => {
		const bench = new Bench({rooms: ['general', 'ops']});
		const first = await bench.online();
		first.reset();
		await bench.linked('offline');
		await bench.client.leave('ops');
		bench.client.reconnect();
		const second = await bench.peer();
		expect((await second.welcome()).rooms).toEqual([{room: 'general', after: 0}]);
		second.send({type: 'room', room: 'ops', members: 1});
		expect(await second.next('leave')).toEqual({type: 'leave', room: 'ops'});
		second.send({type: 'gone', room: 'ops', why: 'left'});
		await bench.until(({rooms}) => !rooms.has('ops'));
	});

	test('to join again say what is held', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		peer.send(message(9));
		await bench.until(state => currentRoom(state)!.seq === 9);
		void bench.client.join('general');
		expect(await peer.next('join')).toMatchObject({room: 'general', after: 9});
	});

	test('of somebody who types are few', async () => {
		const bench = new Bench();
		bench.client.typing('general');
		const peer = await bench.online();
		for (let second = 0; second < 6; second++) {
			bench.client.typing('general');
			bench.client.typing('GENERAL');
			bench.client.typing('ops');
			bench.clock.advance(1_000);
		}
		await bench.client.quit();
		expect(peer.unheard.map(request => ('room' in request ? request.room : request.type))).toEqual([
			'general',
			'ops',
			'general',
			'ops',
			'quit',
		]);
	});

	test('of somebody who types on after a message are made at once', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		bench.client.typing('general');
		bench.client.typing('ops');
		void bench.client.say('General', 'one');
		bench.client.typing('general');
		void bench.client.send({type: 'say', room: 'general', msg: 'two'});
		bench.client.typing('general');
		bench.client.typing('ops');
		await bench.client.quit();
		expect(peer.unheard.map(({type, ...rest}) => ('room' in rest ? `${type} ${rest.room}` : type))).toEqual([
			'typing general',
			'typing ops',
			'say General',
			'typing general',
			'say general',
			'typing general',
			'quit',
		]);
	});

	test('of somebody who types to nobody fail silently', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		bench.client.typing('@Dana');
		await peer.next('typing');
		peer.send({type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.', room: '@Dana', nonce: 'n1'}, message(1));
		await bench.until(state => currentRoom(state)!.seq === 1);
		expect(texts(bench)).toEqual(['message 1']);
	});

	test('to be away are made again on a new link', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		peer.send({type: 'status', id: 'Alice', away: 'lunch'});
		await bench.until(({away}) => away === 'lunch');
		peer.reset();
		await bench.linked('offline');
		expect(await (await back(bench)).next('away')).toEqual({type: 'away', text: 'lunch'});
	});
});

describe('listeners', () => {
	test('hear each message once, when the state has it', async () => {
		const bench = new Bench();
		const first = await bench.online();
		const heard: string[] = [];
		const end = bench.client.on('message', ({seq}) => {
			heard.push(`${seq} of ${currentRoom(bench.client.state)!.seq}`);
		});
		first.send(message(1), message(2), message(2));
		await bench.until(state => currentRoom(state)!.seq === 2);
		first.reset();
		await bench.linked('offline');
		const second = await back(bench);
		second.send(message(1), message(2), message(3));
		await bench.until(state => currentRoom(state)!.seq === 3);
		end();
		second.send(message(4));
		await bench.until(state => currentRoom(state)!.seq === 4);
		expect(heard).toEqual(['1 of 2', '2 of 2', '3 of 3']);
	});

	test('hear how the link stands', async () => {
		const bench = new Bench();
		const links: string[] = [];
		bench.client.on('link', ({type}) => links.push(type));
		(await bench.online()).reset();
		await bench.linked('offline');
		await bench.client.quit();
		expect(links).toEqual(['connecting', 'online', 'offline', 'closed']);
	});

	test('are told whether this side did it', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const told: boolean[] = [];
		bench.client.subscribe(local => told.push(local));
		void bench.client.say('general', 'mine');
		peer.send(message(1));
		await bench.until(state => currentRoom(state)!.seq === 1);
		expect(told).toEqual([true, false]);
	});
});

describe('reading one event after the other', () => {
	test('misses nothing that came in one piece with the welcome', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		const heard: string[] = [];
		const listening = connected.then(() => bench.client.on('message', ({msg}) => heard.push(msg)));
		const reading = connected.then(() => bench.client[Symbol.asyncIterator]());
		await peer.next('hello');
		peer.send(
			{type: 'welcome', v: 1, id: 'Alice', server: 's', journal: 'j', token: 't', time: 0, limits: {}},
			{type: 'live', room: 'general', seq: 0},
			message(1),
		);
		await listening;
		const events = await reading;
		expect(await events.next()).toMatchObject({value: {type: 'live'}});
		expect(await events.next()).toMatchObject({value: {type: 'message', seq: 1}});
		expect(heard).toEqual(['message 1']);
	});

	test('gives all of them and ends with the client', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const events = bench.client[Symbol.asyncIterator]();
		peer.send(message(1), {type: 'notice', id: 'Root', msg: 'hello', ts: 1});
		expect(await events.next()).toMatchObject({value: {type: 'message', seq: 1}});
		expect(await events.next()).toMatchObject({value: {type: 'notice'}});
		const last = events.next();
		await bench.client.quit();
		expect(await last).toEqual({value: undefined, done: true});
		expect(await events.next()).toEqual({value: undefined, done: true});
	});

	test('throws when the server wants us no more', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const read = async (): Promise<void> => {
			for await (const event of bench.client) expect(event.type).toBe('error');
		};
		const reading = read();
		peer.send({type: 'error', code: 'KICKED', text: 'Out.'});
		await expect(reading).rejects.toMatchObject({code: 'KICKED'});
	});

	test('holds the server back while the reader is slow, and loses nothing', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const events = bench.client[Symbol.asyncIterator]();
		const count = 20_000;
		let sent = 0;
		let stalls = 0;
		const send = async (): Promise<void> => {
			while (sent < count) {
				peer.send(message(++sent));
				if (!peer.stream.writableNeedDrain) continue;
				stalls++;
				await new Promise(resolve => peer.stream.once('drain', resolve));
			}
		};
		const sending = send();
		// Everything that can move without the reader has moved once another event loop turn changes nothing.
		let before = -1;
		while (before !== sent) {
			before = sent;
			await new Promise(resolve => setImmediate(resolve));
		}
		expect(sent).toBeLessThan(3_000);
		const seqs: number[] = [];
		for await (const event of {[Symbol.asyncIterator]: () => events}) {
			if (event.type !== 'message') continue;
			seqs.push(event.seq);
			if (seqs.length === count) break;
		}
		await sending;
		expect(stalls).toBeGreaterThan(10);
		expect(seqs).toEqual(Array.from({length: count}, (_, index) => index + 1));
	});

	test('takes no silence of a server that is held back for its death', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const events = bench.client[Symbol.asyncIterator]();
		peer.send(...Array.from({length: 1_000}, (_, index) => message(index + 1)));
		await bench.until(state => currentRoom(state)!.seq === 1_000);
		for (let minutes = 0; minutes < 10; minutes++) {
			bench.clock.advance(60_000);
			// The server has to hear that we are there.
			expect(await peer.next('ping')).toEqual({type: 'ping'});
			expect(await peer.next('ping')).toEqual({type: 'ping'});
		}
		expect(bench.client.state.link.type).toBe('online');
		peer.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		const second = await bench.peer();
		await second.welcome();
		bench.clock.advance(60_000);
		expect(bench.client.state.link.type).toBe('connecting');
		await events.return!();
		await bench.linked('online');
	});

	test('stops holding the server back when the reader goes', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const events = bench.client[Symbol.asyncIterator]();
		peer.send(...Array.from({length: 1_000}, (_, index) => message(index + 1)));
		await bench.until(state => currentRoom(state)!.seq === 1_000);
		peer.send(message(1_001));
		await events.return!();
		await bench.until(state => currentRoom(state)!.seq === 1_001);
		expect(await events.next()).toEqual({value: undefined, done: true});
	});
});

describe('sending no faster than the server takes', () => {
	test('waits for the drain', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		await bench.client.ready();
		peer.stream.pause();
		for (let said = 0; said < 100; said++) void bench.client.say('general', 'x'.repeat(10_000));
		let isReady = false;
		const ready = bench.client.ready().then(() => {
			isReady = true;
		});
		await new Promise(resolve => setImmediate(resolve));
		expect(isReady).toBe(false);
		// What waits, waits here and not in the stream, where it could not be taken back.
		expect(bench.link!.writableLength).toBeLessThan(50_000);
		peer.stream.resume();
		await ready;
		expect(peer.unheard).toHaveLength(100);
	});

	test('waits for the link, and rejects when there will be none', async () => {
		const bench = new Bench();
		const early = bench.client.ready();
		const peer = await bench.online();
		await early;
		peer.reset();
		await bench.linked('offline');
		const late = bench.client.ready();
		await bench.client.quit();
		await expect(late).rejects.toMatchObject({code: 'CLOSED'});
		await expect(bench.client.ready()).rejects.toMatchObject({code: 'CLOSED'});
	});
});

describe('quitting', () => {
	test('sends what was said before, then goodbye, and hears the end', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const said = bench.client.say('general', 'last words');
		const quit = bench.client.quit('bye');
		await peer.accept(1);
		expect(await peer.next('quit')).toEqual({type: 'quit', text: 'bye'});
		await quit;
		expect(await said).toMatchObject({seq: 1});
		expect(bench.client.state.link).toEqual({type: 'closed'});
		expect(bench.clock.timers).toBe(0);
		await expect(bench.client.say('general', 'too late')).rejects.toMatchObject({code: 'CLOSED'});
	});

	test('does not wait for ever for a server that does not end', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		peer.stream.removeAllListeners('end');
		const quit = bench.client.quit();
		await peer.next('quit');
		bench.clock.advance(4_000);
		peer.send(message(1));
		await bench.until(state => currentRoom(state)!.seq === 1);
		bench.clock.advance(1_000);
		await quit;
		expect(bench.clock.timers).toBe(0);
	});

	test.each(['offline', 'refused'] as const)('while %s is at once', async type => {
		const bench = new Bench();
		const peer = await bench.online();
		if (type === 'offline') peer.reset();
		else peer.send({type: 'error', code: 'KICKED', text: 'Out.'});
		await bench.linked(type);
		await bench.client.quit();
		expect(bench.client.state.link.type).toBe('closed');
		expect(bench.clock.timers).toBe(0);
	});

	test('is also a request', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		const quit = bench.client.send({type: 'quit', text: 'bye'});
		expect(await peer.next('quit')).toMatchObject({text: 'bye'});
		expect(await quit).toBeUndefined();
	});

	test('while connecting rejects the connect', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const quit = bench.client.quit();
		await expect(connected).rejects.toMatchObject({code: 'CLOSED'});
		await quit;
	});
});
