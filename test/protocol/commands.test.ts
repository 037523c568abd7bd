import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {checkText, clean} from '../../source/protocol/clean.ts';
import {
	type CommandContext,
	commandNames,
	commands,
	findCommand,
	isSecret,
	type Parsed,
	parse,
	usageOf,
} from '../../source/protocol/commands.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {limits} from '../../source/protocol/limits.ts';
import {checkRequest} from '../../source/protocol/messages.ts';

const seqs = {mine: 4, others: 6, any: 7};
const inRoom = (room: string): CommandContext => ({room, nonce: () => 'n1', message: whose => seqs[whose]});
const ask = (typed: string, room = 'ops'): unknown => {
	const parsed = parse(typed, inRoom(room));
	return parsed.type === 'request' ? parsed.request : parsed;
};
const refusal = (typed: string, room = 'ops'): {code: string; message: string} => {
	try {
		parse(typed, inRoom(room));
	} catch (error) {
		expect(error).toBeInstanceOf(ChatError);
		return error as ChatError;
	}
	return expect.fail(`${typed} was accepted`);
};

describe('what is no command', () => {
	test.each([
		['Hello, world', 'Hello, world'],
		['//etc/hosts', '/etc/hosts'],
		['///', '//'],
		['a /quit', 'a /quit'],
		[' /quit', ' /quit'],
		['two\r\nlines', 'two\nlines'],
		['\u001b[31mred', 'red'],
	])('%j is said', (typed, msg) => {
		expect(ask(typed)).toEqual({type: 'say', room: 'ops', msg, nonce: 'n1'});
	});

	test.each(['', ' ', '\n\t', '\u001b[0m'])('%j is nothing', typed => {
		expect(parse(typed, inRoom('ops'))).toEqual({type: 'nothing'});
	});
});

