import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Database} from '../../source/journal/database.ts';
import {find} from '../../source/journal/finding.ts';
import {checkIndex, index} from '../../source/journal/indexing.ts';
import type {Draft, Kind} from '../../source/journal/journal.ts';
import {readAfter, readPage} from '../../source/journal/reading.ts';
import {migrate} from '../../source/journal/schema.ts';
import {Store} from '../../source/journal/store.ts';
import {draft, seqsOf} from './drafts.ts';
import {Model, shown} from './model.ts';

const words = ['red', 'green', 'blue'];
const rooms = ['general', 'ops'];

const maybe = <Value>(some: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
	fc.option(some, {nil: undefined});

const drafts: fc.Arbitrary<Draft> = fc
	.record({
		kind: fc.constantFrom<Kind>(
			'say',
			'say',
			'say',
			'me',
			'edit',
			'edit',
			'delete',
			'react',
			'react',
			'unreact',
		),
		conversation: fc.constantFrom(...rooms),
		author: fc.constantFrom('Alice', 'ALICE', 'Bob'),
		nonce: maybe(fc.constantFrom('n1', 'n2', 'n3', 'n4', 'n5', 'n6')),
		ts: fc.integer({min: 0, max: 3}),
		text: fc.uniqueArray(fc.constantFrom(...words), {minLength: 1}).map(chosen => chosen.join(' ')),
		sign: fc.constantFrom('👍', '🎉'),
		to: maybe(fc.constantFrom('Bob', 'Dana')),
		ref: maybe(fc.integer({min: 1, max: 5})),
		rights: maybe(fc.constantFrom<NonNullable<Draft['rights']>[]>('all', {own: 0}, {own: 2})),
	})
	.map(({text, sign, conversation, ...rest}) => {
		const isReaction = rest.kind === 'react' || rest.kind === 'unreact';
		const msg = rest.kind === 'delete' ? '' : isReaction ? sign : text;
		return draft({...rest, conversation, room: conversation, msg});
	});

type Step = {do: 'commit'; drafts: Draft[]} | {do: 'prune'; keep: number} | {do: 'index'} | {do: 'reopen'};

const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		{
			weight: 8,
			arbitrary: fc.record({do: fc.constant('commit' as const), drafts: fc.array(drafts, {maxLength: 8})}),
		},
		{
			weight: 1,
			arbitrary: fc.record({do: fc.constant('prune' as const), keep: fc.integer({min: 1, max: 8})}),
		},
		{weight: 1, arbitrary: fc.constant({do: 'index' as const})},
		{weight: 1, arbitrary: fc.constant({do: 'reopen' as const})},
	),
	{minLength: 1, maxLength: 12},
);

/** So few in memory that others go into their table all the time. */
const mostNonces = 3;

const open = () => {
	const db = new Database(':memory:');
	migrate(db);
	checkIndex(db);
	return {db, store: new Store(db, mostNonces), model: new Model()};
};

type Opened = ReturnType<typeof open>;

const take = (opened: Opened, step: Step): void => {
	const {db, store, model} = opened;
	if (step.do === 'reopen') opened.store = new Store(db, mostNonces);
	else if (step.do === 'index') {
		index(db);
		store.look();
	} else if (step.do === 'prune') {
		store.prune({retain: {messages: step.keep}, now: 0, most: 1000});
		model.prune(step.keep);
	} else {
		const fates = store.commit(step.drafts).results.map(result => {
			if (typeof result === 'number') return result;
			if ('first' in result) return {first: result.first.seq};
			return 'refused' in result ? result.refused : result.seq;
		});
		expect(fates).toEqual(step.drafts.map(one => model.append(one)));
	}
};

const compare = ({db, model}: Opened): void => {
	for (const room of rooms) {
		const entries = model.entries(room);
		expect(readAfter(db, room, 0, 1000).map(shown)).toEqual(entries);
		const before = Math.ceil((model.conversations.get(room)?.last ?? 0) / 2);
		const page = readPage(db, room, {before}, 5);
		const seqs = seqsOf(entries.filter(({seq}) => seq < before).slice(-5));
		expect(seqsOf(page.entries)).toEqual(seqs);
		expect(seqsOf(page.later)).toEqual(model.later(room, seqs));
	}
	while (index(db));
	for (const text of words) {
		for (const scope of [
			{open: true, conversations: []},
			{open: true, conversations: ['ops']},
			{open: false, conversations: ['ops']},
			{open: true, conversations: [], from: 'bob'},
		]) {
			const query = {text, limit: 1000, ...scope};
			const found = find(db, query).entries.map(({conversation, seq}) => `${conversation} ${seq}`);
			expect(found).toEqual(model.find(query));
		}
	}
};

test('property: whatever is said, amended, pruned and opened again, it is what the model says', () => {
	fc.assert(
		fc.property(steps, all => {
			const opened = open();
			for (const step of all) take(opened, step);
			compare(opened);
			opened.db.close();
		}),
		{numRuns: 300},
	);
});
