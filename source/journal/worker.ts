/** A thread of the journal: one writes, one reads, one checkpoints. */
import {parentPort, workerData} from 'node:worker_threads';
import {ChatError} from '../protocol/errors.ts';
import type {Answer, Question, Task} from './calls.ts';
import {Checkpointer} from './checkpointer.ts';
import {Reader} from './reader.ts';
import {Writer} from './writer.ts';

const task = workerData as Task;
const roles = {write: Writer, read: Reader, checkpoint: Checkpointer};
const calls = new roles[task.role](task) as unknown as Readonly<
	Record<string, (...args: readonly unknown[]) => unknown>
>;

const answer = async ({id, call, args}: Question): Promise<Answer> => {
	try {
		return {id, value: await calls[call]!(...args)};
	} catch (error) {
		// What has no code is an error of ours: it ends the thread, and with it whatever was asked.
		if (!(error instanceof ChatError)) throw error;
		return {id, code: error.code, text: error.message};
	}
};

parentPort!.on('message', async (question: Question) => {
	parentPort!.postMessage(await answer(question));
	// Then nothing is left to do, and the thread ends by itself: one that is stopped from outside is stopped anywhere.
	if (question.call === 'close') parentPort!.close();
});