/** One way at least to call each command, and what it means. */
const calls: ReadonlyArray<[string, object]> = [
	['/help', {type: 'screen', name: 'help', argument: ''}],
	['/help join', {type: 'screen', name: 'help', argument: 'join'}],
	['/help /join', {type: 'screen', name: 'help', argument: 'join'}],
	['/join #dev', {type: 'join', room: 'dev', nonce: 'n1'}],
	['/join dev', {type: 'join', room: 'dev', nonce: 'n1'}],
	['/JOIN  dev  now', {type: 'join', room: 'dev', nonce: 'n1'}],
	['/join Zos\u0301ka', {type: 'join', room: 'Zo\u015bka', nonce: 'n1'}],
	['/leave', {type: 'leave', room: 'ops', nonce: 'n1'}],
	['/leave #dev', {type: 'leave', room: 'dev', nonce: 'n1'}],
	['/part @Dana', {type: 'leave', room: '@Dana', nonce: 'n1'}],
	['/rooms', {type: 'rooms', nonce: 'n1'}],
	['/list', {type: 'rooms', nonce: 'n1'}],
	['/who', {type: 'who', room: 'ops', nonce: 'n1'}],
	['/names #dev', {type: 'who', room: 'dev', nonce: 'n1'}],
	['/who Da', {type: 'who', room: 'ops', like: 'Da', nonce: 'n1'}],
	['/who #dev @Da now', {type: 'who', room: 'dev', like: 'Da', nonce: 'n1'}],
	['/list  green builds', {type: 'rooms', like: 'green builds', nonce: 'n1'}],
	['/list #gre', {type: 'rooms', like: 'gre', nonce: 'n1'}],
	['/whois @Dana', {type: 'whois', id: 'Dana', nonce: 'n1'}],
	['/topic Release  planning\n', {type: 'topic', room: 'ops', topic: 'Release  planning', nonce: 'n1'}],
	['/topic', {type: 'topic', room: 'ops', topic: '', nonce: 'n1'}],
	['/msg Dana are you\nthere?', {type: 'say', room: '@Dana', msg: 'are you\nthere?', nonce: 'n1'}],
	['/dm @Dana hi', {type: 'say', room: '@Dana', msg: 'hi', nonce: 'n1'}],
	['/set time.clock 12', {type: 'screen', name: 'set', argument: 'time.clock 12'}],
	['/theme light', {type: 'screen', name: 'set', argument: 'theme light'}],
	['/alias hi /me waves', {type: 'screen', name: 'alias', argument: 'hi /me waves'}],
	['/unalias hi', {type: 'screen', name: 'unalias', argument: 'hi'}],
	['/reload', {type: 'screen', name: 'reload', argument: ''}],
	['/mute', {type: 'screen', name: 'mute', argument: 'ops'}],
	['/mute #Dev', {type: 'screen', name: 'mute', argument: 'Dev'}],
	['/unmute @Dana', {type: 'screen', name: 'unmute', argument: '@Dana'}],
	['/pin', {type: 'screen', name: 'pin', argument: 'ops'}],
	['/unpin dev', {type: 'screen', name: 'unpin', argument: 'dev'}],
	['/notify', {type: 'screen', name: 'notify', argument: 'ops'}],
	['/notify #dev', {type: 'screen', name: 'notify', argument: 'dev'}],
	['/ignore', {type: 'screen', name: 'ignored', argument: ''}],
	['/notify all', {type: 'screen', name: 'notify', argument: 'ops all'}],
	['/notify #dev  NOTHING', {type: 'screen', name: 'notify', argument: 'dev nothing'}],
	['/notify @Dana default', {type: 'screen', name: 'notify', argument: '@Dana default'}],
	['/nick Alice2 please', {type: 'screen', name: 'nick', argument: 'Alice2'}],
	['/ignore @Bob', {type: 'screen', name: 'ignore', argument: 'Bob'}],
	['/unignore Bob', {type: 'screen', name: 'unignore', argument: 'Bob'}],
	['/ignored', {type: 'screen', name: 'ignored', argument: ''}],
	['/mentions', {type: 'screen', name: 'mentions', argument: ''}],
	['/query Dana', {type: 'screen', name: 'query', argument: 'Dana'}],
	['/me waves', {type: 'say', room: 'ops', msg: 'waves', kind: 'me', nonce: 'n1'}],
	['/reply Yes,\nit is', {type: 'say', room: 'ops', msg: 'Yes,\nit is', ref: 6, nonce: 'n1'}],
	['/edit Now it is right', {type: 'edit', room: 'ops', ref: 4, msg: 'Now it is right', nonce: 'n1'}],
	['/edit', {type: 'screen', name: 'edit', argument: ''}],
	['/delete', {type: 'delete', room: 'ops', ref: 4, nonce: 'n1'}],
	['/react 🎉', {type: 'react', room: 'ops', ref: 7, emoji: '🎉', nonce: 'n1'}],
	['/react :Heart: and more', {type: 'react', room: 'ops', ref: 7, emoji: '❤️', nonce: 'n1'}],
	['/react ✓', {type: 'react', room: 'ops', ref: 7, emoji: '✓', nonce: 'n1'}],
	['/search', {type: 'screen', name: 'search', argument: ''}],
	['/find green in:#ops', {type: 'screen', name: 'search', argument: 'green in:#ops'}],
	['/away', {type: 'away', text: '', nonce: 'n1'}],
	['/away for lunch', {type: 'away', text: 'for lunch', nonce: 'n1'}],
	['/back', {type: 'back', nonce: 'n1'}],
	['/kick Dana', {type: 'kick', id: 'Dana', nonce: 'n1'}],
	['/kick Dana too loud', {type: 'kick', id: 'Dana', reason: 'too loud', nonce: 'n1'}],
	['/kick Dana #dev too loud', {type: 'kick', id: 'Dana', room: 'dev', reason: 'too loud', nonce: 'n1'}],
	['/mute @Dana', {type: 'screen', name: 'mute', argument: '@Dana'}],
	['/mute Mallory', {type: 'mute', subject: 'Mallory', nonce: 'n1'}],
	[
		'/mute Mallory #dev 30m too loud',
		{type: 'mute', subject: 'Mallory', room: 'dev', ms: 1_800_000, reason: 'too loud', nonce: 'n1'},
	],
	['/unmute Mallory', {type: 'unmute', subject: 'Mallory', nonce: 'n1'}],
	['/unmute Mallory #dev', {type: 'unmute', subject: 'Mallory', room: 'dev', nonce: 'n1'}],
	['/register', {type: 'screen', name: 'register', argument: ''}],
	// What stands behind it is a password to all appearance.
	['/register correct horse', {type: 'screen', name: 'register', argument: 'typed'}],
	['/password hunter22', {type: 'screen', name: 'register', argument: 'typed'}],
	['/devices', {type: 'devices', nonce: 'n1'}],
	['/revoke d3', {type: 'revoke', device: 'd3', nonce: 'n1'}],
	['/token the build bot', {type: 'token', label: 'the build bot', nonce: 'n1'}],
	['/token bot --for 30d', {type: 'token', label: 'bot', ms: 2_592_000_000, nonce: 'n1'}],
	['/invite', {type: 'invite', room: 'ops', nonce: 'n1'}],
	['/invite Dana', {type: 'invite', room: 'ops', id: 'Dana', nonce: 'n1'}],
	['/invite #dev @Dana', {type: 'invite', room: 'dev', id: 'Dana', nonce: 'n1'}],
	[
		'/invite --uses 3 #dev --for=7d --ROLE operator',
		{type: 'invite', room: 'dev', uses: 3, ms: 604_800_000, role: 'operator', nonce: 'n1'},
	],
	['/invite —uses 1', {type: 'invite', room: 'ops', uses: 1, nonce: 'n1'}],
	['/invites', {type: 'invites', nonce: 'n1'}],
	['/uninvite i7', {type: 'uninvite', invite: 'i7', nonce: 'n1'}],
	['/ban Mallory', {type: 'ban', subject: 'Mallory', nonce: 'n1'}],
	['/ban @Mallory 2h', {type: 'ban', subject: '@Mallory', ms: 7_200_000, nonce: 'n1'}],
	[
		'/ban 192.0.2.0/24 #dev 1 week of spam',
		{type: 'ban', subject: '192.0.2.0/24', room: 'dev', reason: '1 week of spam', nonce: 'n1'},
	],
	[
		'/ban SHA256:abc 7d is what the board said',
		{type: 'ban', subject: 'SHA256:abc', ms: 604_800_000, reason: 'is what the board said', nonce: 'n1'},
	],
	['/unban Mallory', {type: 'unban', subject: 'Mallory', nonce: 'n1'}],
	['/unban 2001:db8::/32 #dev', {type: 'unban', subject: '2001:db8::/32', room: 'dev', nonce: 'n1'}],
	['/bans', {type: 'bans', nonce: 'n1'}],
	['/bans #dev', {type: 'bans', room: 'dev', nonce: 'n1'}],
	['/op Dana', {type: 'role', id: 'Dana', role: 'operator', nonce: 'n1'}],
	['/op Dana #dev', {type: 'role', id: 'Dana', role: 'operator', room: 'dev', nonce: 'n1'}],
	['/deop Dana', {type: 'role', id: 'Dana', role: 'member', nonce: 'n1'}],
	['/owner Dana', {type: 'role', id: 'Dana', role: 'owner', nonce: 'n1'}],
	['/lock', {type: 'lock', room: 'ops', mode: 'invited', nonce: 'n1'}],
	['/lock read-only', {type: 'lock', room: 'ops', mode: 'read-only', nonce: 'n1'}],
	['/lock #dev ReadOnly', {type: 'lock', room: 'dev', mode: 'read-only', nonce: 'n1'}],
	['/unlock', {type: 'lock', room: 'ops', mode: 'open', nonce: 'n1'}],
	['/unlock #dev', {type: 'lock', room: 'dev', mode: 'open', nonce: 'n1'}],
	['/audit', {type: 'audit', nonce: 'n1'}],
	['/say Down at six', {type: 'announce', msg: 'Down at six', nonce: 'n1'}],
	['/clear', {type: 'screen', name: 'clear', argument: ''}],
	['/sidebar', {type: 'screen', name: 'sidebar', argument: ''}],
	['/reconnect', {type: 'screen', name: 'reconnect', argument: ''}],
	['/quit', {type: 'quit', nonce: 'n1'}],
	['/exit see you', {type: 'quit', text: 'see you', nonce: 'n1'}],
];

