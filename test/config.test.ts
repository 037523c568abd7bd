import {describe, expect, test} from 'vitest';
import {flagOf, gather, parseAddress, settings, settingsHelp, variableOf} from '../source/config.ts';
import {showAddress} from '../source/protocol/address.ts';

const why = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		return (error as Error).message;
	}
	return 'nothing was refused';
};

describe('settings', () => {
	test('what is not given stays open, and switches are off', () => {
		expect(gather({}, {})).toEqual({serve: false, plain: false, json: false});
	});

	test('a flag beats the environment', () => {
		const given = gather(
			{id: 'Alice', port: '0'},
			{TUI_CHAT_ID: 'Bob', TUI_CHAT_ROOM: 'ops', TUI_CHAT_JSON: '1'},
		);
		expect(given).toMatchObject({id: 'Alice', room: 'ops', port: 0, json: true});
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
	])('%j is refused with its reason', (flags, reason) => {
		expect(why(() => gather(flags, {}))).toBe(reason);
	});

	test('are written the same way everywhere', () => {
		expect(flagOf('maxClients')).toBe('--max-clients');
		expect(variableOf('maxClients')).toBe('TUI_CHAT_MAX_CLIENTS');
	});

	test('are all in the help', () => {
		for (const name of Object.keys(settings)) expect(settingsHelp()).toContain(flagOf(name));
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
