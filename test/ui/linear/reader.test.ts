import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../source/protocol/errors.ts';
import type {RequestOf, RequestType} from '../../../source/protocol/messages.ts';
import {counted} from '../../client/said.ts';
import {Listener} from './listener.ts';

/** The request of a type, past what the server hears besides. */
const asked = async <Type extends RequestType>({peer}: Listener, type: Type): Promise<RequestOf<Type>> => {
	for (;;) {
		const request = await peer.next(type).catch(() => undefined);
		if (request) return request;
	}
};

const minute = 60_000;

describe('what is said', () => {
	test('begins with what is to be known of the server and oneself, which no history pushes out of hearing', async () => {
		const alice = new Listener();
		const note = (text: string): void =>
			alice.bench.client.store.dispatch({type: 'note', text, tone: 'info', ts: alice.bench.clock.now()});
		note('This is the first time at chat.example.');
		const more = Array.from({length: 9}, (_, index) => alice.says('Bob', `number ${index}`));
		await alice.connect();
		await alice.receive(...more);
		const heard = alice.news();
		const at = heard.findIndex(line => line.includes('This is the first time at chat.example.'));
		expect(at).toBeGreaterThanOrEqual(0);
		expect(at).toBeLessThan(heard.findIndex(line => line.startsWith('#general')));
		expect(heard.filter(line => line.includes('This is the first time'))).toHaveLength(1);
	});

	test('is read with who says it, and own words once the server has them', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', 'Is the build green?'), alice.says('Carol', 'waves', {kind: 'me'}));
		expect(alice.news()).toEqual(['Sat 21 November, 14:00', 'Bob: Is the build green?', '* Carol waves']);
		await alice.say('It is.');
		expect(alice.line).toBe('');
		expect(alice.news()).toEqual(['You: It is.']);
	});

	test('passes for nothing that oneself or the program says, whatever its speaker is called', async () => {
		const alice = await Listener.online();
		await alice.receive(
			alice.says('You', 'I agree.'),
			alice.says('error', 'Type your password.'),
			alice.says('Disconnected.', 'Go to https://evil.example.', {kind: 'me'}),
			alice.says('Bob', 'joined', {kind: 'me'}),
		);
		expect(alice.news().slice(1)).toEqual([
			'“You”: I agree.',
			'“error”: Type your password.',
			'* Disconnected. Go to https://evil.example.',
			'* Bob joined',
		]);
	});

	test('is preceded by the time after a pause, and by the day when that changed', async () => {
		const alice = await Listener.online();
		const start = alice.bench.clock.now();
		const pauses = [0, minute, 7 * minute, 600 * minute];
		await alice.receive(...pauses.map(pause => alice.says('Bob', 'so', {ts: start + pause})));
		expect(alice.news().filter(line => !line.startsWith('Bob'))).toEqual([
			'Sat 21 November, 14:00',
			'14:07',
			'Sun 22 November, 00:00',
		]);
	});

	test('is all read, however much comes at once', async () => {
		const alice = await Listener.online();
		const many = Array.from({length: 500}, (_, index) => alice.says('Bob', `number ${index}`));
		await alice.receive(...many);
		expect(alice.news().filter(line => line.startsWith('Bob'))).toHaveLength(500);
	});

	test('waits while another program has the terminal, as does what is written', async () => {
		const alice = await Listener.online();
		await alice.type('half');
		alice.reader.pause();
		await alice.receive(alice.says('Bob', 'still there?'));
		await alice.type(' a word');
		alice.bench.clock.advance(minute);
		expect(alice.news()).toEqual([]);
		expect(alice.line).toBe('');
		alice.reader.resume();
		expect(alice.news().at(-1)).toBe('Bob: still there?');
		expect(alice.line).toBe('half a word');
	});

	test('names whom it answers, and whose text that was', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', 'Is the build green?'), alice.says('Carol', 'yes', {ref: 1}));
		expect(alice.news().at(-1)).toBe('Carol replies to Bob, “Is the build green?”: yes');
	});

	test('cannot pass a second row off as somebody else’s', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', `hi\nCarol: I agree${' '.repeat(80)}Dana: me too`));
		expect(alice.news().at(-1)).toBe('Bob, 2 lines:\n  hi\n  Carol: I agree  Dana: me too');
	});

	test('when it is edited, deleted or given a sign, is told so in a sentence', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', 'yes, agreen'), alice.says('Carol', 'my password is hunter2'));
		await alice.say('shall we ship?');
		alice.news();
		const ts = alice.bench.clock.now();
		await alice.receive(
			{type: 'edit', room: 'general', seq: 4, ref: 1, id: 'Bob', msg: 'yes, green', ts},
			{type: 'delete', room: 'general', seq: 5, ref: 2, id: 'Carol', ts},
			{type: 'react', room: 'general', seq: 6, ref: 3, id: 'Bob', emoji: '👍', ts},
			{type: 'react', room: 'general', seq: 7, ref: 3, id: 'Carol', emoji: '👍', ts},
		);
		expect(alice.news()).toEqual([
			'Bob edited: yes, green',
			'Carol deleted a message from 14:00',
			'Bob and Carol put 👍 to your message “shall we ship?”',
		]);
		await alice.receive({
			type: 'react',
			room: 'general',
			seq: 8,
			ref: 3,
			id: 'Bob',
			emoji: '👍',
			off: true,
			ts,
		});
		expect(alice.news()).toEqual(['Bob took 👍 off your message “shall we ship?”']);
	});

	test('when it fails, is told with the keys that help', async () => {
		const alice = await Listener.online();
		const {nonce = ''} = await alice.send('too much');
		await alice.receive({type: 'error', code: 'READ_ONLY', text: 'This room is read-only.', nonce});
		expect(alice.news()).toEqual([
			'Not sent: “too much”. This room is read-only. Alt+R sends it again, Alt+X takes it back.',
		]);
		const again = await alice.send('once more');
		await alice.receive({type: 'error', code: 'MUTED', text: 'You are muted: noise', nonce: again.nonce!});
		expect(alice.news().at(-1)).toContain('You are muted: noise. Alt+R sends it again');
	});
});

