/**
 * Writes the generated parts of README.md and docs/ from the tables of the source.
 *
 *     node docs/generate.ts           write them
 *     node docs/generate.ts --check   exit with 1 and name the files that are not current
 */
import {globSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {fill} from './fill.ts';
import {regions} from './regions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');

const stale = globSync(['README.md', 'docs/**/*.md'], {cwd: root}).filter(name => {
	const path = `${root}${name}`;
	const text = readFileSync(path, 'utf8');
	const current = fill(text, regions);
	if (current === text) return false;
	if (!isCheck) writeFileSync(path, current);
	return true;
});

for (const name of stale)
	console.log(isCheck ? `${name} is not current: run npm run docs` : `${name} written`);
if (isCheck && stale.length > 0) process.exitCode = 1;
