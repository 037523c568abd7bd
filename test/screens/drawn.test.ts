/**
 * Every state that a person can be in, at the sizes of a window, half of one, a phone and the smallest there is.
 * The drawings stand in `drawn/`: look at them when they change.
 */
import {describe, test, vi} from 'vitest';
import {checkFresh, checkShown, checkWidths} from './checks.ts';
import {checkDrawing, sizes} from './drawings.ts';
import type {Scene} from './scenes/scene.ts';
import {scenes} from './scenes.ts';
import {Stage} from './stage.tsx';

vi.mock('../../source/ui/open-link.ts', () => ({openLink: async () => false}));

const play = async ({options, online = true, play}: Scene, columns: number, rows: number): Promise<Stage> => {
	const size = {...options, columns, rows};
	const stage = online ? await Stage.open(size) : new Stage(size);
	await play(stage);
	await stage.settle();
	return stage;
};

describe.each(Object.entries(scenes))('%s', (name, scene) => {
	test.each(scene.sizes ?? sizes)('at %ix%i', async (columns, rows) => {
		await using stage = await play(scene, columns, rows);
		checkWidths(stage);
		checkFresh(stage);
		await checkShown(stage);
		await checkDrawing(stage.terminal, name);
	});
});
