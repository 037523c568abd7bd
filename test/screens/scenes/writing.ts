/** What is written, about what, and what helps with it. */
import {message} from '../morning.ts';
import {inChat, type Scene, trace} from './scene.ts';

export const writing: Readonly<Record<string, Scene>> = {
	'long-line': inChat(stage =>
		stage.type(
			'We tag at noon, when everybody is back: the notes are in the wiki, the changelog is done, and the build has been green since yesterday evening, which leaves the announcement, the mirrors, the packages of three distributions and a word to those who waited for the fix since spring. Shall I?',
		),
	),
	picking: inChat(stage => stage.press('alt+up', 'alt+up', 'alt+up', 'alt+up')),
	'picking-own': inChat(stage => stage.press('alt+up'), message(10, '09:08', 'Alice', 'Yes, ship it.')),
	replying: inChat(async stage => {
		await stage.press('alt+up');
		await stage.type('r');
		await stage.type('Yes, ship it.');
	}),
	editing: inChat(
		async stage => {
			await stage.press('alt+up');
			await stage.type('e');
		},
		message(10, '09:08', 'Alice', 'Yes, shipp it.'),
	),
	deleting: inChat(
		async stage => {
			await stage.press('alt+up');
			await stage.type('d');
		},
		message(10, '09:08', 'Alice', 'Yes, shipp it.'),
	),
	reacting: inChat(async stage => {
		await stage.press('alt+up');
		await stage.type('+');
	}),
	'completing-names': inChat(async stage => {
		await stage.type('@');
		await stage.press('tab');
	}),
	'completing-commands': inChat(async stage => {
		await stage.type('/w');
		await stage.press('tab');
	}),
	'completing-signs': inChat(async stage => {
		await stage.type('Done :ta');
		await stage.press('tab');
		await stage.until(/:tada:/);
	}),
	pasting: inChat(stage => stage.paste(trace)),
	'sent-before': inChat(async stage => {
		for (const text of ['Is the build green?', 'The build is green again.', 'Lunch?'])
			await stage.type(`${text}\r`);
		await stage.press('ctrl+r');
		await stage.type('build');
	}),
	'unknown-command': inChat(stage => stage.type('/wiohs Bob\r')),
};
