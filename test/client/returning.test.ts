import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Client, ClientOptions} from '../../source/client/client.ts';
import {quoteOf, reactionsOf, unread} from '../../source/client/select.ts';
import type {MessageLine, Room} from '../../source/client/state.ts';
import {turns} from '../helpers/peer.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {closing, Place, until} from './place.ts';

const roomOf = (client: Client, key = 'general'): Room => client.state.rooms.get(key)!;

const linesOf = (client: Client, key = 'general'): MessageLine[] =>
	(client.state.rooms.get(key)?.log.chunks.flat() ?? []).filter(line => line.type === 'message');

const said = (client: Client, key?: string): string[] => linesOf(client, key).map(({msg}) => msg);

/** Goes without a goodbye. */
const kill = async (place: Place, client: Client): Promise<void> => {
	place.cut(client.id);
	await client.quit();
	await turns();
};

describe('somebody who was away', () => {
	const person = (): Partial<ClientOptions> => ({state: newFolder(), server: 'home', resume: true});

	test('finds the rooms and conversations of last time, and what is new in them', async () => {
		const place = await Place.open(newFolder());
		const bob = await place.join('Bob');
		const options = person();
		const first = await place.join('Alice', options);
		await first.join('ops');
		await bob.join('ops');
		await bob.say('ops', 'read');
		await until(first, () => said(first, 'ops').length === 1);
		// What is on the screen is read on coming back.
		first.store.dispatch({type: 'open', target: 'general'});
		await first.quit();
		await bob.say('ops', 'Alice, look');
		const {seq} = await bob.say('ops', 'a mistake');
		await bob.remove('ops', seq);
		await bob.say('@Alice', 'psst');
		// None of it depends on the server's memory.
		await place.stop();
		await place.start();
		const second = await place.join('Alice', options);
		await until(second, ({rooms}) => rooms.get('@bob')?.live === true && rooms.get('ops')?.live === true);
		expect(unread(roomOf(second, 'ops'))).toEqual({count: 1, mentions: 1, atLeast: false});
		expect(unread(roomOf(second, '@bob'))).toEqual({count: 1, mentions: 1, atLeast: false});
		expect(said(second, 'ops')).toEqual(['read', 'Alice, look', '']);
		expect(said(second, '@bob')).toEqual(['psst']);
	});

	test('stays out of the rooms that were left, and of conversations that were closed', async () => {
		const place = await Place.open(newFolder());
		const bob = await place.join('Bob');
		const options = person();
		const first = await place.join('Alice', options);
		await first.join('ops');
		await bob.say('@Alice', 'psst');
		await until(first, ({rooms}) => rooms.has('@bob'));
		await first.leave('@Bob');
		await first.leave('general');
		await first.quit();
		const second = await place.join('Alice', options);
		expect([...second.state.rooms.keys()]).toEqual(['ops']);
		await bob.say('@Alice', 'still there?');
		await until(second, () => said(second, '@bob').length > 0);
		await second.older('@Bob');
		expect(said(second, '@bob')).toEqual(['psst', 'still there?']);
	});

	test('leaves a room without a link, and is not put back into it', async () => {
		const place = await Place.open(newFolder());
		const alice = await place.join('Alice', person());
		await alice.join('ops');
		await place.stop();
		await until(alice, ({link}) => link.type === 'offline');
		await alice.leave('ops');
		await place.start();
		alice.reconnect();
		await until(alice, ({link}) => link.type === 'online');
		await expect.poll(() => alice.rooms().then(list => list.map(({room}) => room))).toEqual(['general']);
		await until(alice, ({rooms}) => !rooms.has('ops'));
	});

	test('gets through in the next run with what was said in the last moment of this one, once', async () => {
		const place = await Place.open(newFolder());
		const bob = await place.join('Bob');
		const options = person();
		const first = await place.join('Alice', options);
		// This one is stored, and the acknowledgement is lost; the others never leave.
		void first.say('general', 'one').catch(() => {});
		await until(bob, () => said(bob).length === 1);
		await place.stop();
		void first.say('general', 'two').catch(() => {});
		void first.say('general', 'three').catch(() => {});
		await first.quit();
		await place.start();
		bob.reconnect();
		const second = place.client('Alice', options);
		expect(roomOf(second).pending.map(({msg}) => msg)).toEqual(expect.arrayContaining(['two', 'three']));
		await second.connect();
		await until(bob, () => said(bob).length >= 3);
		await until(second, () => roomOf(second).pending.length === 0);
		expect(said(bob)).toEqual(['one', 'two', 'three']);
		expect(said(second)).toEqual(['one', 'two', 'three']);
	});

	test('is written to while away, from the first word on', async () => {
		const place = await Place.open(newFolder());
		const options = person();
		const first = await place.join('Alice', options);
		const alice = first.id;
		const bob = await place.join('Bob');
		await kill(place, first);
		await bob.say(`@${alice}`, 'when you are back');
		const second = await place.join('Alice', options);
		await until(second, () => said(second, '@bob').length === 1);
		expect(unread(roomOf(second, '@bob')).count).toBe(1);
	});

	test('scrolls to the first message ever, and visits one in the middle', async () => {
		const place = await Place.open(newFolder());
		const bob = await place.join('Bob');
		const all = Array.from({length: 350}, (_, index) => `line ${index + 1}`);
		await Promise.all(all.map(line => bob.say('general', line)));
		const alice = await place.join('Alice', {...person(), history: 20});
		expect(said(alice)).toEqual(all.slice(-20));
		expect(await alice.visit('general', 100)).toBe(true);
		expect(roomOf(alice).visit?.log.chunks.flat()).toHaveLength(100);
		while (await alice.newer('general'));
		expect(roomOf(alice).visit).toMatchObject({current: true, newest: 350});
		alice.endVisit('general');
		while (await alice.older('general'));
		expect(said(alice)).toEqual(all);
		expect(roomOf(alice).complete).toBe(true);
	});
});

