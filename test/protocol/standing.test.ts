/** Who may do what, in the words that people at netcat read. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../source/protocol/messages.ts';
import {deedWords, inUtc, inviteWords} from '../../source/protocol/standing.ts';
import {describe as inWords} from '../../source/protocol/wording.ts';

const ts = Date.UTC(2026, 10, 21, 14, 2);
const here = {me: 'Alice', room: 'ops'};

describe('in words', () => {
	test.each<[Event, string]>([
		[
			{type: 'mode', room: 'ops', id: 'Carol', mode: 'invited', ts},
			'Carol locked #ops: one has to be invited.',
		],
		[
			{type: 'mode', room: 'dev', id: 'Carol', mode: 'open', ts},
			'#dev Carol opened #dev: everybody may come in and speak.',
		],
		[{type: 'role', id: 'Bob', role: 'operator', by: 'Carol', ts}, 'Bob is an operator now, by Carol.'],
		[
			{type: 'role', id: 'Bob', role: 'owner', room: 'ops', by: 'Carol', ts},
			'Bob is an owner of #ops now, by Carol.',
		],
		[{type: 'muted', until: ts + 1}, 'You may not speak until 2026-11-21 14:03 UTC.'],
		[{type: 'muted', until: ts, text: 'spam'}, 'You may not speak until 2026-11-21 14:02 UTC: spam'],
		[{type: 'muted', room: 'ops', off: true}, 'You may speak in #ops again.'],
		[{type: 'invited', room: 'dev', id: 'Carol', ts}, 'Carol lets you into #dev. To enter it: /join #dev'],
		[
			{type: 'token', token: 'tct_x', device: 'd1'},
			'Keep this access token; it is not shown again:\ntct_x\nA program comes in by it as you: TUI_CHAT_ACCESS holds it, or the file of --access-file.\nTo take it back: /revoke d1',
		],
		[
			{type: 'invite', link: 'tuichat://h/ops#.t', invite: 'i1', token: 't'},
			'For whom you invite, in a terminal:\nnpx tui-chat tuichat://h/ops#.t\nTo take it back: /uninvite i1',
		],
		[
			{type: 'invite', link: 'tuichat://h/ops'},
			'For whom you invite, in a terminal:\nnpx tui-chat tuichat://h/ops',
		],
		[{type: 'invites', list: []}, 'There are no invitations.'],
		[
			{type: 'bans', list: [{effect: 'mute', subject: 'Eve', by: 'Carol', ts, room: 'ops', until: ts}]},
			'Banned and muted:\nEve muted in #ops · until 2026-11-21 14:02 UTC, by Carol 2026-11-21 14:02 UTC',
		],
		[
			{type: 'audit', list: [{ts, by: 'Carol', action: 'ban', subject: 'Eve', detail: 'spam'}], more: 'm'},
			'What operators did, newest first:\nCarol banned Eve · 2026-11-21 14:02 UTC, spam\nThere is more.',
		],
		[
			{
				type: 'devices',
				list: [{device: 'd1', sort: 'session', label: '', since: ts, seen: ts, current: true}],
			},
			'What may come in as you:\nthis one: log-in by password · since 2026-11-21 14:02 UTC, seen 2026-11-21 14:02 UTC, d1\nThere is no password; /register makes one.',
		],
	])('%j', (event, words) => {
		expect(inWords(event, here)).toBe(words);
	});
});

describe('one of a list', () => {
	test('says what is left of an invitation', () => {
		expect(inviteWords({invite: 'i1', by: 'Bob', uses: 1, role: 'operator'}, inUtc)).toEqual({
			what: 'to this server as an operator',
			details: 'by Bob, 1 use left, for ever, i1',
		});
	});

	test('an act that nobody knows here stands for itself', () => {
		expect(deedWords({ts, by: 'Bob', action: 'constructor', subject: 'x'}, inUtc).what).toBe(
			'Bob constructor x',
		);
	});

	test('stays on its line, and moves no cursor, whatever is in it', () => {
		const text = fc.string({unit: 'binary', maxLength: 20});
		fc.assert(
			fc.property(text, text, text, fc.double(), (by, subject, detail, when) => {
				const {what, details} = deedWords(
					{ts: when, by, action: 'ban', subject, room: detail, detail},
					inUtc,
				);
				expect(what + details).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
			}),
		);
	});
});
