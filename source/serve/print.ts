import {dataFolder} from '../folders.ts';
import {printSettings} from '../settings/print.ts';
import type {Serving} from '../settings/serving.ts';

/** `--print-config`. @returns the exit code */
export const runPrint = (
	{given, bounds}: Serving,
	stdout: NodeJS.WritableStream = process.stdout,
): number => {
	const data = given.memory ? {} : {data: dataFolder(given.data)};
	stdout.write(printSettings({given: {...given, ...data}, bounds}));
	return 0;
};
