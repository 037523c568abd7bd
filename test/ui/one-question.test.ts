import {describe, expect, test} from 'vitest';
import {OneQuestion} from '../../source/ui/one-question.ts';
import {FakeClock} from '../helpers/clock.ts';

/** Questions by name, each answered by hand. */
const open = () => {
	const clock = new FakeClock();
	const question = new OneQuestion(clock);
	const asked: string[] = [];
	const answers = new Map<string, PromiseWithResolvers<void>>();
	const ask = (name: string, waits = false): void => {
		question.ask(() => {
			asked.push(name);
			const answer = Promise.withResolvers<void>();
			answers.set(name, answer);
			return answer.promise;
		}, waits);
	};
	const settle = async (name: string, how: 'resolve' | 'reject' = 'resolve'): Promise<void> => {
		answers.get(name)![how]();
		await new Promise(resolve => setImmediate(resolve));
	};
	return {clock, question, asked, ask, settle};
};

describe('one question at a time', () => {
	test('asks what is typed once that pauses', () => {
		const {clock, asked, ask} = open();
		for (const name of ['b', 'bo', 'bob']) {
			ask(name, true);
			clock.advance(100);
		}
		expect(asked).toEqual([]);
		clock.advance(100);
		expect(asked).toEqual(['bob']);
	});

	test('asks the newest of those that came meanwhile, whatever became of the one before', async () => {
		const {asked, ask, settle} = open();
		for (const name of ['a', 'b', 'c']) ask(name);
		expect(asked).toEqual(['a']);
		await settle('a', 'reject');
		expect(asked).toEqual(['a', 'c']);
		await settle('c');
		expect(asked).toEqual(['a', 'c']);
	});

	test('waits for the pause also when the one before is answered sooner', async () => {
		const {clock, asked, ask, settle} = open();
		ask('a');
		ask('b', true);
		await settle('a');
		expect(asked).toEqual(['a']);
		clock.advance(1000);
		expect(asked).toEqual(['a', 'b']);
	});

	test('asks nothing any more once it is closed', async () => {
		const {clock, question, asked, ask, settle} = open();
		ask('a');
		ask('b', true);
		question.close();
		clock.advance(1000);
		await settle('a');
		expect(asked).toEqual(['a']);
	});
});
