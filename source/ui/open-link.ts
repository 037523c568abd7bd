/** Shows a link in the browser of the machine that one sits at. */
import {spawn} from 'node:child_process';

/** What opens links, by platform. Each takes the link as one argument: no shell ever reads it. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	darwin: ['open'],
	win32: ['rundll32', 'url.dll,FileProtocolHandler'],
	linux: ['xdg-open'],
	freebsd: ['xdg-open'],
	openbsd: ['xdg-open'],
};

/** What would open a link here; undefined where nothing can: over SSH, or without a desktop. */
export const openerFor = (
	platform: NodeJS.Platform,
	env: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined => {
	if (env.SSH_CONNECTION || env.SSH_TTY) return undefined;
	const opener = openers[platform];
	const needsDisplay = opener?.[0] === 'xdg-open';
	return needsDisplay && !env.DISPLAY && !env.WAYLAND_DISPLAY ? undefined : opener;
};

/** @param url of the web; see `linksIn` @returns whether something took it */
export const openLink = (url: string): Promise<boolean> => {
	const [command, ...args] = openerFor(process.platform, process.env) ?? [];
	if (command === undefined || !/^https?:\/\//.test(url)) return Promise.resolve(false);
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const child = spawn(command, [...args, url], {detached: true, stdio: 'ignore', shell: false});
	child.once('error', () => resolve(false));
	child.once('spawn', () => resolve(true));
	child.unref();
	return promise;
};