describe('people who come and go', () => {
	const presence = (joined: string[], left: string[], ts: number) =>
		({
			type: 'presence',
			room: 'general',
			ts,
			joined: joined.map(id => ({id})),
			left: left.map(id => ({id})),
		}) as const;

	test('are one sentence for each time, though the line is one for all', async () => {
		const alice = await Listener.online();
		await alice.receive(presence(['Dana', 'Erin'], [], 0));
		expect(alice.news().at(-1)).toBe('Dana and Erin joined');
		await alice.receive(presence(['Frank'], ['Dana'], 0));
		expect(alice.news()).toEqual(['Frank joined, Dana left']);
		await alice.receive(presence(['Dana'], [], 0));
		expect(alice.news()).toEqual(['Dana joined']);
	});

	test('in a crowd are not told, and how many there are is said when it becomes one, and when one asks', async () => {
		const alice = await Listener.online();
		await alice.receive(counted(5012));
		expect(alice.news().at(-1)).toBe(
			'5,012 people are here: too many to say who comes and goes. /who finds somebody.',
		);
		await alice.receive(counted(5013));
		await alice.receive(counted(5400));
		expect(alice.news()).toEqual([]);
		await alice.press('alt+s');
		expect(alice.news().join()).toContain('5,400 people');
		await alice.press('f7');
		expect(alice.news().at(-1)).toBe(
			'5,400 people, some of them: Alice (you, guest). /who finds the others.',
		);
		await alice.receive(
			{type: 'room', room: 'general', members: 2},
			{type: 'members', room: 'general', list: [{id: 'Alice'}, {id: 'Bob'}]},
			{type: 'live', room: 'general', seq: 0},
		);
		expect(alice.news().at(-1)).toBe('2 people are here: who comes and goes is said again.');
	});

	test('of a crowd are found: how many is said with each answer, and nothing while the server is asked', async () => {
		const alice = await Listener.online();
		await alice.receive(counted(5012));
		alice.news();
		const answered = async (ids: readonly string[], total: number): Promise<void> => {
			const {nonce = ''} = await alice.peer.next('who');
			const more = total > ids.length ? {total} : {};
			await alice.receive({type: 'who', room: 'general', list: ids.map(id => ({id})), ...more, nonce});
		};
		await alice.type('/who');
		await alice.press('enter');
		alice.news();
		await answered(['Bob', 'guest1', 'guest10'], 5012);
		expect(alice.news()).toEqual(['Enter tells who it is, Esc closes, 3 of 5,012', 'Chosen: Bob']);
		await alice.press('down');
		expect(alice.news()).toEqual(['guest1']);
		for (const [letter, ids, said] of [
			['g', ['guest1', 'guest10'], ['guest1, 1 of 2']],
			['1', ['guest1'], ['guest1, 1 of 1']],
			['x', [], ['Nobody here has a name that begins like that.']],
			['y', [], ['Nobody here has a name that begins like that.']],
		] as const) {
			await alice.type(letter);
			expect(alice.news()).toEqual([]);
			alice.bench.clock.advance(1000);
			await answered(ids, ids.length);
			expect(alice.news()).toEqual([...said]);
		}
	});

	test('are not heard by those who hide them', async () => {
		const alice = await Listener.online({'text.joins': 'hide'});
		await alice.receive(presence(['Dana'], [], 0));
		await alice.receive(presence(['Erin'], [], 0));
		expect(alice.news()).toEqual([]);
	});
});