describe('changes of messages', () => {
	test('are seen by all, and by those who come later', async () => {
		const place = await Place.open(newFolder());
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		const question = await alice.say('general', 'Is it gren?');
		const answer = await bob.say('general', 'It is.', {ref: question.seq});
		await alice.edit('general', question.seq, 'Is it green, Bob?');
		await bob.react('general', question.seq, '👍');
		await bob.react('general', question.seq, '✓');
		await bob.react('general', question.seq, '✓', {off: true});
		const slip = await bob.say('general', 'password');
		await bob.remove('general', slip.seq);
		await until(alice, () => linesOf(alice).at(-1)?.deleted !== undefined);
		const carol = await place.join('Carol');
		for (const client of [alice, carol]) {
			const [first, second, third] = linesOf(client) as [MessageLine, MessageLine, MessageLine];
			expect(first).toMatchObject({msg: 'Is it green, Bob?', edited: {id: 'Alice'}});
			expect(reactionsOf(first)).toEqual([{emoji: '👍', ids: ['Bob']}]);
			expect(second).toMatchObject({seq: answer.seq, msg: 'It is.'});
			expect(quoteOf(roomOf(client), second)).toEqual({id: 'Alice', msg: 'Is it green, Bob?'});
			expect(third).toMatchObject({msg: '', deleted: {id: 'Bob'}});
		}
		expect(linesOf(bob)[0]?.mention).toBe(true);
		await expect(bob.edit('general', question.seq, 'mine now')).rejects.toMatchObject({code: 'NOT_YOURS'});
		await expect(alice.say('general', 'to nobody', {ref: slip.seq})).rejects.toMatchObject({
			code: 'NO_SUCH_MESSAGE',
		});
		expect(roomOf(alice).pending).toMatchObject([{msg: 'to nobody', error: {code: 'NO_SUCH_MESSAGE'}}]);
	});

	test('are found by their newest words', async () => {
		const place = await Place.open(newFolder());
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		const {seq} = await alice.say('general', 'the old wording');
		await alice.edit('general', seq, 'another wording');
		await bob.say('general', 'nothing like it');
		const find = async (text: string) =>
			(await bob.search({text})).messages.map(message => [message.seq, message.msg]);
		expect(await find('wording')).toEqual([[seq, 'another wording']]);
		expect(await find('old')).toEqual([]);
		expect(await bob.search({text: 'wording', from: 'Bob'})).toEqual({messages: [], more: undefined});
	});
});

describe('a bot that is killed and started again', () => {
	test('takes each message once, in order, whatever happens to it, to the links and to the server', async () => {
		type Step = 'say' | 'kill' | 'cut' | 'restart' | 'turn';
		const step: fc.Arbitrary<Step> = fc.oneof(
			{weight: 6, arbitrary: fc.constant('say' as const)},
			{weight: 2, arbitrary: fc.constant('kill' as const)},
			{weight: 2, arbitrary: fc.constant('cut' as const)},
			{weight: 1, arbitrary: fc.constant('restart' as const)},
			{weight: 4, arbitrary: fc.constant('turn' as const)},
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 40}), async steps => {
				const place = await Place.open(newFolder());
				const options = {state: newFolder(), server: 'home', resume: true, rooms: ['general'], history: 0};
				const impatient = (client: Client): Client => {
					client.on('link', ({type}) => {
						if (type === 'offline') setImmediate(() => place.server && client.reconnect());
					});
					return client;
				};
				const alice = impatient(await place.join('Alice'));
				const taken: string[] = [];
				const startBot = async (): Promise<Client> => {
					const bot = impatient(place.client('bot', options));
					void (async () => {
						// What is taken is done with, as the next one is asked for in the same step.
						for await (const event of bot) if (event.type === 'message') taken.push(event.msg);
					})();
					await bot.connect();
					return bot;
				};
				let bot = await startBot();
				const receipts: Array<Promise<unknown>> = [];
				for (const [number, what] of steps.entries()) {
					if (what === 'say') receipts.push(alice.say('general', `message ${number}`));
					else if (what === 'kill') {
						await kill(place, bot);
						bot = await startBot();
					} else if (what === 'cut') place.cut('bot');
					else if (what === 'restart') {
						await place.stop();
						await place.start();
						alice.reconnect();
						bot.reconnect();
					} else await turns(1);
				}
				await Promise.all(receipts);
				receipts.push(alice.say('general', 'the end'));
				while (!taken.includes('the end')) await turns(1);
				await turns();
				const told = steps.flatMap((what, number) => (what === 'say' ? [`message ${number}`] : []));
				expect(taken).toEqual([...told, 'the end']);
				for (const close of closing.splice(0).reverse()) await close();
			}),
			{numRuns: 6},
		);
	});
});
