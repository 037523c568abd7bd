import type {Done} from './journal.ts';

/** What is called back when it is stored, as a promise. Nobody has to await it, nor to hear of its failure. */
export const promised = (run: (done: Done) => void): Promise<void> => {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	promise.catch(() => {});
	run(error => (error ? reject(error) : resolve()));
	return promise;
};
