/** What screens hold, against what was said and what the journal has. */

export type ScreenLine = {
	readonly seq: number;
	readonly id: string;
	/** its present text */
	readonly msg: string;
	/** what others put to it, in words */
	readonly signs: string;
};

/** What an author puts in front of a text on changing it. */
export const editedMark = 'edited ';

/** A room on one client's screen. */
export type Screen = {
	readonly client: string;
	readonly room: string;
	readonly lines: readonly ScreenLine[];
	/** messages that it shows as not sent */
	readonly unsent: number;
};

export type ScreenFaults = {
	/** said, and not in the journal */
	lost: number;
	/** the same text twice in the journal */
	doubled: number;
	/** an author's words in another order than they were said */
	inversions: number;
	/** lines that a screen lacks, has twice, or has at another place */
	screens: number;
	/** shown as not sent though all was acknowledged */
	unsent: number;
};

type Judgement = {said: number; lines: number; faults: ScreenFaults; stories: string[]};

/** Author and run: whose numbers grow. */
const voiceOf = (msg: string): string => msg.slice(0, msg.lastIndexOf(' '));

const numberOf = (msg: string): number => Number(msg.slice(msg.lastIndexOf(' ') + 1));

/**
 * @param said texts, each another one: `<id> <run> <number>`
 * @param journal all messages, each room's in order
 */
export const judge = (
	said: readonly string[],
	journal: ReadonlyArray<ScreenLine & {readonly room: string}>,
	screens: readonly Screen[],
): Judgement => {
	const faults: ScreenFaults = {lost: 0, doubled: 0, inversions: 0, screens: 0, unsent: 0};
	const stories: string[] = [];
	const fault = (kind: keyof ScreenFaults, story: string): void => {
		faults[kind]++;
		if (stories.length < 10) stories.push(`${kind}: ${story}`);
	};
	const texts = new Set<string>();
	const numbers = new Map<string, number>();
	for (const {room, seq, msg: present} of journal) {
		const msg = present.startsWith(editedMark) ? present.slice(editedMark.length) : present;
		if (texts.has(msg)) fault('doubled', `#${room} ${seq} ${msg}`);
		texts.add(msg);
		const voice = `${room} ${voiceOf(msg)}`;
		const number = numberOf(msg);
		if (number < (numbers.get(voice) ?? 0)) fault('inversions', `#${room} ${seq} ${msg}`);
		numbers.set(voice, number);
	}
	for (const msg of said) if (!texts.has(msg)) fault('lost', msg);
	for (const {client, room, lines, unsent} of screens) {
		if (unsent > 0) fault('unsent', `${unsent} at ${client} in #${room}`);
		const wanted = journal.filter(entry => entry.room === room);
		for (const story of differences(wanted, lines)) fault('screens', `${client} in #${room}: ${story}`);
	}
	return {
		said: said.length,
		lines: screens.reduce((sum, {lines}) => sum + lines.length, 0),
		faults,
		stories,
	};
};

function* differences(wanted: readonly ScreenLine[], lines: readonly ScreenLine[]): Generator<string> {
	const bySeq = new Map(wanted.map(line => [line.seq, line]));
	let last = 0;
	for (const {seq, id, msg, signs} of lines) {
		const line = bySeq.get(seq);
		if (seq <= last) yield `${seq} stands after ${last}`;
		else if (line?.id !== id || line.msg !== msg) yield `${seq} is “${msg}” of ${id}`;
		else if (line.signs !== signs) yield `${seq} has the signs “${signs}”, not “${line.signs}”`;
		last = Math.max(last, seq);
	}
	const shown = new Set(lines.map(({seq}) => seq));
	for (const {seq} of wanted) if (!shown.has(seq)) yield `${seq} is not there`;
}
