/**
 * The pictures of README and docs/screens.md, taken from the real program: `node media/picture.ts` writes them and
 * the page, with `--check` it only says which are not current. Needs a build.
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {renderSvg} from '../test/helpers/render-svg.ts';
import {pictures, printed} from './pictures.ts';
import {playScene, shownAddress} from './scene.ts';

const isCheck = process.argv.includes('--check');
const folder = 'docs/screens';

/** The text of the file, or undefined where there is none. */
const held = (url: URL): string | undefined => {
	try {
		return readFileSync(url, 'utf8');
	} catch {
		return undefined;
	}
};

const keep = (path: string, text: string): void => {
	const url = new URL(`../${path}`, import.meta.url);
	if (!isCheck) writeFileSync(url, text);
	else if (held(url) !== text) {
		console.error(`${path} is not what the program shows now. Draw it again: node media/picture.ts`);
		process.exitCode = 1;
	}
};

if (!isCheck) mkdirSync(new URL(`../${folder}`, import.meta.url), {recursive: true});
await using scene = await playScene(100, 24);
for (const {name, paper, play, open} of pictures) {
	await play?.(scene);
	const terminal = (await open?.(scene)) ?? scene.terminal;
	// Not in the middle of a frame.
	await terminal.until(() => true);
	const drawn = renderSvg(terminal, {title: 'tui-chat', ...(paper ? {paper} : {})});
	const picture = drawn.replaceAll(scene.address, shownAddress);
	keep(`${folder}/${name}.svg`, picture);
	if (name === 'chat') keep('media/tui-chat.svg', picture);
}

const sections = pictures.map(
	({name, heading, says}) => `## ${heading}\n\n${says}\n\n![${heading}](screens/${name}.svg)\n`,
);
const spoken = `## Read out

With \`--screen-reader\` nothing is drawn: what comes is printed line by line, and never touched again.

\`\`\`\`
${await printed(scene)}
\`\`\`\`
`;
/** No thousands come for a picture: this one is a drawing that the tests hold the screen to. */
const crowded = `## Among thousands

A room of more people than the server names (\`crowd\`, 500 unless its owner sets another bound) is counted: the sidebar shows
how many there are, oneself, and whoever spoke lately (\`·\` for those of whom nothing else is known). \`/who\`, or a click on
its last row, opens a list that narrows while one types; Tab completes names of people who have said nothing yet. Ctrl+K finds
people by the beginning of their name, and it and \`/list word\` find rooms on a server of more than it lists at once.

\`\`\`
${readFileSync(new URL('../test/screens/drawn/finding-people-100x24.txt', import.meta.url), 'utf8')}\`\`\`
`;
keep(
	'docs/screens.md',
	`# Screens\n\nTaken from the program itself by \`node media/picture.ts\`; CI says so when they are not current.\n\n${[...sections, crowded, spoken].join('\n')}`,
);
