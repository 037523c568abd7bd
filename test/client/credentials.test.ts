import {describe, expect, test} from 'vitest';
import {type Channel, Credentials, type CredentialsOptions} from '../../source/client/credentials.ts';
import {openIdentity} from '../../source/client/identity.ts';
import {ChatError, type ErrorCode} from '../../source/protocol/errors.ts';
import type {EventOf} from '../../source/protocol/messages.ts';
import {newFolder} from '../helpers/test-folder.ts';

const encrypted: Channel = {binding: new Uint8Array(32), isPrivate: true};
const onMachine: Channel = {binding: undefined, isPrivate: true};
const open: Channel = {binding: undefined, isPrivate: false};

const made = (options: Partial<CredentialsOptions> = {}): Credentials =>
	new Credentials({identity: undefined, access: undefined, secrets: {}, ...options});

/** What a hello says besides the name. */
const said = (credentials: Credentials, channel: Channel = encrypted): string[] => {
	const {type: _, v: __, id: ___, ...more} = credentials.sign({type: 'hello', v: 1, id: 'Alice'}, channel);
	return Object.keys(more).sort();
};

const welcome = (role: EventOf<'welcome'>['role']): EventOf<'welcome'> => ({
	type: 'welcome',
	v: 1,
	id: 'Alice',
	server: '',
	journal: '',
	token: '',
	time: 0,
	limits: {},
	...(role ? {role} : {}),
});

describe('a hello', () => {
	test('says nothing of one without a reason', () => {
		for (const channel of [encrypted, onMachine, open]) expect(said(made(), channel)).toEqual([]);
	});

	test('proves a key where the channel has a name, and without an access token', () => {
		const folder = newFolder();
		const identity = (): ReturnType<typeof openIdentity> => openIdentity(folder);
		expect(said(made({identity}))).toEqual(['key', 'proof']);
		expect(said(made({identity}), onMachine)).toEqual([]);
		expect(said(made({identity}), open)).toEqual([]);
		expect(said(made({identity, access: 'tct_x'}))).toEqual(['access']);
	});

	test.each<[string, Partial<CredentialsOptions>]>([
		['a password', {secrets: {password: 'x'}}],
		['a join password', {secrets: {entry: 'x'}}],
		['an invitation', {secrets: {invite: 'x'}}],
		['an access token', {access: 'x'}],
	])('with %s is not said where others can read it', (_, options) => {
		expect(said(made(options))).toHaveLength(1);
		expect(said(made(options), onMachine)).toHaveLength(1);
		expect(() => said(made(options), open)).toThrow(expect.objectContaining({code: 'NOT_SECURE'}));
	});
});

describe('what somebody says to come in', () => {
	const all = {password: 'p', entry: 'e', invite: 'i', takeover: true} as const;

	test('is said until it is answered; the rest of the secrets is not overwritten by nothing', () => {
		const credentials = made({secrets: {entry: 'e'}});
		expect(credentials.isTried).toBe(true);
		credentials.bring({password: 'p', entry: undefined});
		for (let tries = 0; tries < 2; tries++) expect(said(credentials)).toEqual(['entry', 'password']);
	});

	test.each<['guest' | 'member', string[]]>([
		['guest', ['entry', 'invite']],
		['member', ['entry']],
	])('is forgotten once a %s is in, but for what the next link needs', (role, left) => {
		const credentials = made({secrets: all});
		expect(said(credentials)).toEqual(['entry', 'invite', 'password', 'takeover']);
		credentials.welcomed(welcome(role));
		expect(said(credentials)).toEqual(left);
		expect(credentials.isTried).toBe(false);
	});

	test.each<[ErrorCode, string[]]>([
		['ID_USED', ['entry', 'invite']],
		['PASSWORD_WRONG', ['entry', 'invite']],
		['ENTRY_WRONG', ['invite']],
		['INVITE_BAD', ['entry']],
	])('is not tried again by itself after %s', (code, left) => {
		const credentials = made({secrets: all});
		credentials.refused(new ChatError(code));
		expect(said(credentials)).toEqual(left);
		expect(credentials.isTried).toBe(false);
	});

	test('goes along with the takeover that the server asks for, and with nothing else', () => {
		const here = new ChatError('ID_USED', undefined, {here: true});
		const credentials = made({secrets: {password: 'p'}});
		credentials.refused(here);
		expect(said(credentials)).toEqual([]);
		credentials.bring({takeover: true});
		expect(said(credentials)).toEqual(['password', 'takeover']);
		credentials.refused(here);
		credentials.refused(new ChatError('LOST'));
		credentials.bring({takeover: true});
		expect(said(credentials)).toEqual(['takeover']);
	});
});
