/** What people type or paste that names a place: addresses, invitations, subjects of bans, links, lengths of time. */
import assert from 'node:assert/strict';
import {parseAddress, publicAddress, retentionOf, timeOf} from '../../source/parse.ts';
import {isInvitation, parseInvitation, showInvitation} from '../../source/protocol/invitation.ts';
import {parseSearch} from '../../source/protocol/search.ts';
import {parseSpan} from '../../source/protocol/spans.ts';
import {groupOf, isLoopback, plainAddress, rangesOf} from '../../source/server/front/addresses.ts';
import {networksOf, subjectOf} from '../../source/server/moderation/subject.ts';
import {linksIn, misreadHost, webLink} from '../../source/ui/links.ts';
import {expectClean, expectDrawable, orRefused} from './invariants.ts';

const now = Date.UTC(2026, 10, 21);

export const addressesRead = (bytes: Uint8Array): void => {
	const text = Buffer.from(bytes).toString();
	invitation(text);
	invitation(`tuichat://${text}`);
	subject(text);
	orRefused(() => rangesOf([text]).has('192.0.2.1'));
	orRefused(() => parseAddress(text));
	publicAddress(text);
	lengths(text);
	orRefused(() => expectClean(parseSearch(text, now), 'a search'));
	links(text);
};

const invitation = (text: string): void => {
	isInvitation(text);
	const read = orRefused(() => parseInvitation(text));
	if (!('made' in read)) return;
	expectClean(read.made, 'an invitation');
	expectDrawable(showInvitation(read.made));
	assert.deepEqual(parseInvitation(showInvitation(read.made)), read.made, 'shown it leads elsewhere');
};

const subject = (text: string): void => {
	const read = orRefused(() => subjectOf(text));
	assert.equal(typeof isLoopback(text), 'boolean');
	assert.equal(groupOf(plainAddress(text)), groupOf(text));
	networksOf(text, () => [8, 32]);
	if (!('made' in read)) return;
	expectDrawable(read.made.shown, 'a subject');
	const again = subjectOf(read.made.type === 'name' ? `@${read.made.shown}` : read.made.shown);
	assert.equal(again.value, read.made.value, 'shown it is somebody else');
};

const lengths = (text: string): void => {
	const span = parseSpan(text);
	assert(span === undefined || (Number.isFinite(span) && span > 0), `a span of ${span}`);
	const time = timeOf(text, now);
	assert(time === undefined || time >= 0, `a time of ${time}`);
	retentionOf(text);
};

const links = (text: string): void => {
	for (const {from, to, url} of linksIn(text)) {
		assert(from < to && to <= text.length);
		assert.match(url, /^https?:\/\/[\x21-\x7e]+$/);
		assert.equal(webLink(url), url, 'passed on it leads elsewhere');
		const shown = text.slice(from, to);
		const isMisread = /^https?:\/\/[^/?#\\]*[@%]/i.test(shown);
		if (isMisread) assert.equal(misreadHost(shown, url), new URL(url).hostname);
	}
};
