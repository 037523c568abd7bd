/** What scenes are made of: a chat to begin in, and a server that answers. */
import type {Event, EventOf, RequestType} from '../../../source/protocol/messages.ts';
import {at, message, morning, room, team} from '../morning.ts';
import type {Stage, StageOptions} from '../stage.tsx';

export type Scene = {
	readonly options?: StageOptions;
	/** not connected before it begins */
	readonly online?: boolean;
	readonly sizes?: ReadonlyArray<readonly [columns: number, rows: number]>;
	readonly play: (stage: Stage) => Promise<void>;
};

export const chat = async (stage: Stage, ...more: Event[]): Promise<void> =>
	stage.hear(...room('general', team, [], {topic: 'Release planning'}), ...morning, ...more);

/** A scene in the morning's chat. */
export const inChat = (play: (stage: Stage) => Promise<void>, ...more: Event[]): Scene => ({
	play: async stage => {
		await chat(stage, ...more);
		await stage.settle();
		await play(stage);
	},
});

/** Messages, one a minute, in a room. */
export const many = (name: string, from: number, to: number): Event[] =>
	Array.from({length: to - from + 1}, (_, index) => {
		const seq = from + index;
		const minutes = seq % 60;
		const time = `${String(8 + Math.floor(seq / 60)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
		return message(seq, time, seq % 3 === 0 ? 'Bob' : 'Carol', `Step ${seq} of the release is done.`, {
			room: name,
		});
	});

export const trace = `TypeError: Cannot read properties of undefined (reading 'seq')
    at reduceMessage (/home/bob/chat/source/client/reduce.ts:118:27)
    at reduceAll (/home/bob/chat/source/client/reduce.ts:64:11)
    at Store.dispatch (/home/bob/chat/source/client/store.ts:31:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;

export const code = `Try this:
\`\`\`ts
/** The newest entry that is at or before a time. */
const newest = (log: Log, ts: number): Line | undefined => {
	for (let at = log.end - 1; at >= log.start; at--) {
		if (log.line(at).ts <= ts) return log.line(at); // found
	}
	return undefined;
};
\`\`\`
It is **linear**, *not* \`O(log n)\` – ~~fine~~ good enough.
> premature optimisation
- see https://ci.example/1812
- or [the wiki](https://wiki.example/log)`;

export const numbered = (count: number, name: string): string[] =>
	Array.from(
		{length: count},
		(_, index) => `${name}${String(index + 1).padStart(String(count).length, '0')}`,
	);

export const crowd = numbered(10_000, 'guest');

/** General, once it is too large for names. */
export const counted: Event = {
	type: 'presence',
	room: 'general',
	ts: at('09:08'),
	members: 5012,
	joined: [],
	left: [],
};

export const refuse = async (
	stage: Stage,
	code: string,
	text: string,
	more: Partial<EventOf<'error'>> = {},
): Promise<void> => {
	void stage.bench.client.connect().catch(() => {});
	stage.peer = await stage.bench.peer();
	await stage.peer.next('hello');
	stage.peer.send({type: 'error', code, text, ...more}, {type: 'bye', code, text});
	await stage.bench.linked('refused');
};

/** Answers the newest request of a type, as the server would. */
export const answer = async (
	stage: Stage,
	type: RequestType,
	event: (nonce: string) => Event,
): Promise<void> => {
	await stage.settle();
	const request = stage.peer.unheard.findLast(one => one.type === type);
	if (!request || !('nonce' in request) || request.nonce === undefined)
		throw new Error(`There was no ${type} among ${JSON.stringify(stage.peer.unheard)}.`);
	await stage.hear(event(request.nonce));
};

export const search = async (stage: Stage, words: string, list: Event[]): Promise<void> => {
	await stage.press('ctrl+f');
	await stage.type(words);
	await answer(stage, 'search', nonce => ({type: 'found', list: list as never, nonce}));
};
