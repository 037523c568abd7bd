/** Where things are kept that outlive the program, by the platform's custom. */
import {homedir} from 'node:os';
import {isAbsolute, join, resolve} from 'node:path';
import envPaths from 'env-paths';

const paths = envPaths('tui-chat', {suffix: ''});

/** As a shell would read it, where none did: in the environment, `~` is only a letter. */
export const absolute = (path: string): string => {
	if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
	return isAbsolute(path) ? path : resolve(path);
};

/** Compiled code, which nobody else may write: whoever could would run theirs. */
export const codeFolder: string = join(paths.cache, 'code');

/** The server's journal. @param given by `--data` */
export const dataFolder = (given: string | undefined): string =>
	given === undefined ? join(paths.data, 'server') : absolute(given);

/** What a person has set. @param given by `--config` */
export const configFile = (given: string | undefined): string =>
	given === undefined ? join(paths.config, 'config.toml') : absolute(given);

/** What a client keeps between its runs. @param given by `--state` */
export const stateFolder = (given: string | undefined): string =>
	given === undefined ? join(paths.data, 'client') : absolute(given);