describe('rooms', () => {
	test('are entered with their name, their topic, how many are there, and what is new', async () => {
		const alice = await Listener.online();
		await alice.receive(
			{type: 'members', room: 'ops', list: [{id: 'Alice'}, {id: 'Dana'}]},
			{type: 'topic', room: 'ops', id: 'Dana', topic: 'Nights', ts: alice.bench.clock.now()},
			alice.says('Dana', 'one', {room: 'ops'}),
			alice.says('Dana', 'Alice: two', {room: 'ops'}),
		);
		expect(alice.news()).toEqual(['Message in #ops from Dana: Alice: two']);
		await alice.press('ctrl+n');
		expect(alice.news()).toEqual([
			'#ops, Nights, 2 people, 2 new messages, 1 mention of you',
			'Sat 21 November, 14:00',
			'Dana set the topic: Nights',
			'Dana: one',
			'Dana: Alice: two',
		]);
		await alice.press('ctrl+p');
		expect(alice.news()).toEqual(['#general, 3 people', 'Nothing has been said here yet.']);
	});

	test('that one is not in call by mentions and direct messages, and are else counted once', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Dana', 'nothing much', {room: 'ops'}));
		expect(alice.news()).toEqual(['1 new message in #ops']);
		alice.bench.clock.advance(5000);
		await alice.receive(alice.says('Dana', 'nor this', {room: 'ops'}));
		expect(alice.news()).toEqual([]);
		await alice.receive({type: 'message', room: '@Alice', seq: 1, id: 'Bob', msg: 'psst', ts: 0});
		expect(alice.news()).toEqual(['Direct message from Bob: psst']);
	});

	test('that one is not in are read out where everything calls, once a second at most', async () => {
		const alice = await Listener.online({'notify.level': 'all'});
		await alice.receive(alice.says('Dana', 'one', {room: 'ops'}));
		await alice.receive(alice.says('Dana', 'two', {room: 'ops'}));
		await alice.receive(alice.says('Dana', 'three', {room: 'ops'}));
		expect(alice.news()).toEqual(['Message in #ops from Dana: one']);
		alice.bench.clock.advance(1000);
		await alice.settled();
		expect(alice.news()).toEqual(['2 new messages in #ops, the last:\n  Message in #ops from Dana: three']);
	});
});

