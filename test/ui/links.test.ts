import fc from 'fast-check';
import {expect, test} from 'vitest';
import {linksIn, misreadHost, webLink, withHosts} from '../../source/ui/links.ts';
import {openerFor} from '../../source/ui/open-link.ts';
import {hostileText} from './samples.ts';

test.each<[string, string | undefined]>([
	['https://ci.example/1812', 'https://ci.example/1812'],
	['It is: https://ci.example/1812.', 'https://ci.example/1812'],
	['(see https://ci.example/a_(b))', 'https://ci.example/a_(b)'],
	['[https://ci.example/?q=1#top]!', 'https://ci.example/?q=1#top'],
	['<http://ci.example>', 'http://ci.example/'],
	['HTTPS://CI.example/X and http://b.example', 'https://ci.example/X'],
	['https://例え.jp/道', 'https://xn--r8jz45g.jp/%E9%81%93'],
	['https://a.example/$(reboot);`id`', 'https://a.example/$(reboot)'],
	['file:///etc/passwd javascript:alert(1) ftp://a.example', undefined],
	['https:// and http://', undefined],
	['xhttps://a.example', undefined],
	['https://ci.example/1812🏳️‍🌈', 'https://ci.example/1812'],
	['nothing at all', undefined],
])('the link in %j', (text, link) => {
	expect(linksIn(text)[0]?.url).toBe(link);
});

test('a link in whatever is said is one of the web, without blanks, quotes and controls', () => {
	fc.assert(
		fc.property(hostileText, hostileText, (before, after) => {
			const link = linksIn(`${before}https://a.example/${after}`)[0]?.url;
			if (link === undefined) return;
			expect(link).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
			expect(link).not.toMatch(/["'`<>\\]/);
		}),
	);
});

test.each<[string, string | undefined]>([
	['https://ci.example/1812', undefined],
	['HTTPS://CI.Example:8443/x?q#h', undefined],
	['http://127.0.0.1:8080/', undefined],
	['http://[::1]:8080/', undefined],
	['https://例え.jp/道', undefined],
	['https://한국.example', undefined],
	['https://موقع.example', undefined],
	['https://xn--r8jz45g.jp/', undefined],
	// A name and a password are no host, however much they look like one.
	['https://bank.example@evil.example/login', 'evil.example'],
	['https://bank.example:443@evil.example', 'evil.example'],
	['https://bank.example%2f@evil.example', 'evil.example'],
	['https://bank.example\\@evil.example', undefined],
	// Letters that look like others.
	['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
	['https://gооgle.com/', 'xn--ggle-55da.com'],
	['https://paypaı.com', 'xn--paypa-r4a.com'],
	['https://bücher.example', 'xn--bcher-kva.example'],
	['https://ο.example', 'xn--0xa.example'],
	['https://例а.jp', 'xn--80a5969a.jp'],
	['https://ｂａｎｋ.example', 'bank.example'],
	// Numbers and codes.
	['http://0x7f.1/', '127.0.0.1'],
	['http://2130706433/', '127.0.0.1'],
	['https://b%61nk.example/', 'bank.example'],
	['https://①.example', '1.example'],
])('%s leads to %s', (text, host) => {
	expect(misreadHost(text, webLink(text)!)).toBe(host);
});

test('a text says where its links lead, of a long host the end', () => {
	expect(withHosts('see https://a.example, https://x@b.example/1. and https://c.example')).toBe(
		'see https://a.example, https://x@b.example/1 (leads to b.example). and https://c.example',
	);
	expect(withHosts(`https://x@${'bank.example.'.repeat(10)}evil.example`)).toMatch(
		/ \(leads to ….{47}\.evil\.example\)$/,
	);
	expect(withHosts('no link')).toBe('no link');
});

test('where a host is not what one reads, the one that it is stands behind it', () => {
	fc.assert(
		fc.property(fc.webUrl({withFragments: true}), hostileText, (url, mark) => {
			expect(misreadHost(url, webLink(url)!)).toBeUndefined();
			const text = url.replace('://', `://${mark}`);
			const link = webLink(text);
			if (link === undefined) return;
			const {hostname} = new URL(link);
			const host = misreadHost(text, link);
			if (host === undefined) expect(text.toLowerCase()).not.toMatch(/^https?:\/\/[^/?#\\]*[@%]/);
			else expect(host).toBe(hostname);
		}),
	);
});

test.each<[NodeJS.Platform, Record<string, string>, string | undefined]>([
	['linux', {DISPLAY: ':0'}, 'xdg-open'],
	['linux', {WAYLAND_DISPLAY: 'wayland-0'}, 'xdg-open'],
	['linux', {}, undefined],
	['linux', {DISPLAY: ':0', SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22'}, undefined],
	['darwin', {}, 'open'],
	['darwin', {SSH_TTY: '/dev/ttys1'}, undefined],
	['win32', {}, 'rundll32'],
	['aix', {DISPLAY: ':0'}, undefined],
])('on %s with %j links are opened by %s', (platform, env, opener) => {
	expect(openerFor(platform, env)?.[0]).toBe(opener);
});

test('brackets and stops behind a link end it, however many there are', () => {
	const found = linksIn(`(https://a.example/${').'.repeat(8000)} and https://a.example/[b]).`);
	expect(found.map(({url}) => url)).toEqual(['https://a.example/', 'https://a.example/[b]']);
	expect(linksIn(`https://a.example/${'.'.repeat(16_000)}b`)).toHaveLength(1);
});
