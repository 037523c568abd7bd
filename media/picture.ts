/**
 * The README's picture, taken from the real program: `node media/picture.ts` writes it, with `--check` it
 * only says whether it is current. Needs a build.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {renderSvg} from '../test/helpers/render-svg.ts';
import {playScene, shownAddress} from './scene.ts';

const path = new URL('tui-chat.svg', import.meta.url);

await using scene = await playScene(100, 24);
const picture = renderSvg(scene.terminal, {title: 'tui-chat'}).replaceAll(scene.address, shownAddress);

if (!process.argv.includes('--check')) writeFileSync(path, picture);
else if (readFileSync(path, 'utf8') !== picture) {
	console.error('media/tui-chat.svg is not what the program shows now. Draw it again: node media/picture.ts');
	process.exitCode = 1;
}