describe('commands', () => {
	test.each(calls)('%j', (typed, meaning) => {
		expect(ask(typed)).toEqual(meaning);
	});

	test('each one is called above', () => {
		const called = new Set(calls.map(([typed]) => findCommand(typed.slice(1).split(/\s/)[0]!)?.name));
		expect(commands.map(({name}) => name).filter(name => !called.has(name))).toEqual([]);
	});

	test('names are unique, and all of them are understood', () => {
		expect(new Set(commandNames).size).toBe(commandNames.length);
		for (const command of commands) {
			for (const name of [command.name, ...(command.aliases ?? [])]) {
				expect(findCommand(name.toUpperCase())).toBe(command);
			}
		}
		expect(findCommand('constructor')).toBeUndefined();
	});

	test.each([
		['join', '/join #room'],
		['rooms', '/rooms [word]'],
		['kick', '/kick name [#room] [reason]'],
	])('%s is written %s', (name, usage) => {
		expect(usageOf(findCommand(name)!)).toBe(usage);
	});

	test('without what it needs a command tells its usage', () => {
		for (const command of commands) {
			for (let words = 0; words < (command.needs ?? 0); words++) {
				const typed = `/${command.name}${' x'.repeat(words)} `;
				expect(refusal(typed)).toMatchObject({code: 'BAD_REQUEST', message: `Usage: ${usageOf(command)}`});
			}
		}
		expect(commands.filter(({needs}) => needs)).not.toHaveLength(0);
	});

	test.each([
		['/jion #dev', 'Did you mean /join? There is no command /jion.'],
		['/JOIM #dev', 'Did you mean /join? There is no command /joim.'],
		['/\u202eniol', 'There is no command /‹202E›niol. /help lists them all.'],
		['/etc/hosts is gone', 'There is no command /etc/hosts. /help lists them all.'],
		['/', 'There is no command /. /help lists them all.'],
		['/ join', 'There is no command /. /help lists them all.'],
		['/qit', 'Did you mean /quit? There is no command /qit.'],
		['/constructor', 'There is no command /constructor. /help lists them all.'],
		[`/x${'😀'.repeat(40)}`, `There is no command /x${'😀'.repeat(19)}�. /help lists them all.`],
		[`/${'x'.repeat(500)}`, `There is no command /${'x'.repeat(40)}. /help lists them all.`],
	])('%j is never said aloud', (typed, message) => {
		expect(refusal(typed)).toMatchObject({code: 'UNKNOWN_COMMAND', message});
	});

	test.each([
		['/join a/b', 'ROOM_BAD'],
		['/join @Dana', 'ROOM_BAD'],
		['/whois a:b', 'NO_SUCH_ID'],
		['/msg #dev hello', 'NO_SUCH_ID'],
		['/leave @a:b', 'NO_SUCH_ID'],
		[`/topic ${'x'.repeat(limits.topicCharacters + 1)}`, 'BAD_TEXT'],
		[`/away ${'x'.repeat(limits.topicCharacters + 1)}`, 'BAD_TEXT'],
	])('%s is refused as %s', (typed, code) => {
		expect(refusal(typed).code).toBe(code);
	});

	test.each(['/reply yes', '/edit yes', '/edit', '/delete', '/react 👍'])(
		'%s is refused where there is no such message, and where none can be picked',
		typed => {
			const command = /\w+/.exec(typed)![0];
			const empty = {...inRoom('ops'), message: () => undefined};
			expect(() => parse(typed, empty)).toThrow(
				expect.objectContaining({
					code: 'NO_SUCH_MESSAGE',
					message: expect.stringContaining(`here to ${command}.`),
				}),
			);
			expect(() => parse(typed, {room: 'ops', nonce: () => 'n1'})).toThrow(
				expect.objectContaining({
					code: 'UNKNOWN_COMMAND',
					message: `/${command} works in the full screen only.`,
				}),
			);
		},
	);

	test.each(['/react yes', '/react 👍👍', '/react :nothing:', '/react a'])('%s is no sign', typed => {
		expect(refusal(typed)).toMatchObject({code: 'BAD_REQUEST', message: expect.stringContaining('Only one')});
	});

	test.each([
		'/invite --uses 0',
		'/invite --uses many',
		'/invite --uses',
		'/invite --for never',
		'/invite --role king',
		'/invite --what 3',
		'/invite #one #two',
		'/invite Bob Carol',
		'/token --for 7d',
		'/token bot --for 1ms',
		'/lock shut',
		'/lock invited read-only',
	])('%s is refused, with what may stand there', typed => {
		expect(refusal(typed).code).toBe('BAD_REQUEST');
	});

	test('what stands behind a command that asks for a secret goes nowhere', () => {
		fc.assert(
			fc.property(fc.string(), secret => {
				expect(['', 'typed']).toContain((ask(`/register ${secret}`) as {argument: string}).argument);
			}),
		);
		expect(isSecret('/register hunter22')).toBe(true);
		expect(isSecret('/PASSWORD hunter22')).toBe(true);
	});

	test('in a conversation of two there is no topic and no list of people', () => {
		for (const typed of ['/topic x', '/who']) expect(refusal(typed, '@Dana').message).toContain('no room');
		expect(ask('/who #dev', '@Dana')).toMatchObject({room: 'dev'});
		expect(ask('/leave', '@Dana')).toMatchObject({room: '@Dana'});
		expect(ask('hello', '@Dana')).toMatchObject({room: '@Dana'});
	});
});

