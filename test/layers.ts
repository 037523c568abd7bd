/** The layers of the source: who may import whom, and which modules have to stay pure. */

/** A file of the source: its path in it, such as `server/hub.ts`, and its text. */
export type Source = {path: string; text: string};

type Import = {
	/** as it is written */
	name: string;
	/** only when it is asked for, by `import()` */
	isDynamic: boolean;
	isType: boolean;
};

/** Each folder or top file, and what it may import besides itself. Server and client meet at the right only. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	protocol: [],
	journal: ['protocol'],
	server: ['protocol', 'journal'],
	client: ['protocol'],
	ui: ['protocol', 'client'],
	preferences: ['protocol', 'ui'],
	flags: [],
	parse: ['protocol', 'flags'],
	config: ['protocol', 'flags', 'parse'],
	settings: ['protocol', 'server', 'preferences', 'flags', 'config', 'folders'],
	folders: [],
	destination: ['protocol', 'flags', 'parse', 'config', 'folders'],
	pipe: ['protocol', 'client', 'config', 'destination', 'folders'],
	transfer: ['protocol', 'journal', 'config', 'folders'],
	serve: ['protocol', 'journal', 'server', 'flags', 'parse', 'config', 'settings', 'folders'],
	join: ['protocol', 'client', 'ui', 'preferences', 'config', 'destination', 'folders', 'serve', 'settings'],
	cli: ['protocol', 'config', 'settings', 'folders', 'serve', 'join', 'pipe', 'transfer'],
	index: ['protocol', 'journal', 'client', 'server'],
};

/** What one loads only when it is wanted: the client loads no server, `--serve` no screen. */
const loadedLate: Readonly<Record<string, readonly string[]>> = {
	join: ['serve', 'ui', 'preferences'],
	cli: ['config', 'settings', 'folders', 'serve', 'join', 'pipe', 'transfer'],
};

/** Packages, for those who may use any: the rest of the program has none. */
const packages: Readonly<Record<string, RegExp>> = {
	protocol: /^(?:valibot|fastest-levenshtein|ms)$/,
	journal: /^node:/,
	server: /^(?:node:.*|ipaddr\.js|unhomoglyph|prom-client)$/,
	client: /^node:/,
	ui: /^(?:node:.*|react|ink|ink-text-input|chalk|string-width|fuzzysort|marked|lowlight|emojibase-data\/en\/shortcodes\/\w+\.json)$/,
	preferences: /^(?:node:.*|smol-toml|@decimalturn\/toml-patch)$/,
	flags: /^$/,
	parse: /^ms$/,
	config: /^$/,
	settings: /^(?:node:.*|smol-toml)$/,
	folders: /^(?:node:.*|env-paths)$/,
	transfer: /^node:/,
	destination: /^node:/,
	pipe: /^node:/,
	serve: /^node:/,
	join: /^node:/,
	cli: /^(?:node:.*|meow)$/,
	index: /^$/,
};

/** Modules that compute, and neither draw nor touch a terminal. */
const pure =
	/^(?:protocol\/.*|ui\/(?:view|editor|editor-layout|wrap|keymap|themes|palettes|substitutes|probe|screen|recall|keys|key-names|reports|focus|notices|notifier|mouse|sidebar|chrome|status|bar|press|hear|pick|compose|menu|menus\/.*|choices|submit|where|screen-commands|wishes|destinations|mentions|unsent|reading|searching|held|first-run\/form|appearance|preferences|preference-values|bindings|aliases|local-time|overlays\/.*|linear\/(?!run\.ts|reader\.ts|dialog\.ts|ask-where\.ts).*|layout|markdown\/.*|folding|letters|span-rows|receipts|fence|silence|newer|matches|links|reactions)\.ts)$/;
const impure = /^(?:react|ink|ink-.*|node:.*|.*\.tsx)$/;
/** The clock is where time comes from; in all other pure modules it is an argument, as chance is. */
const ownTime =
	/(?<![.\w])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bprocess\./;
const clock = 'protocol/clock.ts';

const emptyNames = /(?:^|[/-])(?:utils?|managers?|helpers?|misc)(?:[/.-]|$)/;

