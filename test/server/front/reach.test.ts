import type {NetworkInterfaceInfo} from 'node:os';
import {expect, test} from 'vitest';
import {reachableAt} from '../../../source/server/front/reach.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo =>
	({address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4'}) as NetworkInterfaceInfo;

const both = {
	lo: [at('127.0.0.1', true), at('::1', true)],
	eth0: [at('fe80::1'), at('2001:db8::7'), at('192.0.2.7')],
	none: undefined,
};

test.each([
	['where it listens', '192.0.2.1', undefined, both, '192.0.2.1:8082'],
	['this machine only, where it listens so', '127.0.0.1', undefined, both, '127.0.0.1:8082'],
	['the first address for others, when it listens everywhere', '0.0.0.0', undefined, both, '192.0.2.7:8082'],
	['also by IPv6', '::', undefined, both, '192.0.2.7:8082'],
	[
		'an IPv6 address where there is no other',
		'::',
		undefined,
		{eth0: [at('fe80::1'), at('2001:db8::7')]},
		'2001:db8::7:8082',
	],
	['this machine where it has no network', '0.0.0.0', undefined, {lo: both.lo}, '127.0.0.1:8082'],
	['what its operator says', '0.0.0.0', {host: 'chat.example'}, both, 'chat.example:8082'],
	['also another port', '10.0.0.1', {host: 'chat.example', port: 443}, both, 'chat.example:443'],
])('%s', (_, listening, given, interfaces, expected) => {
	const {host, port} = reachableAt({host: listening, port: 8082}, given, interfaces);
	expect(`${host}:${port}`).toBe(expected);
});
