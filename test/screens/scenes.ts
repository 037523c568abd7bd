/** What the drawings show, by the names of their files. */
import {arriving} from './scenes/arriving.ts';
import {lists} from './scenes/lists.ts';
import {reading} from './scenes/reading.ts';
import type {Scene} from './scenes/scene.ts';
import {trust} from './scenes/trust.ts';
import {writing} from './scenes/writing.ts';

export const scenes: Readonly<Record<string, Scene>> = {
	...arriving,
	...reading,
	...writing,
	...lists,
	...trust,
};