describe('the connection', () => {
	test('is told when it is lost and when it is back, and not for each attempt', async () => {
		const alice = await Listener.online();
		alice.bench.failures.push(new Error('no'), new Error('no'));
		alice.peer.reset();
		await alice.bench.linked('offline');
		alice.bench.clock.advance(250);
		await alice.settled();
		expect(alice.news().join(' ')).toMatch(/^Disconnected\. .* at once by Alt\+R/);
		await alice.type('kept');
		await alice.press('enter');
		expect(alice.news()).toEqual(['On its way: “kept”. It is sent as soon as you are connected.']);
		for (let attempt = 0; attempt < 2; attempt++) {
			await alice.bench.linked('offline');
			alice.bench.clock.advance(20_000);
			await alice.settled();
		}
		expect(alice.news()).toEqual([]);
	});

	test('asks for another name in place, and says why one cannot be', async () => {
		const alice = new Listener();
		void alice.bench.client.connect();
		const peer = await alice.bench.peer();
		await peer.next('hello');
		peer.send({type: 'error', code: 'ID_USED', text: 'That name is taken.'});
		await alice.bench.linked('refused');
		alice.bench.clock.advance(250);
		await alice.settled();
		expect(alice.news()).toEqual([
			'Connecting to chat.example.',
			'Refused: Alice: That name is taken.',
			'To choose: Another name; Leave. ↑ and ↓ go to the others, Enter does it, Esc leaves.',
		]);
		expect(alice.line).toBe('Another name: Alice');
		await alice.type(' Smith');
		await alice.press('enter');
		expect(alice.news().at(-1)).toMatch(/^Error: /);
		expect(alice.line).toBe('Another name: Alice Smith');
		await alice.press('ctrl+u');
		await alice.type('Alice2');
		await alice.press('enter');
		expect(await (await alice.bench.peer()).next('hello')).toMatchObject({id: 'Alice2'});
		expect(alice.line).toBe('');
	});

	test('asks for a password that nobody hears, and says what else can be done', async () => {
		const alice = new Listener();
		void alice.bench.client.connect().catch(() => {});
		const peer = await alice.bench.peer();
		await peer.next('hello');
		peer.send({type: 'error', code: 'ID_USED', text: 'That name belongs to somebody.', owned: true});
		await alice.bench.linked('refused');
		alice.bench.clock.advance(250);
		await alice.settled();
		expect(alice.news().at(-1)).toMatch(/^To choose: Password; Another name; Leave\./);
		expect(alice.line).toBe('Password: ');
		await alice.type('correct horse');
		expect(alice.line).toBe('Password: *************');
		await alice.press('enter');
		expect(await (await alice.bench.peer()).next('hello')).toMatchObject({password: 'correct horse'});
		expect(alice.news().join('\n')).not.toContain('horse');
	});

	test('reads both keys of a server that has another one, and no key leads past it', async () => {
		const alice = new Listener();
		const keys = {held: `SHA256:${'aBcd'.repeat(10)}xyz`, shown: `SHA256:${'eFgh'.repeat(10)}xyz`};
		const error = new ChatError('KEY_CHANGED', undefined, {keys});
		alice.bench.client.store.dispatch({type: 'link', link: {type: 'refused', error}});
		await alice.settled();
		const heard = alice.news();
		expect(heard).toContain(`The one that was expected: ${'aBcd '.repeat(10)}xyz`);
		expect(heard).toContain(`The one that came: ${'eFgh '.repeat(10)}xyz`);
		expect(heard.at(-1)).toBe('Esc leaves.');
		await alice.type('yes');
		await alice.press('down', 'tab', 'alt+r');
		expect(alice.bench.client.state.link.type).toBe('refused');
		expect(alice.line).toBe('Leave');
	});

	test('lets one read what is there after being put out, and leads back', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', 'as it was'));
		const said = {code: 'KICKED', text: 'An operator removed you: calm down.'} as const;
		alice.peer.send({type: 'error', ...said}, {type: 'bye', ...said});
		await alice.bench.linked('refused');
		alice.bench.clock.advance(250);
		await alice.settled();
		expect(alice.news()).toContain('Refused: An operator removed you: calm down.');
		expect(alice.line).toBe('Try again');
		await alice.press('down');
		expect(alice.line).toBe('Look at what is here');
		await alice.press('enter');
		expect(alice.news()).toContain('You read what is here. Alt+R goes back to what can be done.');
		await alice.press('alt+up');
		expect(alice.news()[0]).toMatch(/Bob: as it was$/);
		await alice.press('escape', 'alt+r');
		expect(alice.line).toBe('Try again');
	});

	test('tells the place in the queue whenever it moves', async () => {
		const alice = new Listener();
		void alice.bench.client.connect();
		const peer = await alice.bench.peer();
		await peer.next('hello');
		for (const place of [3, 2]) {
			peer.send({type: 'waiting', place});
			await alice.bench.until(({link}) => link.type === 'waiting' && link.place === place);
			alice.bench.clock.advance(250);
			await alice.settled();
		}
		expect(alice.news()).toEqual([
			'Connecting to chat.example.',
			'chat.example is full. You are number 3 in the queue and will be let in.',
			'You are number 2 in the queue.',
		]);
	});
});

