import {describe, expect, test} from 'vitest';
import {
	flagOf,
	gather,
	isBare,
	parseAddress,
	parseRetention,
	parseSince,
	settings,
	settingsHelp,
	variableOf,
} from '../source/config.ts';
import {metricsAddress, publicAddress} from '../source/parse.ts';
import {showAddress} from '../source/protocol/address.ts';
import {why} from './helpers/why.ts';

describe('settings', () => {
	test('what is not given stays open, and switches are off', () => {
		const off = {
			serve: false,
			plain: false,
			plaintext: false,
			json: false,
			memory: false,
			allowPlaintext: false,
			closed: false,
			printConfig: false,
			resume: false,
			noMouse: false,
			noUpgradeCopy: false,
			screenReader: false,
		};
		expect(gather({}, {})).toEqual(off);
		expect(gather({}, {TUI_CHAT_MEMORY: '', TUI_CHAT_ID: ''})).toEqual(off);
	});

	test('a flag beats the environment', () => {
		const given = gather(
			{id: 'Alice', port: '0'},
			{TUI_CHAT_ID: 'Bob', TUI_CHAT_ROOM: 'ops', TUI_CHAT_JSON: '1'},
		);
		expect(given).toMatchObject({id: 'Alice', room: 'ops', port: 0, json: true});
	});

	test('a flag outdoes what the environment says of its opposite', () => {
		expect(gather({data: 'here'}, {TUI_CHAT_MEMORY: '1'})).toMatchObject({data: 'here', memory: false});
		expect(gather({memory: true}, {TUI_CHAT_DATA: 'here'})).not.toHaveProperty('data');
		expect(why(() => gather({}, {TUI_CHAT_MEMORY: '1', TUI_CHAT_DATA: 'here'}))).toMatch('exclude');
	});

	test('a variable that other programs read counts too', () => {
		expect(gather({}, {INK_SCREEN_READER: 'true'}).screenReader).toBe(true);
		expect(gather({}, {TUI_CHAT_SCREEN_READER: '1'}).screenReader).toBe(true);
	});

	test('are frozen', () => {
		expect(Object.isFrozen(gather({}, {}))).toBe(true);
	});

	test.each([
		[{port: '80x'}, '--port has to be a whole number, not “80x”.'],
		[{port: ''}, '--port has to be a whole number, not “”.'],
		[{port: '-1'}, '--port has to be a whole number, not “-1”.'],
		[{port: '70000'}, '--port has to be between 0 and 65535.'],
		[{maxClients: '0'}, '--max-clients has to be 1 or more.'],
		[{log: 'xml'}, '--log has to be text or json, not “xml”.'],
		[{serve: true, connect: 'here'}, '--serve and --connect exclude each other.'],
		[{sidebar: 'top'}, '--sidebar has to be left, right or off, not “top”.'],
		[{data: ''}, '--data needs a folder.'],
		[{config: ''}, '--config needs a file.'],
		[{export: ''}, '--export needs a file.'],
		[{memory: true, data: 'here'}, '--memory and --data exclude each other.'],
		[{export: 'a', import: 'b'}, '--export and --import exclude each other.'],
		[{retain: 'much'}, '--retain has to be a time such as 30d, or a number of messages, not “much”.'],
		[{key: 'a.pem'}, '--key needs --cert.'],
		[{logLevel: 'loud'}, '--log-level has to be debug, info, warn or error, not “loud”.'],
		[{metrics: 'here'}, '--metrics has to be a port, or host:port, not “here”.'],
		[{metrics: '70000'}, '--metrics has to be a port, or host:port, not “70000”.'],
		[{public: ':80'}, '--public has to be host or host:port, not “:80”.'],
		[{public: 'a/b'}, '--public has to be host or host:port, not “a/b”.'],
		[{passwordFile: ''}, '--password-file needs a file.'],
		[{motd: 'a\u001b[31m'}, '--motd may hold no control characters but newline and tab.'],
		[{since: 'noon'}, '--since has to be a time such as 1h, or a date such as 2026-11-01, not “noon”.'],
	])('%j is refused with its reason', (flags, reason) => {
		expect(why(() => gather(flags, {}))).toBe(reason);
	});

	test.each([
		['true', true],
		['YES', true],
		['1', true],
		['off', false],
		['0', false],
	])('a switch in the environment: %s is %s', (text, is) => {
		expect(gather({}, {TUI_CHAT_CLOSED: text}).closed).toBe(is);
	});

	test('what is wrong in the environment is named as it is there', () => {
		expect(why(() => gather({}, {TUI_CHAT_CLOSED: 'maybe'}))).toBe(
			'TUI_CHAT_CLOSED has to be true or false, not “maybe”.',
		);
		expect(why(() => gather({}, {TUI_CHAT_PORT: '70000'}))).toBe(
			'TUI_CHAT_PORT has to be between 0 and 65535.',
		);
		expect(why(() => gather({serve: true}, {TUI_CHAT_CERT: 'a.pem'}))).toBe('TUI_CHAT_CERT needs --key.');
	});

	test('a list is written with commas or spaces', () => {
		const ranges = ['10.0.0.0/8', '::1'];
		expect(gather({exempt: '10.0.0.0/8, ::1'}, {}).exempt).toEqual(ranges);
		expect(gather({}, {TUI_CHAT_EXEMPT: '10.0.0.0/8 ::1'}).exempt).toEqual(ranges);
	});

	test('the environment beats a file, and a flag beats both', () => {
		const file = {port: 1, closed: true, motd: 'file'};
		expect(gather({}, {}, file)).toMatchObject(file);
		expect(gather({}, {TUI_CHAT_CLOSED: 'no', TUI_CHAT_PORT: '2'}, file)).toMatchObject({
			port: 2,
			closed: false,
			motd: 'file',
		});
		expect(gather({port: '3'}, {TUI_CHAT_PORT: '2'}, file).port).toBe(3);
		expect(gather({memory: true}, {}, {data: 'here'})).not.toHaveProperty('data');
		expect(gather({}, {TUI_CHAT_MEMORY: '1'}, {data: 'here'})).not.toHaveProperty('data');
		expect(gather({data: 'here'}, {}, {memory: true})).toMatchObject({data: 'here', memory: false});
	});

	test('are written the same way everywhere', () => {
		expect(flagOf('maxClients')).toBe('--max-clients');
		expect(variableOf('maxClients')).toBe('TUI_CHAT_MAX_CLIENTS');
	});

	test('are all in the help', () => {
		for (const name of Object.keys(settings)) expect(settingsHelp()).toContain(flagOf(name));
	});
});

