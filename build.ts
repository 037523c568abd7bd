/**
 * Bundles the program: `node build.ts`. A split bundle with production React, so that each mode loads only
 * what it needs and the package has no dependencies of its own; then the types for library users.
 */
import {execFileSync} from 'node:child_process';
import {chmodSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {build, type Plugin} from 'esbuild';

const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};

/** Ink asks for React's developer tools when DEV is set. They and their web socket are not for users. */
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^\.\/devtools\.js$/}, ({path}) => ({path, namespace: 'empty'}));
		onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export {}'}));
	},
};

/** Built beside the old one, which is there until this is whole: something may be running from it. */
const next = `dist.${process.pid}`;

await build({
	entryPoints: ['source/cli.ts', 'source/index.ts'],
	outdir: next,
	bundle: true,
	splitting: true,
	chunkNames: 'parts/[name]-[hash]',
	format: 'esm',
	platform: 'node',
	target: 'node24',
	minify: true,
	legalComments: 'none',
	jsx: 'automatic',
	define: {
		'process.env.NODE_ENV': '"production"',
		TUI_CHAT_VERSION: JSON.stringify(version),
		// Yoga reads its own WebAssembly, a data URL, with fetch where there is one. In Node that loads all of
		// undici, a quarter of the time to the first frame; the other way decodes the same bytes at once.
		fetch: 'undefined',
	},
	// Some of what is bundled is CommonJS and asks for Node's own modules with require.
	banner: {
		js: "import {createRequire as createRequireForCommonJs} from 'node:module';const require=createRequireForCommonJs(import.meta.url);",
	},
	plugins: [withoutDevtools],
});

chmodSync(`${next}/cli.js`, 0o755);

const tsc = ['node_modules/typescript/bin/tsc', '-p', 'source', '--outDir', `${next}/types`];
execFileSync(process.execPath, tsc, {stdio: 'inherit'});

rmSync('dist', {recursive: true, force: true});
renameSync(next, 'dist');