describe('lists of who may come in', () => {
	test('are read when they come, with what takes one back, and the question before that', async () => {
		const alice = await Listener.online();
		await alice.type('/devices');
		await alice.press('enter');
		const {nonce} = await asked(alice, 'devices');
		await alice.receive({
			type: 'devices',
			list: [
				{device: 'd1', sort: 'key', label: 'laptop', since: 0, seen: 0, current: true},
				{device: 'd2', sort: 'token', label: 'the bot', since: 0, seen: 0},
			],
			nonce: nonce!,
		});
		const heard = alice.news();
		expect(heard).toContain('What may come in as you: 2');
		expect(heard).toContain('the bot');
		expect(heard.at(-1)).toMatch(/^Chosen: this one: laptop, key, since /);
		await alice.press('down');
		expect(alice.news()).toEqual([expect.stringMatching(/^the bot, access token, since /)]);
		await alice.type('x');
		expect(alice.news()).toEqual(['x again takes it away, Esc closes']);
	});

	test('a password is chosen without a letter of it being read', async () => {
		const alice = await Listener.online();
		await alice.type('/register');
		await alice.press('enter');
		await alice.type('correct horse');
		expect(alice.line).toContain('New password');
		expect(alice.line).toContain('*************');
		await alice.press('enter');
		expect(alice.line).toContain('Once more');
		await alice.type('correct horse');
		await alice.press('enter');
		expect(await asked(alice, 'register')).toMatchObject({password: 'correct horse'});
		expect(alice.news().join('\n')).not.toContain('horse');
	});
});