describe('who says nothing of where to go', () => {
	test.each([
		[{}, true],
		[{theme: 'light', memory: true, state: 'here', noMouse: true, config: 'file'}, true],
		[{connect: 'here'}, false],
		[{id: 'Alice'}, false],
		[{room: 'ops'}, false],
		[{port: '9000'}, false],
		[{plain: true}, false],
		[{serve: true}, false],
	])('%j: %s', (flags, is) => {
		expect(isBare(gather(flags, {}))).toBe(is);
	});

	test('has said so in the environment', () => {
		expect(isBare(gather({}, {TUI_CHAT_CONNECT: 'here'}))).toBe(false);
		expect(isBare(gather({}, {TUI_CHAT_MEMORY: '1'}))).toBe(true);
	});
});

describe('addresses', () => {
	test.each([
		['chat.example:9000', 'chat.example:9000'],
		['chat.example', 'chat.example:8082'],
		[':9000', '127.0.0.1:9000'],
		['[::1]:9000', '[::1]:9000'],
		['[fe80::1]', '[fe80::1]:8082'],
		['::1', '[::1]:8082'],
		[' 10.0.0.1:1 ', '10.0.0.1:1'],
	])('%s is %s', (text, label) => {
		expect(showAddress(parseAddress(text))).toBe(label);
	});

	test.each([
		['a:b', '--connect has to be host:port, not “a:b”.'],
		['a b:1', '--connect has to be host:port, not “a b:1”.'],
		['a:0', '--connect needs a port between 1 and 65535.'],
		['a:65536', '--connect needs a port between 1 and 65535.'],
	])('%s is refused with its reason', (text, reason) => {
		expect(why(() => parseAddress(text))).toBe(reason);
	});
});

describe('where metrics are', () => {
	test.each([
		['9100', '127.0.0.1:9100'],
		[':9100', '127.0.0.1:9100'],
		['0.0.0.0:9100', '0.0.0.0:9100'],
		['[::]:0', '[::]:0'],
	])('%s is %s', (text, label) => {
		expect(showAddress(metricsAddress(text)!)).toBe(label);
	});

	test.each(['', 'host', 'host:', '::1', 'a b:1', 'host:99999'])('%j is nowhere', text => {
		expect(metricsAddress(text)).toBeUndefined();
	});
});

describe('how others reach a server', () => {
	test.each([
		['chat.example', {host: 'chat.example', port: undefined}],
		['chat.example:443', {host: 'chat.example', port: 443}],
		['[2001:db8::1]:443', {host: '2001:db8::1', port: 443}],
		['2001:db8::1', {host: '2001:db8::1', port: undefined}],
	])('%s', (text, address) => {
		expect(publicAddress(text)).toEqual(address);
	});

	test.each(['', ':443', 'chat.example:0', 'https://chat.example', 'a@b', 'a b'])('is not %j', text => {
		expect(publicAddress(text)).toBeUndefined();
	});
});

describe('what is kept', () => {
	test.each([
		['30d', {ms: 30 * 86_400_000}],
		['12 hours', {ms: 12 * 3_600_000}],
		['1.5h', {ms: 5_400_000}],
		['100000', {messages: 100_000}],
		[' 7 ', {messages: 7}],
	])('%j', (text, kept) => {
		expect(parseRetention(text)).toEqual(kept);
	});

	test.each(['', '0', '0d', '-1d', '1.5', 'd', '30 dogs', `9${'9'.repeat(20)}`, 'h'.repeat(500)])(
		'is not %j',
		text => {
			expect(why(() => parseRetention(text))).toMatch(/^--retain has to be a time such as 30d, or a number/);
		},
	);
});

describe('since when', () => {
	const now = Date.parse('2026-11-21T12:00:00Z');

	test.each([
		['1h', now - 3_600_000],
		['2 days', now - 2 * 86_400_000],
		['100y', 0],
		['2026-11-01T14:00Z', Date.parse('2026-11-01T14:00:00Z')],
		['2026-11-01T14:00+02:00', Date.parse('2026-11-01T12:00:00Z')],
		// Without a zone it is the reader's own time.
		['2026-11-01', new Date(2026, 10, 1).getTime()],
		['2026-11-01T14:00', new Date(2026, 10, 1, 14).getTime()],
	])('%s', (text, time) => {
		expect(parseSince(text, now)).toBe(time);
	});

	test.each(['', '12', 'noon', '2026', '2026-13-01', '1/2/2026', '0d', '-1h'])('is not %j', text => {
		expect(why(() => parseSince(text, now))).toMatch(/^--since has to be a time such as 1h, or a date/);
	});
});
