/** What a bench is told on its command line: a mistake, or `--help`, shows how it is used. */
import {type ParseArgsConfig, parseArgs} from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** @param usage what may be told, a line or more */
export const readOptions = <const Some extends Options>(usage: string, options: Some) => {
	try {
		const {values} = parseArgs({options: {...options, help: {type: 'boolean'}} as const});
		if (!('help' in values && values.help)) return values as Values<Some>;
		console.log(usage);
		process.exit(0);
	} catch (error) {
		console.error(`${(error as Error).message.split('. ')[0]}.\n${usage}`);
		process.exit(2);
	}
};

type Values<Some extends Options> = ReturnType<typeof parseArgs<{options: Some}>>['values'];
