/**
 * Bundles the program: `node build.ts`. A split bundle with production React, so that each mode loads only
 * what it needs and the package has no dependencies of its own; then the types for library users.
 */
import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	globSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
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

/** Ink draws each frame from nothing. Here it keeps what it found for rows that it has drawn already. */
const keptOfInk: Readonly<Record<string, string>> = {
	'./output.js': "import {outputOver} from '#ink/output.ts';export default outputOver(original)",
	'./line-update.js':
		"import {lineUpdateOver} from '#ink/line-update.ts';export default lineUpdateOver(original)",
	'./sanitize-ansi.js': "import {sanitizeOver} from '#ink/measure.ts';export default sanitizeOver(original)",
	'widest-line': "import {widestOver} from '#ink/measure.ts';export default widestOver(original)",
};

/** See source/ui/ink/output.ts. `node build.ts --stock-ink` builds without it, and the screen is the same. */
const withKeptRows: Plugin = {
	name: 'with-kept-rows',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^#ink\//}, ({path}) => ({path: resolve('source/ui', path.slice(1))}));
		onResolve({filter: /./}, ({path, importer, namespace, resolveDir}) => {
			if (namespace !== 'file' || !Object.hasOwn(keptOfInk, path)) return undefined;
			if (!/[\\/]ink[\\/]build[\\/][^\\/]+$/.test(importer)) return undefined;
			return {path, namespace: 'kept', pluginData: resolveDir};
		});
		onLoad({filter: /./, namespace: 'kept'}, ({path, pluginData}) => ({
			contents: `import original from '${path}';${keptOfInk[path]}`,
			resolveDir: pluginData as string,
		}));
	},
};

/** A name with a skin tone is no name that people type: left out by source/ui/all-signs.ts, and not shipped. */
const withoutSkinTones: Plugin = {
	name: 'without-skin-tones',
	setup({onLoad}) {
		onLoad({filter: /emojibase-data\/en\/shortcodes\/\w+\.json$/}, ({path}) => ({
			contents: JSON.stringify(
				Object.fromEntries(
					Object.entries(JSON.parse(readFileSync(path, 'utf8')) as object).filter(
						([key]) => !/1F3F[B-F]/.test(key),
					),
				),
			),
			loader: 'json',
		}));
	},
};

/**
 * string-width has a pattern of all emoji, and V8 reads one for 12 ms where it is written: a twentieth of the time to the
 * first frame. It is made when something beyond Latin is measured first.
 */
const lateEmoji: Plugin = {
	name: 'late-emoji',
	setup({onLoad}) {
		onLoad({filter: /node_modules\/string-width\/index\.js$/}, ({path}) => {
			const eager = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
			const text = readFileSync(path, 'utf8');
			if (!text.includes(eager))
				throw new Error('string-width has changed: see whether this is still needed.');
			const late =
				"let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text)};";
			return {contents: text.replace(eager, () => late)};
		});
	},
};

/**
 * meow has a table of all licences, and makes other tables of it where it is loaded: a tenth of the time to a server's
 * listening. They are for a package.json that it would read by itself, and are made when it does.
 */
const lateLicences: Plugin = {
	name: 'late-licences',
	setup({onLoad}) {
		onLoad({filter: /node_modules\/meow\/build\/dependencies\.js$/}, ({path}) => {
			const eager =
				/var normalizeExports = requireNormalize\(\);\s+const normalizePackageData = .*getDefaultExportFromCjs\(normalizeExports\);/;
			const text = readFileSync(path, 'utf8');
			if (!eager.test(text)) throw new Error('meow has changed: see whether this is still needed.');
			const late = 'const normalizePackageData = data => getDefaultExportFromCjs(requireNormalize())(data);';
			return {contents: text.replace(eager, () => late)};
		});
	},
};

/** Built beside the old one, which is there until this is whole: something may be running from it. */
const next = `dist.${process.pid}`;

const {metafile} = await build({
	entryPoints: {
		cli: 'source/cli.ts',
		index: 'source/index.ts',
		// The journal's threads are started by the part that it is in, so they are there too.
		'parts/journal-worker': 'source/journal/worker.ts',
	},
	outdir: next,
	bundle: true,
	metafile: true,
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
	plugins: [
		withoutDevtools,
		lateEmoji,
		lateLicences,
		withoutSkinTones,
		...(process.argv.includes('--stock-ink') ? [] : [withKeptRows]),
	],
});

chmodSync(`${next}/cli.js`, 0o755);

const tsc = ['node_modules/typescript/bin/tsc', '-p', 'source', '--outDir', `${next}/types`];
execFileSync(process.execPath, tsc, {stdio: 'inherit'});

// The types of what goes over the wire come from its schemas, so they speak of the schema library. It is bundled
// and nobody installs it with us: its declarations come along.
const declarations = join(next, 'types', 'valibot.d.ts');
copyFileSync('node_modules/valibot/dist/index.d.mts', declarations);
for (const file of globSync(`${next}/types/**/*.d.ts`)) {
	const text = readFileSync(file, 'utf8');
	const path = relative(dirname(file), join(next, 'types', 'valibot.js'))
		.replaceAll('\\', '/')
		.replace(/^(?!\.)/, './');
	const local = text.replaceAll(/(from |import\()(['"])valibot\2/g, `$1$2${path}$2`);
	if (local !== text) writeFileSync(file, local);
}

/** The licences of everything in the bundle, as most of them ask for. */
const packages = new Set(
	Object.keys(metafile.inputs).flatMap(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
);
const licences = [...packages].sort().map(folder => {
	const {name, version: its, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const own = globSync(join(folder, '{LICENSE,LICENCE,license,licence}*')).find(existsSync);
	// For packages that lack the text, which their licence asks for.
	const file = own ?? join('docs', 'licences', `${name}.txt`);
	return `${name} ${its} (${license})\n\n${readFileSync(file, 'utf8').trim()}\n`;
});
writeFileSync(join(next, 'LICENCES.txt'), licences.join(`\n${'-'.repeat(78)}\n\n`));

rmSync('dist', {recursive: true, force: true});
renameSync(next, 'dist');