const staticImport =
	/^(?:import\s+(type\s)?(?:[\w*{}\s,$]*?\sfrom\s*)?|export\s+(type\s)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*)['"]([^'"]+)['"]/gm;
const dynamicImport = /\bimport\(\s*(?:['"]([^'"]+)['"]\s*\))?/g;
const anyStatic = /^import\b(?!\()|^export\s+(?:type\s*)?(?:\*|\{[^}]*\}\s*from\b)/gm;

/**
 * Imports as formatted code has them: static ones start a line. What looks like one and cannot be read is an
 * import of the name '?', so that nothing passes unseen.
 */
export const importsOf = (text: string): Import[] => {
	const code = text.replaceAll(/^\s*(?:\/\/.*|\/\*\*?[\s\S]*?\*\/)$/gm, '');
	const found = [...code.matchAll(staticImport)].map(
		([, type, exportedType, name]): Import => ({
			name: name!,
			isDynamic: false,
			isType: (type ?? exportedType) !== undefined,
		}),
	);
	const unread = (code.match(anyStatic)?.length ?? 0) - found.length;
	return [
		...found,
		...[...code.matchAll(dynamicImport)].map(
			([, name = '?']): Import => ({name, isDynamic: true, isType: false}),
		),
		...Array.from({length: unread}, (): Import => ({name: '?', isDynamic: false, isType: false})),
	];
};

/** The folder or the top file that a path belongs to. */
const layerOf = (path: string): string => path.split('/')[0]!.replace(/\.tsx?$/, '');

const resolve = (from: string, name: string): string => new URL(name, `source:///${from}`).pathname.slice(1);

const faultsOf = ({path, text}: Source, existing: ReadonlySet<string>): string[] => {
	const layer = layerOf(path);
	const faults = importsOf(text).flatMap(one => {
		const {name, isDynamic, isType} = one;
		if (name === '?') return ['has an import that cannot be read'];
		if (pure.test(path) && impure.test(name)) return [`is pure and imports ${name}`];
		if (!name.startsWith('.'))
			return packages[layer]?.test(name) ? [] : [`may not import the package ${name}`];
		const target = resolve(path, name);
		if (!existing.has(target)) return [`imports ${name}, which is not in the source`];
		const other = layerOf(target);
		if (other !== layer && !allowed[layer]?.includes(other)) return [`may not import ${target}`];
		if (loadedLate[layer]?.includes(other) && !isDynamic && !isType)
			return [`has to load ${target} only when it is wanted`];
		return [];
	});
	if (!Object.hasOwn(allowed, layer)) faults.push('belongs to no layer');
	if (emptyNames.test(path)) faults.push('has a name that says nothing');
	if (!/^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.tsx?$/.test(path)) faults.push('is not named in kebab-case');
	if (pure.test(path) && path !== clock && ownTime.test(text))
		faults.push('is pure and takes its own time or chance');
	return faults;
};

/** Circles, each as `a.ts → b.ts → a.ts`: what imports itself cannot be understood one file at a time. */
const circlesIn = (sources: readonly Source[]): string[] => {
	const edges = new Map(
		sources.map(({path, text}) => [
			path,
			importsOf(text)
				.filter(({name, isType}) => name.startsWith('.') && !isType)
				.map(({name}) => resolve(path, name)),
		]),
	);
	const circles: string[] = [];
	const done = new Set<string>();
	const walk = (path: string, way: readonly string[]): void => {
		const start = way.indexOf(path);
		if (start !== -1) circles.push([...way.slice(start), path].join(' → '));
		if (start !== -1 || done.has(path)) return;
		for (const next of edges.get(path) ?? []) walk(next, [...way, path]);
		done.add(path);
	};
	for (const {path} of sources) walk(path, []);
	return circles;
};

/** Everything that breaks the layers, as sentences. */
export const checkLayers = (sources: readonly Source[]): string[] => {
	const existing = new Set(sources.map(({path}) => path));
	return [
		...sources.flatMap(source => faultsOf(source, existing).map(fault => `${source.path} ${fault}`)),
		...circlesIn(sources).map(circle => `${circle} is a circle`),
	];
};
