import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {
	type Invitation,
	isInvitation,
	parseInvitation,
	showInvitation,
} from '../../source/protocol/invitation.ts';
import {showFingerprint} from '../../source/protocol/proof.ts';

const fingerprint = `SHA256:${'Ab-_'.repeat(10)}xyz`;

describe('an invitation', () => {
	test.each<[string, Invitation]>([
		['tuichat://127.0.0.1:8082', {host: '127.0.0.1', port: 8082}],
		['tuichat://chat.example:1/ops', {host: 'chat.example', port: 1, room: 'ops'}],
		['tuichat://[2001:db8::1]:443', {host: '2001:db8::1', port: 443}],
		[`tuichat://h:2#${fingerprint}`, {host: 'h', port: 2, fingerprint}],
		[
			`tuichat://h:2/r#${fingerprint}.to-k_en`,
			{host: 'h', port: 2, room: 'r', fingerprint, token: 'to-k_en'},
		],
		['tuichat://h:2/r#.token', {host: 'h', port: 2, room: 'r', token: 'token'}],
		[`tuichat://h:2/%D0%98#${fingerprint}`, {host: 'h', port: 2, room: 'И', fingerprint}],
	])('is written as %s', (link, invitation) => {
		expect(showInvitation(invitation)).toBe(link);
		expect(parseInvitation(link)).toEqual(invitation);
		expect(parseInvitation(` ${link}\n`)).toEqual(invitation);
		expect(isInvitation(` ${link}`)).toBe(true);
	});

	test('without a port means the usual one', () => {
		expect(parseInvitation('tuichat://h/r')).toEqual({host: 'h', port: 8082, room: 'r'});
		expect(parseInvitation('TUICHAT://h')).toEqual({host: 'h', port: 8082});
	});

	test.each([
		['', 'LINK_BAD'],
		['h:2', 'LINK_BAD'],
		['https://h:2/r', 'LINK_BAD'],
		['tuichat:h:2', 'LINK_BAD'],
		['tuichat://', 'LINK_BAD'],
		['tuichat://h:70000', 'LINK_BAD'],
		['tuichat://h:0', 'LINK_BAD'],
		['tuichat://h%1b:2', 'LINK_BAD'],
		['tuichat://сервер:2', 'LINK_BAD'],
		['tuichat://:secret@h:2', 'LINK_BAD'],
		['tuichat://user@h:2', 'LINK_BAD'],
		['tuichat://user:secret@h:2', 'LINK_BAD'],
		['tuichat://h:2/?room=r', 'LINK_BAD'],
		['tuichat://h:2/%FF', 'LINK_BAD'],
		['tuichat://h:2#SHA256:short', 'LINK_BAD'],
		[`tuichat://h:2#${fingerprint.slice(0, -1)}`, 'LINK_BAD'],
		[`tuichat://h:2#${fingerprint}.`, 'LINK_BAD'],
		[`tuichat://h:2#${fingerprint}.to ken`, 'LINK_BAD'],
		[`tuichat://h:2#${fingerprint}.${'x'.repeat(65)}`, 'LINK_BAD'],
		[`tuichat://h:2#${fingerprint}.token.more`, 'LINK_BAD'],
		['tuichat://h:2/a/b', 'ROOM_BAD'],
		['tuichat://h:2/a%2Fb', 'ROOM_BAD'],
		['tuichat://h:2/%1B', 'ROOM_BAD'],
	])('is not %s', (link, code) => {
		expect(() => parseInvitation(link)).toThrow(expect.objectContaining({code}));
	});

	test('comes back as it was written', () => {
		const invitations = fc.record(
			{
				host: fc.oneof(
					fc.constantFrom('h', 'chat.example', '192.0.2.7', '2001:db8::7', '::1'),
					fc.domain().map(host => host.toLowerCase()),
				),
				port: fc.integer({min: 1, max: 65_535}),
				room: fc.constantFrom('general', 'ops', 'Иван', '田中', 'a.b_c-d'),
				fingerprint: fc.uint8Array({minLength: 32, maxLength: 32}).map(showFingerprint),
				token: fc.stringMatching(/^[\w-]{1,64}$/),
			},
			{requiredKeys: ['host', 'port']},
		);
		fc.assert(
			fc.property(invitations, invitation => {
				expect(parseInvitation(showInvitation(invitation))).toEqual(invitation);
			}),
		);
	});

	test('anything else is refused in words', () => {
		const links = fc.oneof(
			fc.string({unit: 'binary'}),
			fc.string({unit: 'binary'}).map(text => `tuichat://${text}`),
			fc.tuple(fc.string({unit: 'binary', maxLength: 3}), fc.nat(90), fc.nat(3)).map(([text, at, cut]) => {
				const link = `tuichat://host:2/room#${fingerprint}.token`;
				return link.slice(0, at) + text + link.slice(at + cut);
			}),
		);
		fc.assert(
			fc.property(links, link => {
				try {
					const {host, port} = parseInvitation(link);
					expect(host).toMatch(/^[\w.:-]+$/);
					expect(port).toBeGreaterThan(0);
				} catch (error) {
					expect(error).toBeInstanceOf(ChatError);
				}
			}),
			{numRuns: 1000},
		);
	});
});
