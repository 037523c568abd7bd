import fc from 'fast-check';
import {expect, test} from 'vitest';
import {linksIn} from '../../source/ui/links.ts';
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
