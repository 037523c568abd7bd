/** What a client costs while a room is talked in, beside WeeChat and irssi: the real programs, each in a pty. */
import {fileURLToPath} from 'node:url';
import {built, rssOf} from './process.ts';
import {digits, median, type Report, runAlone, table} from './report.ts';
import {cpuPerTenThousand} from './screen/cost.ts';
import {
	irssiVersion,
	openChat,
	openIrssi,
	openWeechat,
	type Size,
	type Subject,
	weechatVersion,
} from './screen/subjects.ts';

const at: Size = {columns: 100, rows: 30};

/** Messages a second. */
const rate = 1000;

type Sample = {startMs: number; cpuMs: number; rss: number; bytes: number};

type Client = {
	readonly name: string;
	/** what it has switched on, and what it keeps */
	readonly has: string;
	readonly open: () => Promise<Subject>;
	readonly seen: Sample[];
};

/** Those that are installed here. */
const clients = (): Client[] => {
	const [weechat, irssi] = [weechatVersion(), irssiVersion()];
	return [
		{
			name: 'tui-chat',
			has: 'keeps all messages; draws at most every 60 ms; markdown, links, unread, drafts; no log',
			open: () => openChat(fileURLToPath(built('cli.js')), at),
			seen: [],
		},
		...(weechat === undefined
			? []
			: [
					{
						name: `WeeChat ${weechat}`,
						has: 'keeps 4,096 messages; draws each; all plugins but the log on disk',
						open: () => openWeechat(at),
						seen: [],
					},
				]),
		...(irssi === undefined
			? []
			: [
					{
						name: `irssi ${irssi}`,
						has: 'keeps 500 messages, those of the last 24 hours; draws each; no list of people, no log',
						open: () => openIrssi(at),
						seen: [],
					},
				]),
	];
};

const sample = async (open: () => Promise<Subject>, seconds: number): Promise<Sample> => {
	const subject = await open();
	try {
		const {terminal, startMs} = subject;
		const before = terminal.bytes;
		const cpuMs = await cpuPerTenThousand(subject, rate, seconds);
		return {startMs, cpuMs, rss: rssOf(terminal.pid), bytes: terminal.bytes - before};
	} finally {
		await subject.close();
	}
};

export const measureClients = async (quick: boolean): Promise<Report> => {
	const all = clients();
	const seconds = quick ? 3 : 10;
	const rounds = quick ? 1 : 3;
	for (let round = 0; round < rounds; round++)
		for (const {open, seen} of all) seen.push(await sample(open, seconds));
	const of = ({seen}: Client, field: keyof Sample): number => median(seen.map(one => one[field]));
	const [ours, ...others] = all as [Client, ...Client[]];
	const weechat = others.find(({name}) => name.startsWith('WeeChat'));
	return {
		title: `Clients, ${at.columns}×${at.rows}, ${digits(rate)} messages a second for ${seconds} s, medians of ${rounds}`,
		text: [
			table(
				['', 'start to room, ms', 's of CPU for 10,000 messages', 'MiB afterwards', 'KiB drawn a second'],
				all.map(client => [
					client.name,
					of(client, 'startMs'),
					of(client, 'cpuMs') / 1000,
					of(client, 'rss'),
					of(client, 'bytes') / 1024 / (seconds + 1),
				]),
			),
			...all.map(({name, has}) => `${name} ${has}.`),
		].join('\n'),
		goals:
			weechat === undefined
				? []
				: [
						{
							what: 'a client’s CPU for 10,000 messages at 1,000 a second',
							goal: '≤ WeeChat’s',
							seen: `${digits(of(ours, 'cpuMs') / 1000)} s, WeeChat ${digits(of(weechat, 'cpuMs') / 1000)} s`,
							held: of(ours, 'cpuMs') <= of(weechat, 'cpuMs'),
						},
					],
		figures: {
			'ms from a client’s start to its room': of(ours, 'startMs'),
			'ms of a client’s CPU for 10,000 messages': of(ours, 'cpuMs'),
			'MiB of a client after 10,000 messages': of(ours, 'rss'),
		},
	};
};

if (import.meta.main) await runAlone(measureClients);
