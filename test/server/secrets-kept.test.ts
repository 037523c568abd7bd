/**
 * A session with a secret in every field that takes one: none of them is in the log, in what others are told, in the
 * audit trail, on the disk or in an export; and what is said to one person is in no log.
 */
import {globSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Given} from '../../source/config.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {boundTable} from '../../source/server/bounds.ts';
import {logJson, logText} from '../../source/server/log.ts';
import {printSettings} from '../../source/settings/print.ts';
import {runExport} from '../../source/transfer/export.ts';
import {openFolder} from '../helpers/folder.ts';
import {ask, comeIn, knock, makeKey} from '../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

const folder = openFolder();
const data = join(folder.path, 'data');

/** What may be known to nobody else; and what is only between two. */
const secrets = new Map<string, string>();
const whispers = {said: 'the-whispered-body', edited: 'the-whispered-edit', typed: 'the-netcat-whisper'};

const secret = (name: string, value: string): string => {
	secrets.set(name, value);
	return value;
};

let server: TestServer;
/** what anybody else was told, and operators besides */
let others: string;
let operators: string;
let audit: string;
let errors: string;

const tokenOf = (link: string): string => /\.([\w-]+)$/.exec(link)![1]!;

const refusalOf = async (peer: Peer): Promise<string> => {
	await peer.closed;
	return peer.text;
};

beforeAll(async () => {
	const journal = await openJournal({folder: data});
	server = startServer({journal, closed: true, entry: secret('join password', 'join-Passw0rd-kept')});
	const {owner} = server.links();
	const ownersToken = secret('owner’s invitation', tokenOf(owner!));
	const [root, alice, second] = [makeKey(), makeKey(), makeKey()];
	const rootPeer = await comeIn(server, 'Root', {key: root, invite: ownersToken});
	const invite = await ask(rootPeer, {type: 'invite', uses: 5});
	const inviteToken = secret('invitation', invite.token as string);
	const bob = await comeIn(server, 'Bob', {invite: inviteToken});

	const alicePeer = await comeIn(server, 'Alice', {key: alice, entry: 'join-Passw0rd-kept'});
	await ask(alicePeer, {type: 'register', password: secret('password', 'first-Passw0rd-kept')});
	await ask(alicePeer, {
		type: 'register',
		password: secret('new password', 'other-Passw0rd-kept'),
		old: 'first-Passw0rd-kept',
	});
	const made = await ask(alicePeer, {type: 'token', label: 'build bot'});
	const access = secret('access token', made.token as string);
	await alicePeer.say('@Bob', whispers.said);
	const {seq} = await alicePeer.say('@Bob', 'to be changed');
	await ask(alicePeer, {type: 'edit', room: '@Bob', ref: seq, msg: whispers.edited});
	await ask(alicePeer, {type: 'say', room: 'general', msg: 'Good morning'});
	alicePeer.reset();
	await turns();

	const wrong = [
		{password: secret('wrong password', 'wrong-Passw0rd-kept')},
		{access: secret('wrong access token', 'wrong-access-token-kept')},
		{id: 'Nobody', invite: secret('wrong invitation', 'wrong-invitation-kept')},
		{id: 'Nobody', entry: secret('wrong join password', 'wrong-join-Passw0rd-kept')},
		{token: secret('wrong resume token', 'wrong-resume-token-kept')},
		{password: ['wrong-Passw0rd-kept']},
		{password: `wrong-Passw0rd-kept${'x'.repeat(300)}`},
	];
	errors = '';
	for (const fields of wrong) {
		const stranger = server.peer({secure: true});
		stranger.send({type: 'hello', v: 1, id: 'Alice', ...fields});
		errors += await refusalOf(stranger);
	}
	for (const fields of [{password: 'wrong-Passw0rd-kept'}, {proof: 'A'.repeat(86)}])
		errors += await refusalOf(knock(server, 'Alice', {...fields}));

	const withPassword = await comeIn(server, 'Alice', {key: second, password: 'other-Passw0rd-kept'});
	withPassword.reset();
	await turns();
	const bot = server.peer({secure: true});
	bot.send({type: 'hello', v: 1, id: 'Alice', access});
	await bot.next('welcome');
	bot.reset();
	await turns();
	const guest = server.peer({secure: true});
	guest.send({type: 'hello', v: 1, id: 'Gast', entry: 'join-Passw0rd-kept'});
	secret('guest’s resume token', (await guest.next('welcome')).token);
	guest.send({type: 'say', room: '@Bob', msg: whispers.typed});

	operators = rootPeer.text.replaceAll(inviteToken, '‹shown to whoever made it›');
	audit = JSON.stringify(await ask(rootPeer, {type: 'audit', limit: 100}));
	await bob.sync();
	others = bob.text;
	await server.close();
	await runExport({data, export: join(folder.path, 'all.jsonl')} as Given);
});

afterAll(async () => {
	await server[Symbol.asyncDispose]();
	folder[Symbol.dispose]();
});

const expectNone = (text: string, what: Iterable<[string, string]>): void => {
	for (const [name, value] of what) {
		expect(value.length).toBeGreaterThan(8);
		for (const form of [value, Buffer.from(value).toString('base64'), Buffer.from(value).toString('hex')])
			expect(text.includes(form), `the ${name} in ${text.slice(0, 80)}…`).toBe(false);
	}
};

const whispered = Object.entries(whispers);

describe('no secret and nothing that is between two is in', () => {
	test('the log, for people and for programs', () => {
		const lines = server.log.flatMap(row => [logText(row), logJson(row)]).join('\n');
		// What is to be found is found, so that looking for it means something.
		expect(lines).toContain('Good morning');
		expect(lines).toContain('Received from Alice: (direct to Bob)');
		expect(lines).toMatch(/Client refused.*PASSWORD_WRONG/);
		const startsWithThem = server.log.filter(({event}) => event === 'invitation');
		expect(startsWithThem).toEqual([]);
		expectNone(lines, [...secrets, ...whispered]);
	});

	test('the audit trail, and whatever operators are told besides', () => {
		expect(audit).toMatch(/"action":"register"/);
		expectNone(audit, [...secrets, ...whispered]);
		expectNone(operators, [...secrets, ...whispered]);
	});

	test('what refuses a log-in', () => {
		expect(errors).toMatch(/PASSWORD_WRONG[\s\S]*INVITE_BAD[\s\S]*ENTRY_WRONG[\s\S]*PROOF_BAD/);
		expectNone(errors, [...secrets, ...whispered]);
	});
});

test('no secret is in what others hear', () => {
	expect(others).toContain(whispers.said);
	expectNone(others, secrets);
});

test('no secret is on the disk or in an export as it is', () => {
	const files = globSync(join(data, '**/*')).filter(path => statSync(path).isFile());
	expect(files.length).toBeGreaterThan(0);
	const disk = files.map(path => readFileSync(path, 'latin1')).join('\n');
	const exported = readFileSync(join(folder.path, 'all.jsonl'), 'utf8');
	for (const text of [disk, exported]) {
		expect(text).toContain('$argon2id$');
		expect(text).toContain(whispers.said);
		expectNone(text, secrets);
	}
});

test('--print-config names the file of the join password, and nothing that is in it', () => {
	const given = {serve: true, passwordFile: '/etc/chat/join-password', closed: true} as unknown as Given;
	const printed = printSettings({given, bounds: {}});
	expect(printed).toContain('password-file = "/etc/chat/join-password"');
	expect(printed).toContain(String(boundTable.rooms.usual));
	expectNone(printed, secrets);
});