describe('whatever is typed', () => {
	const typing = fc.oneof(
		fc.string({unit: 'binary', maxLength: 60}),
		fc
			.tuple(
				fc.constantFrom(...commandNames),
				fc.array(fc.constantFrom('#dev', '@Dana', 'x y', '\n', '\u0007', 'й', '\ud800')),
			)
			.map(([name, rest]) => `/${name} ${rest.join(' ')}`),
	);

	test('it is a request that a server takes, something for the screen, nothing, or a ChatError', () => {
		fc.assert(
			fc.property(typing, typed => {
				let parsed: Parsed;
				try {
					parsed = parse(typed, inRoom('ops'));
				} catch (error) {
					expect(error).toBeInstanceOf(ChatError);
					expect((error as ChatError).fatal).toBe(false);
					return;
				}
				if (parsed.type !== 'request') return;
				expect(checkRequest(JSON.parse(JSON.stringify(parsed.request)))).toEqual(parsed.request);
			}),
			{numRuns: 2000},
		);
	});

	test('what does not begin with a slash is said, whole and clean', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', minLength: 1}), typed => {
				const said = clean(typed);
				fc.pre(!said.startsWith('/') && said.trim() !== '');
				expect(ask(typed)).toEqual({type: 'say', room: 'ops', msg: checkText(said), nonce: 'n1'});
			}),
		);
	});
});
