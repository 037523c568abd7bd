import {onTestFinished} from 'vitest';
import {openFolder} from './folder.ts';

/** The path of a folder of its own, which goes at the end of the test. */
export const newFolder = (): string => {
	const folder = openFolder();
	onTestFinished(() => folder[Symbol.dispose]());
	return folder.path;
};
