import {stripVTControlCharacters} from 'node:util';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import type {Event} from '../../source/protocol/messages.ts';
import {App} from '../../source/ui/app.tsx';
import type {Input} from '../../source/ui/keys.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';
import {Shell} from '../../source/ui/shell.ts';
import {Bench, refusedPort} from '../client/scripted-server.ts';

afterEach(cleanup);

/** The app over a scripted server, on a screen that is as wide as the testing library's. */
const open = (columns = 100, rows = 14) => {
	const bench = new Bench({rooms: ['general', 'ops']});
	const done: string[] = [];
	const shell = new Shell({
		client: bench.client,
		facts: {depth: 0, background: 'dark'},
		preferences: usualPreferences,
		clock: bench.clock,
		columns,
		rows,
		terminal: {
			redraw: () => done.push('redraw'),
			suspend: () => done.push('suspend'),
			title: text => done.push(`title ${text}`),
			quit: text => done.push(`quit ${text ?? ''}`),
			copy: text => done.push(`copy ${text}`),
			bell: () => done.push('bell'),
			notify: (title, body) => done.push(`notify ${title}: ${body}`),
			mouse: () => {},
			editText: async text => text,
			openLink: async url => {
				done.push(`open ${url}`);
				return !url.includes('nothing');
			},
		},
	});
	const {lastFrame, stdin} = render(<App shell={shell} address="127.0.0.1:8082" />);
	const screen = (): string[] =>
		stripVTControlCharacters(lastFrame() ?? '')
			.split('\n')
			.map(row => row.trimEnd());
	const input = (...inputs: Input[]): void => {
		for (const one of inputs) shell.input(one);
	};
	/** Resolves once frames that were asked for are drawn. */
	const drawn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
	/** Resolves once a frame shows this. */
	const shown = (what: RegExp): Promise<void> =>
		new Promise(resolve => {
			const look = async (): Promise<void> => {
				await drawn();
				if (!what.test(screen().join('\n'))) return;
				unsubscribe();
				resolve();
			};
			const unsubscribe = shell.subscribe(look);
			void look();
		});
	return {bench, shell, done, screen, stdin, input, drawn, shown};
};

const key = (name: string): Input => ({type: 'key', name});
const text = (typed: string): Input => ({type: 'text', text: typed});

