/** The size of the package as it is downloaded: `npm run size`. Fails above the goal. */
import {execFileSync} from 'node:child_process';

const goal = 1_000_000;

type Packed = {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{path: string; size: number}>;
};

const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {encoding: 'utf8'});
// npm 12 answers with an object by package name, older ones with an array.
const packed = Object.values(JSON.parse(answer) as Record<string, Packed>)[0]!;
if (!packed.files.some(({path}) => path === 'dist/cli.js'))
	throw new Error('Nothing is built: npm run build');

const largest = packed.files.toSorted((one, other) => other.size - one.size).slice(0, 5);
for (const {path, size} of largest) console.log(`${String(size).padStart(9)}  ${path}`);
console.log(`${String(packed.unpackedSize).padStart(9)}  unpacked, ${packed.files.length} files`);
console.log(
	`${String(packed.size).padStart(9)}  packed, goal ${goal}: ${packed.size <= goal ? 'ok' : 'too large'}`,
);
process.exitCode = packed.size <= goal ? 0 : 1;
