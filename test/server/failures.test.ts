/** When nothing can be stored: no wrong acknowledgement, a word to whoever it concerns, and reading goes on. */
import {expect, test} from 'vitest';
import type {Batch, Receipt} from '../../source/journal/batch.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import type {LogEvent} from '../../source/server/log.ts';
import {startServer} from '../helpers/peer.ts';

/** A journal whose disk can be full. */
class FullJournal extends MemoryJournal {
	isFull = false;

	protected override async commit(batch: Batch): Promise<Receipt> {
		if (this.isFull) throw new ChatError('NOT_STORED', 'The disk is full, so nobody has seen that.');
		return super.commit(batch);
	}
}

const eventsOf = (log: readonly LogEvent[]): string[] => log.map(({event}) => event);

test('a message is refused to its author alone, with the reason; later it can be sent again', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal});
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	await bob.sync();
	journal.isFull = true;
	const say = {type: 'say', room: 'general', msg: 'x', nonce: 'n'};
	alice.send(say);
	expect(await alice.next('error')).toEqual({
		type: 'error',
		code: 'NOT_STORED',
		text: 'The disk is full, so nobody has seen that.',
		room: 'general',
		nonce: 'n',
	});
	expect(await bob.sync()).toEqual([]);
	expect(alice.text).not.toContain('"ack"');
	journal.isFull = false;
	alice.send(say);
	expect(await alice.next('ack')).toMatchObject({nonce: 'n', seq: 1});
	expect(await bob.next('message')).toMatchObject({msg: 'x', seq: 1});
});

test('the log says once that it began, and once that it is over', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal});
	const root = await server.operator('Root', ['log']);
	const alice = await server.join('Alice');
	await alice.sync();
	journal.isFull = true;
	for (const nonce of ['a', 'b', 'c']) {
		alice.send({type: 'say', room: 'general', msg: 'x', nonce});
		await alice.next('error', event => event.nonce === nonce);
	}
	await root.next('message', ({msg}) => msg.startsWith('Nothing can be stored any more: The disk is full'));
	journal.isFull = false;
	await alice.say('general', 'y');
	await alice.say('general', 'z');
	await root.next('message', ({msg}) => msg === 'Messages can be stored again');
	expect(eventsOf(server.log).filter(event => event === 'unstored' || event === 'recovered')).toEqual([
		'unstored',
		'recovered',
	]);
});

test('what cannot be changed is no failure of the disk', async () => {
	await using server = startServer();
	const alice = await server.join('Alice');
	alice.send({type: 'delete', room: 'general', ref: 7, nonce: 'd'});
	expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_MESSAGE'});
	expect(eventsOf(server.log)).not.toContain('unstored');
});

test('people come, read, search and go as before', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal});
	const alice = await server.join('Alice');
	await alice.say('general', 'before');
	journal.isFull = true;
	const bob = await server.join('Bob', ['general', 'new']);
	expect(bob.text).toContain('before');
	bob.send({type: 'history', room: 'general', before: 2}, {type: 'search', text: 'bef'});
	expect((await bob.next('page')).list).toHaveLength(1);
	expect((await bob.next('found')).list).toHaveLength(1);
	bob.send({type: 'quit'});
	await bob.next('bye');
	await alice.next('presence', ({left}) => left.length > 0);
});

test('what has to last is refused too: a topic that is told to nobody, a place to read from', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal});
	const [alice, bob] = [await server.join('Alice', ['general', 'ops']), await server.join('Bob')];
	await alice.say('general', 'x');
	await bob.sync();
	await alice.sync();
	journal.isFull = true;
	alice.send(
		{type: 'topic', room: 'general', topic: 'lost', nonce: 't'},
		{type: 'read', room: 'general', seq: 1, nonce: 'r'},
	);
	expect(await alice.next('error')).toMatchObject({code: 'NOT_STORED', nonce: 't', room: 'general'});
	expect(await alice.next('error')).toMatchObject({code: 'NOT_STORED', nonce: 'r'});
	expect(await bob.sync()).toEqual([]);
	journal.isFull = false;
	alice.send({type: 'read', room: 'general', seq: 1, nonce: 'again'});
	expect(await alice.next('done')).toMatchObject({nonce: 'again'});
	expect([...journal.people()].find(({id}) => id === 'Alice')!.places.get('general')).toMatchObject({
		read: 1,
	});
});

test('an answer that the desk has to look up, and cannot, is refused as unread', async () => {
	const journal = new FullJournal();
	await using server = startServer({journal, desk: 'help'});
	const alice = await server.join('Alice', ['help']);
	await alice.say('help', 'x');
	journal.page = () => Promise.reject(new ChatError('HISTORY_LOST'));
	alice.send({type: 'say', room: 'help', msg: 'y', ref: 1, nonce: 'n'});
	expect(await alice.next('error')).toMatchObject({code: 'HISTORY_LOST', nonce: 'n'});
	await alice.say('help', 'z');
});

test('who came, and where they were, while nothing could be stored is stored later', async () => {
	const journal = new FullJournal();
	let token: string;
	{
		await using server = startServer({journal});
		const bob = await server.join('Bob');
		journal.isFull = true;
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice', rooms: [{room: 'Ops', after: 0}]});
		({token} = await alice.next('welcome'));
		await alice.sync();
		journal.isFull = false;
		await bob.say('general', 'it works again');
		await bob.sync();
	}
	await using server = startServer({journal});
	const alice = server.peer();
	alice.send({type: 'hello', v: 1, id: 'Alice', token, resume: true});
	expect((await alice.next('welcome')).token).toBe(token);
	expect(await alice.next('room')).toMatchObject({room: 'Ops'});
});