describe('the screen', () => {
	test('says what it waits for until there is a chat', async () => {
		const {bench, screen, drawn} = open();
		void bench.client.connect();
		await drawn();
		expect(screen().join('\n')).toContain('Connecting to 127.0.0.1:8082 …');
		const peer = await bench.peer();
		await peer.next('hello');
		peer.send({type: 'waiting', place: 3});
		await bench.linked('waiting');
		bench.clock.advance(100);
		await drawn();
		expect(screen().join('\n')).toContain('You are number 3 in the queue and will be let in.');
	});

	test('says nothing that is typed unseen in the queue', async () => {
		const {bench, screen, input, drawn} = open();
		void bench.client.connect();
		const peer = await bench.peer();
		await peer.next('hello');
		peer.send({type: 'waiting', place: 1});
		await bench.linked('waiting');
		input(text('meant for a shell'), key('enter'), key('f1'), text('more'));
		peer.send(
			{type: 'welcome', v: 1, id: 'Alice', server: 's', journal: 'j', token: 't', time: 0, limits: {}},
			{type: 'room', room: 'general', members: 1},
			{type: 'live', room: 'general', seq: 0},
		);
		await bench.linked('online');
		bench.clock.advance(250);
		await drawn();
		expect(screen().at(-1)).toBe(' ›');
		expect(screen().join('\n')).not.toMatch(/meant|Talking/);
		expect(bench.client.unacknowledged).toBe(0);

		peer.send({type: 'waiting', place: 1});
		await bench.linked('waiting');
		input(text('seen'));
		await drawn();
		expect(screen().at(-1)).toBe(' › seen');
	});

	test('is left from the queue by Ctrl+C twice', async () => {
		const {bench, done, input} = open();
		void bench.client.connect();
		const peer = await bench.peer();
		await peer.next('hello');
		peer.send({type: 'waiting', place: 1});
		await bench.linked('waiting');
		input(key('ctrl+c'), key('ctrl+c'));
		expect(done).toContain('quit ');
	});

	test('shows room, people, messages, status and what is typed', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		peer.send(
			{type: 'presence', room: 'general', ts: 0, joined: [{id: 'Bob'}], left: []},
			{
				type: 'message',
				room: 'general',
				seq: 1,
				id: 'Bob',
				msg: 'Hi Alice!',
				ts: Date.UTC(2026, 10, 21, 14, 2),
			},
			{type: 'typing', room: 'general', id: 'Bob'},
		);
		await bench.until(({rooms}) => rooms.get('general')!.typing.size === 1);
		bench.clock.advance(250);
		input(text('shall we'));
		await drawn();
		const time = new Intl.DateTimeFormat('en-GB', {timeStyle: 'short'}).format(Date.UTC(2026, 10, 21, 14, 2));
		const drawing = screen();
		expect(drawing[0]).toMatch(/^ #general {60,}● 127\.0\.0\.1:8082 {2}Alice$/);
		expect(drawing[2]).toMatch(/^ Rooms {14}│/);
		expect(drawing[3]).toMatch(/^ › #general {9}│/);
		expect(drawing[6]).toMatch(/^ People 2 {11}│/);
		expect(drawing[8]).toMatch(/^ ● Bob {14}│/);
		expect(drawing.join('\n')).toContain(`│ ${time}    Bob» Hi Alice!`);
		expect(drawing.at(-2)).toMatch(/^ Bob is typing {2,}F1 help$/);
		expect(drawing.at(-1)).toBe(' › shall we');
	});

	test('asks for another name in place when the first one is taken', async () => {
		const {bench, screen, drawn, done, input} = open();
		bench.client.connect().catch(() => {});
		const peer = await bench.peer();
		await peer.next('hello');
		peer.send({type: 'error', code: 'ID_USED', text: 'Somebody with that id is here already.'});
		await bench.linked('refused');
		bench.clock.advance(250);
		await drawn();
		expect(screen().join('\n')).toContain('! Alice: Somebody with that id is here already.');
		expect(screen().join('\n')).toContain('Another name: Alice');
		input({type: 'text', text: '2!'});
		input(key('enter'));
		await drawn();
		expect(screen().join('\n')).toContain('holds "!"');
		input(key('ctrl+u'));
		input({type: 'text', text: 'Carol2'});
		input(key('backspace'));
		input({type: 'text', text: '3'});
		input(key('enter'));
		expect((await (await bench.peer()).next('hello')).id).toBe('Carol3');
		expect(done.filter(what => what.startsWith('quit'))).toEqual([]);
		input(key('escape'));
		expect(done).not.toContain('redraw');
	});

	test('says that what is unsent waits, where nobody is listening', async () => {
		const {bench, screen, drawn} = open();
		void bench.client.say('general', 'one').catch(() => {});
		void bench.client.say('general', 'two').catch(() => {});
		bench.failures.push(refusedPort());
		bench.client.connect().catch(() => {});
		await bench.linked('refused');
		bench.clock.advance(250);
		await drawn();
		expect(screen().join('\n')).toContain('! Nobody is listening');
		expect(screen().join('\n')).toContain(
			'2 messages of yours wait here, to be sent once you are connected.',
		);
	});

	test('is drawn at once for a key, and at most ten times a second for others', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		bench.clock.advance(1000);
		const say = (seq: number): void =>
			peer.send({type: 'message', room: 'general', seq, id: 'Bob', msg: `number ${seq}`, ts: seq});
		say(1);
		await bench.until(({rooms}) => rooms.get('general')!.seq === 1);
		await drawn();
		expect(screen().join('\n')).toContain('number 1');
		say(2);
		await bench.until(({rooms}) => rooms.get('general')!.seq === 2);
		input(text('x'));
		await drawn();
		expect(screen().at(-1)).toBe(' › x');
		expect(screen().join('\n')).not.toContain('number 2');
		bench.clock.advance(100);
		await drawn();
		expect(screen().join('\n')).toContain('number 2');
	});

	test('counts down while the connection is lost, and stops its clock when it is back', async () => {
		const {bench, screen, drawn} = open();
		const peer = await bench.online();
		bench.clock.advance(250);
		const calm = bench.clock.timers;
		peer.reset();
		await bench.linked('offline');
		bench.clock.advance(100);
		await drawn();
		expect(screen().at(-2)).toMatch(/◌ reconnecting/);
		const back = bench.peer();
		bench.clock.advance(2_000);
		await (await back).welcome();
		await bench.linked('online');
		bench.clock.advance(250);
		await drawn();
		expect(screen().at(-2)).toMatch(/● connected/);
		expect(bench.clock.timers).toBe(calm);
	});

	test('says so when it is too small', async () => {
		const {shell, screen, drawn} = open();
		shell.resize({columns: 29, rows: 8});
		await drawn();
		expect(screen().join('\n')).toContain('29x8 is too small');
	});

	test('help covers the messages and goes again', async () => {
		const {bench, screen, input, drawn} = open();
		await bench.online();
		bench.clock.advance(250);
		input(key('f1'));
		await drawn();
		expect(screen().join('\n')).toContain('Talking');
		input(key('escape'));
		await drawn();
		expect(screen().join('\n')).not.toContain('Talking');
	});

	test.each([
		[100, ' PgUp, PgDn scroll · Esc closes'],
		[30, ' PgUp, PgDn · Esc closes'],
	])('help says at %i columns how to scroll it and how to leave it', async (columns, footer) => {
		const {bench, shell, screen, input, drawn} = open();
		await bench.online();
		shell.resize({columns, rows: 8});
		input(key('f7'), key('f1'));
		await drawn();
		expect(screen().at(-3)).toBe(footer);
	});

	test('/reconnect makes another connection, also while there is one', async () => {
		const {bench, input} = open();
		const first = await bench.online();
		input(text('/reconnect'), key('enter'));
		await first.closed;
		await (await bench.peer()).welcome();
		await bench.linked('online');
	});

	/** Messages of the room on the screen, as the server would send them. */
	const messages = (from: number, to: number): Event[] =>
		Array.from({length: to - from + 1}, (_, index) => ({
			type: 'message',
			room: 'general',
			seq: from + index,
			id: 'Bob',
			msg: `number ${from + index}, see https://ci.example/${from + index}`,
			ts: from + index,
		}));

	test('older messages are loaded where the held ones do not fill it, and as one scrolls', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		const room = {room: 'general', members: 1};
		peer.send({type: 'room', ...room}, ...messages(201, 205), {type: 'live', room: 'general', seq: 205});
		await bench.until(({rooms}) => rooms.get('general')!.seq === 205);
		bench.clock.advance(250);
		const {nonce, before} = await peer.next('history');
		await drawn();
		expect(before).toBe(201);
		expect(screen().join('\n')).toContain('loading older messages …');
		peer.send({type: 'page', room: 'general', list: messages(101, 200), nonce: nonce!});
		await bench.until(({rooms}) => rooms.get('general')!.oldest === 101);
		await drawn();
		bench.clock.advance(250);
		await drawn();
		expect(screen().join('\n')).not.toContain('loading');
		expect(screen().join('\n')).toContain('number 197,');
		expect(screen().join('\n')).toContain('number 205,');
		for (let pages = 0; pages < 12; pages++) input(key('pageup'));
		expect(await peer.next('history')).toMatchObject({before: 101});
	});

	test('a room that was emptied stays so until one scrolls', async () => {
		const {bench, input, drawn} = open();
		const peer = await bench.online();
		const room = {room: 'general', members: 1};
		peer.send({type: 'room', ...room}, ...messages(101, 200), {type: 'live', room: 'general', seq: 200});
		await bench.until(({rooms}) => rooms.get('general')!.seq === 200);
		bench.clock.advance(250);
		input(text('/clear'), key('enter'));
		peer.send(...messages(201, 201));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 201);
		bench.clock.advance(250);
		await drawn();
		expect(peer.unheard.filter(({type}) => type === 'history')).toEqual([]);
		input(key('pageup'));
		expect(await peer.next('history')).toMatchObject({before: 201});
	});

	test('what is typed in the search is asked once one pauses, and the answer is drawn', async () => {
		const {bench, screen, input, drawn, shown} = open();
		const peer = await bench.online();
		bench.clock.advance(250);
		input(key('ctrl+f'), text('gre'), text('en'));
		await drawn();
		expect(screen()[2]).toMatch(/│ Find: green$/);
		expect(peer.unheard).toEqual([]);
		bench.clock.advance(150);
		const {nonce, text: asked} = await peer.next('search');
		expect(asked).toBe('green');
		peer.send({type: 'found', list: [{...messages(7, 7)[0]!, room: 'ops'}], nonce: nonce!});
		await shown(/#ops {2}Bob {2}.*\n.*number 7, see/);
	});

	test('what is picked is copied, its link opened, or copied where nothing opens links', async () => {
		const {bench, done, screen, input, drawn} = open();
		const peer = await bench.online();
		peer.send(...messages(1, 1), {...messages(2, 2)[0]!, msg: 'https://nothing.example'} as Event);
		await bench.until(({rooms}) => rooms.get('general')!.seq === 2);
		input(key('alt+up'), key('alt+up'), text('y'));
		input(key('alt+up'), key('alt+up'), text('o'));
		await drawn();
		expect(screen().at(-2)).toBe(' Opened https://ci.example/1');
		input(key('alt+up'), text('o'));
		await drawn();
		expect(screen().at(-2)).toContain(
			' Nothing here opens links, so it was copied: https://nothing.example/',
		);
		expect(done.filter(what => /^(?:copy|open)/.test(what))).toEqual([
			'copy number 1, see https://ci.example/1',
			'open https://ci.example/1',
			'open https://nothing.example/',
			'copy https://nothing.example/',
		]);
	});

	test('a reply has a row above the line it is written in, and gives it back', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		peer.send(...messages(1, 1));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 1);
		input(text('half'), key('alt+up'), text('r'), text('Yes'));
		await drawn();
		expect(screen()).toHaveLength(14);
		expect(screen().at(-2)).toMatch(
			/^ ↳ reply to Bob: number 1, see https:\/\/ci\.example\/1 +Esc gives it up$/,
		);
		expect(screen().at(-1)).toBe(' › Yes');
		input(key('escape'));
		await drawn();
		expect(screen().at(-1)).toBe(' › half');
		expect(screen().at(-2)).toMatch(/^ ● connected {2,}F1 help$/);
	});

	test('what is picked is in sight on a smaller screen, too, and after it the room goes on', async () => {
		const {bench, shell, screen, input, drawn} = open(100, 24);
		const peer = await bench.online();
		peer.send(...messages(1, 100));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 100);
		input(key('alt+up'));
		shell.resize({columns: 40, rows: 10});
		await drawn();
		expect(screen().join('\n')).toMatch(/▌.*number 100/);
		input(key('escape'));
		peer.send(...messages(101, 101));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 101);
		bench.clock.advance(250);
		await drawn();
		expect(screen().join('\n')).toContain('number 101');
	});

	test('a message that is deleted while one answers it is told in the banner', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		peer.send(...messages(1, 2));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 2);
		input(key('alt+up'), text('r'), text('Yes'));
		peer.send({type: 'delete', room: 'general', seq: 3, ref: 2, id: 'Bob', ts: 0});
		await bench.until(({rooms}) => rooms.get('general')!.seq === 3);
		bench.clock.advance(250);
		await drawn();
		expect(screen().at(-2)).toMatch(/^ ↳ reply to Bob: deleted meanwhile +Esc gives it up$/);
		input(key('enter'));
		await drawn();
		expect(screen().at(-3)).toBe(' ! That message was deleted. Esc makes it a message of its own.');
		expect(screen().at(-1)).toBe(' › Yes');
	});

	test('while something covers the messages the status line names no keys of the picked one', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		peer.send(...messages(1, 1));
		await bench.until(({rooms}) => rooms.get('general')!.seq === 1);
		input(key('alt+up'));
		await drawn();
		expect(screen().at(-2)).toContain('r reply');
		input(key('f1'));
		await drawn();
		expect(screen().at(-2)).toBe(' ● connected');
	});

	test('Alt+X gives up what failed', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		input(text('one'), key('enter'));
		const {nonce} = await peer.next('typing').then(() => peer.next('say'));
		peer.send({type: 'error', code: 'NOT_STORED', text: 'The disk is full.', room: 'general', nonce: nonce!});
		await bench.until(({rooms}) => rooms.get('general')!.pending[0]?.error !== undefined);
		input(key('alt+x'));
		await drawn();
		expect(bench.client.state.rooms.get('general')!.pending).toEqual([]);
		expect(screen().at(-2)).toMatch(/^ ● connected {2,}F1 help$/);
		expect(screen().at(-1)).toBe(' › one');
	});

	test('Alt+R sends again what failed, in every room', async () => {
		const {bench, screen, input, drawn} = open();
		const peer = await bench.online();
		input(text('one'), key('enter'), key('alt+2'), text('two'), key('enter'));
		for (const room of ['general', 'ops']) {
			const {nonce} = await peer.next('typing').then(() => peer.next('say'));
			peer.send({type: 'error', code: 'READ_ONLY', text: 'That room is read-only.', room, nonce: nonce!});
		}
		await bench.until(({rooms}) => [...rooms.values()].every(({pending}) => pending[0]?.error));
		bench.clock.advance(250);
		await drawn();
		expect(screen().join('\n')).toMatch(/✗ +Alice +two/);
		expect(screen().at(-2)).toMatch(/^ ✗ 2 not sent \(Alt\+R sends again, Alt\+X takes back\) {2,}F1 help$/);
		input(key('alt+r'));
		expect([(await peer.accept(1)).msg, (await peer.accept(1)).msg]).toEqual(['one', 'two']);
		await bench.until(({rooms}) => [...rooms.values()].every(({pending}) => pending.length === 0));
		bench.clock.advance(250);
		await drawn();
		expect(screen().at(-2)).toMatch(/^ ● connected {2,}F1 help$/);
	});
});