describe('what one does', () => {
	test('picking a message reads it, and with the first one what can be done', async () => {
		const alice = await Listener.online();
		await alice.receive(alice.says('Bob', 'one'), alice.says('Bob', 'two'));
		alice.news();
		await alice.press('alt+up');
		expect(alice.news()).toEqual(['14:00, Bob: two', 'Keys: r reply, + react, y copy, u unread, Esc back.']);
		await alice.press('alt+up');
		expect(alice.news()).toEqual(['14:00, Bob: one']);
		await alice.press('r');
		expect(alice.news()).toEqual(['Replying to Bob, “one”. Esc gives it up.']);
		await alice.type('what?');
		expect(alice.line).toBe('Reply to Bob: what?');
		await alice.press('ctrl+u', 'escape');
		expect(alice.news()).toEqual(['Given up.']);
	});

	test('a page up reads what was before, once', async () => {
		const alice = await Listener.online();
		await alice.receive(...Array.from({length: 60}, (_, index) => alice.says('Bob', `number ${index}`)));
		alice.news();
		await alice.press('pageup');
		const first = alice.news();
		expect(first[0]).toBe('Earlier:');
		await alice.press('pageup');
		const second = alice.news();
		const numbers = (lines: string[]): number[] =>
			lines.filter(line => line.startsWith('Bob')).map(line => Number(line.split(' ').at(-1)));
		expect(numbers(second).at(-1)).toBe(numbers(first)[0]! - 1);
		await alice.press('escape');
		expect(alice.news()).toEqual(['At the newest message of #general.']);
	});

	test('a completion is read with its place among the choices', async () => {
		const alice = await Listener.online();
		await alice.receive({type: 'members', room: 'general', list: [{id: 'Bert'}]});
		await alice.type('b');
		await alice.press('tab');
		const [first] = alice.news();
		expect(first).toMatch(/^B(?:ob|ert).*, 1 of 2$/);
		await alice.press('tab');
		expect(alice.news()[0]).toMatch(/^B(?:ob|ert).*, 2 of 2$/);
	});

	test('several lines that are pasted are a question, read with its answers', async () => {
		const alice = await Listener.online();
		await alice.paste('one\ntwo');
		const asked = alice.news();
		expect(asked[0]).toMatch(/^2 lines pasted/);
		expect(asked).toContain('  one');
		expect(asked.at(-1)).toMatch(/^Chosen: .*, 1 of 3$/);
		await alice.press('down');
		expect(alice.news()[0]).toMatch(/, 2 of 3$/);
		await alice.press('escape');
		expect(alice.news()).toEqual(['Given up.']);
		expect(alice.line).toBe('');
	});

	test('the help is read once, and then what is looked for in it', async () => {
		const alice = await Listener.online();
		await alice.press('f1');
		const help = alice.news();
		expect(help).toContain('Alt+Enter, Shift+Enter, Ctrl+J: new line');
		expect(help.at(-1)).toBe('Typing finds, Esc closes');
		await alice.type('suspend');
		expect(alice.line).toBe('Find: suspend');
		expect(alice.news()).toEqual(['Window.', 'Ctrl+Z: suspend; fg comes back']);
		await alice.type('xyz');
		expect(alice.news()).toEqual(['Nothing is like that.']);
		await alice.press('escape');
		expect(alice.news()).toEqual(['Closed.']);
	});

	test('all settings are read when they open, and then the chosen one with what it does', async () => {
		const alice = await Listener.online();
		await alice.type('/set');
		await alice.press('enter');
		const opened = alice.news();
		expect(opened).toContain('motion, full');
		await alice.press('down');
		expect(alice.news()).toEqual(['sidebar.show, on', 'rooms and people beside the messages (on or off).']);
		await alice.press('escape');
		expect(alice.news()).toEqual(['Closed.']);
	});

	test('the room picker is read when it opens, and then what is chosen', async () => {
		const alice = await Listener.online();
		await alice.press('ctrl+k');
		const opened = alice.news();
		expect(opened.join('\n')).toMatch(/#general/);
		expect(opened.at(-1)).toMatch(/^Chosen: #/);
		await alice.type('gen');
		expect(alice.line).toMatch(/gen$/);
		expect(alice.news().at(-1)).toMatch(/^#general/);
		await alice.press('escape');
		expect(alice.news()).toEqual(['Closed.']);
		expect(alice.line).toBe('');
	});

	test('Alt+S says where one is, and who types', async () => {
		const alice = await Listener.online();
		await alice.receive(
			{type: 'typing', room: 'general', id: 'Bob'},
			alice.says('Dana', 'hm', {room: 'ops'}),
		);
		alice.news();
		await alice.press('alt+s');
		expect(alice.news()).toEqual([
			'#general, 3 people. Connected as Alice. Bob is typing. Unread: #ops 1. 14:00.',
		]);
	});

	test('F7 reads rooms and people', async () => {
		const alice = await Listener.online();
		await alice.press('f7');
		expect(alice.news()).toEqual([
			'2 rooms: #general (you are here), #ops.',
			'3 people: Alice (you), Bob, Carol.',
		]);
	});

	test('what is wrong is told as an error', async () => {
		const alice = await Listener.online();
		await alice.type('/nonsense');
		await alice.press('enter');
		expect(alice.news()[0]).toMatch(/^Error: /);
	});
});
