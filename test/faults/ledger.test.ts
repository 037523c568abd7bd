import {expect, test} from 'vitest';
import {type Faults, Ledger, type Place} from './ledger.ts';

const none: Faults = {lost: 0, vanished: 0, doubled: 0, holes: 0, invented: 0, missing: 0};

const at = (seq: number, ts = 1000 + seq): Place => ({room: 'ops', seq, ts});

const kept = (...nonces: string[]): Ledger => {
	const ledger = new Ledger();
	for (const [index, nonce] of nonces.entries()) {
		ledger.say(nonce);
		ledger.store(nonce, at(index + 1));
	}
	return ledger;
};

const cases: ReadonlyArray<{what: string; happens: (ledger: Ledger) => void; faults: Partial<Faults>}> = [
	{
		what: 'a message that was kept as promised',
		happens: ledger => {
			ledger.promise('acknowledged', 'new', at(1));
			ledger.promise('shown', 'new', at(1));
			ledger.store('new', at(1));
		},
		faults: {},
	},
	{
		what: 'an acknowledged message that is gone',
		happens: ledger => ledger.promise('acknowledged', 'new', at(1)),
		faults: {lost: 1},
	},
	{
		what: 'a shown message that is gone',
		happens: ledger => ledger.promise('shown', 'new', at(1)),
		faults: {vanished: 1},
	},
	{
		what: 'a shown message that was said again and came to the same place later',
		happens: ledger => {
			ledger.promise('shown', 'new', at(1));
			ledger.store('new', at(1, 5000));
		},
		faults: {vanished: 1},
	},
	{
		what: 'an acknowledged message at another place',
		happens: ledger => {
			ledger.promise('acknowledged', 'new', at(2));
			ledger.store('new', at(1));
		},
		faults: {lost: 1},
	},
	{
		what: 'a message that was kept twice',
		happens: ledger => {
			ledger.store('new', at(1));
			ledger.store('new', at(2));
		},
		faults: {doubled: 1},
	},
	{
		what: 'a place that holds nothing',
		happens: ledger => ledger.store('new', at(2)),
		faults: {holes: 1},
	},
	{
		what: 'a message that nobody said',
		happens: ledger => {
			ledger.store('new', at(1));
			ledger.store('other', at(2));
		},
		faults: {invented: 1},
	},
];

test.each(cases)('$what', ({happens, faults}) => {
	const ledger = new Ledger();
	ledger.say('new');
	happens(ledger);
	ledger.settle();
	expect(ledger.faults).toEqual({...none, ...faults});
	expect(ledger.stories).toHaveLength(Object.keys(faults).length);
});

test('what never arrived is missed at the end, and not before', () => {
	const ledger = kept('one');
	ledger.say('two');
	ledger.settle();
	expect(ledger.faults).toEqual(none);
	ledger.end();
	expect(ledger.faults).toEqual({...none, missing: 1});
});

test.each([
	{what: 'the same history', again: ['one', 'two'], holes: 0},
	{what: 'a history that has lost its end', again: ['one'], holes: 1},
	{what: 'a history that has changed its order', again: ['two', 'one'], holes: 2},
	{what: 'a history that has grown', again: ['one', 'two', 'three'], holes: 1},
])('told once more: $what', ({again, holes}) => {
	const ledger = kept('one', 'two');
	ledger.compare(kept(...again));
	expect(ledger.faults).toEqual({...none, holes});
});
