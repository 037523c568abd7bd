/** What a recorder writes, in order: always the same, so that what a journal holds of it has to be its beginning. */
import type {Draft, Fact} from '../../source/journal/journal.ts';

export type Step = {
	readonly what: 'noted' | 'done' | 'said' | 'dropped';
	readonly number: number;
	readonly fact?: Fact | undefined;
	readonly draft?: Draft | undefined;
};

/** A record is taken away again so many numbers later. */
const lifetime = 5;

/** The steps of one number: a ban, that it was done, a message after it, and that an older ban is lifted. */
export const stepsOf = (round: string, number: number): readonly Step[] => [
	{what: 'noted', number, fact: {type: 'record', kind: round, key: String(number), value: `{"n":${number}}`}},
	{what: 'done', number, fact: {type: 'audit', ts: number, by: 'Root', action: round}},
	{
		what: 'said',
		number,
		draft: {
			conversation: round,
			room: round,
			author: 'Root',
			nonce: `${round}-${number}`,
			ts: number,
			kind: 'say',
			msg: String(number),
		},
	},
	...(number < lifetime
		? []
		: [
				{
					what: 'dropped',
					number: number - lifetime,
					fact: {type: 'record', kind: round, key: String(number - lifetime), value: null},
				} as const,
			]),
];

/** What a journal holds of a round. */
export type Held = {readonly records: readonly number[]; readonly deeds: number; readonly messages: number};

/** What it holds after so many steps. */
export const heldAfter = (round: string, steps: number): Held => {
	const records = new Set<number>();
	let [deeds, messages, left] = [0, 0, steps];
	for (let number = 0; left > 0; number++) {
		for (const step of stepsOf(round, number).slice(0, left)) {
			if (step.what === 'noted') records.add(step.number);
			else if (step.what === 'dropped') records.delete(step.number);
			else if (step.what === 'done') deeds++;
			else messages++;
			left--;
		}
	}
	return {records: [...records].toSorted((one, other) => one - other), deeds, messages};
};

/** How many steps there are up to the one that was promised, that one included. */
export const placeOf = (round: string, what: string, number: number): number => {
	let place = 0;
	for (let at = 0; ; at++) {
		for (const step of stepsOf(round, at)) {
			place++;
			if (step.what === what && step.number === number) return place;
		}
	}
};
