/**
 * Looks at the scene at any size: `node media/look.ts 60 20` prints it and writes it as a picture, PNG too
 * where librsvg's rsvg-convert is installed. Needs a build.
 */
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {renderSvg} from '../test/helpers/render-svg.ts';
import {playScene} from './scene.ts';

const [columns = 100, rows = 24] = process.argv.slice(2).map(Number);
await using scene = await playScene(columns, rows);
const path = join(tmpdir(), `tui-chat-${columns}x${rows}`);
writeFileSync(`${path}.svg`, renderSvg(scene.terminal, {title: `tui-chat ${columns}×${rows}`}));
const {status} = spawnSync('rsvg-convert', ['--zoom', '1.5', '--output', `${path}.png`, `${path}.svg`]);
console.log(`${scene.terminal.text()}\n\n${path}.${status === 0 ? 'png' : 'svg'}`);
