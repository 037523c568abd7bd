/** `/set`, `/theme`, `/alias` and the like: what somebody wants to be otherwise, at once and from now on. */
import {ChatError} from '../protocol/errors.ts';
import {aliasName, aliasObjection} from './aliases.ts';
import {openSettings} from './overlays/settings.ts';
import {
	isPreference,
	kindWords,
	noSuchPreference,
	readValue,
	sentence,
	showValue,
} from './preference-values.ts';
import {type PreferenceName, preferenceNames, preferenceTable} from './preferences.ts';
import {and, type Screen, type Step, type Surroundings, told, wished} from './screen.ts';

const bad = (text: string): ChatError => new ChatError('SETTING_BAD', text);

/** What is written behind a command: its first word, and all that follows. */
const split = (argument: string): [string, string] => {
	const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(argument) ?? [];
	return [first, rest];
};

/** Does what was wished, and says so. */
const said = ({screen, effects}: Step, text: string): Step =>
	and({...screen, hint: {text, tone: 'info'}}, ...effects);

/** Says more than the status line has room for. */
const noted = (screen: Screen, {now}: Surroundings, text: string): Step =>
	and(screen, {type: 'change', change: {type: 'note', text, tone: 'info', ts: now}});

/** `/set`, `/set name`, `/set name value`. @throws {ChatError} SETTING_BAD */
export const set = (screen: Screen, around: Surroundings, argument: string): Step => {
	const [written, typed] = split(argument);
	const name = written.toLowerCase();
	if (isPreference(name)) return typed === '' ? describe(screen, around, name) : setTo(screen, name, typed);
	if (typed === '' && preferenceNames.some(one => one.includes(name))) return openSettings(screen, name);
	throw bad(noSuchPreference(written));
};

const setTo = (screen: Screen, name: PreferenceName, typed: string): Step => {
	const value = readValue(name, typed);
	const step = wished(screen, {type: 'value', name, value});
	const now = showValue(step.screen.preferences.values[name]);
	return said(step, `${name} is ${now} now${value === undefined ? ', as usual' : ''}.`);
};

const describe = (screen: Screen, around: Surroundings, name: PreferenceName): Step => {
	const {says, initial} = preferenceTable[name];
	const is = showValue(screen.preferences.values[name]);
	const usual = showValue(initial);
	const about = is === usual ? '' : ` (usually ${usual})`;
	return noted(screen, around, `${name} is ${is}${about}. It can be ${kindWords(name)}: ${sentence(says)}`);
};

/** `/alias`, `/alias name`, `/alias name text`. @throws {ChatError} SETTING_BAD */
export const alias = (screen: Screen, around: Surroundings, argument: string): Step => {
	const [written, text] = split(argument);
	const name = aliasName(written);
	const {aliases} = screen.preferences;
	if (text === '') {
		const shown = Object.entries(aliases).filter(([one]) => name === '' || one === name);
		const lines = shown.map(([one, line]) => `/${one} is ${line}`);
		if (lines.length > 0) return noted(screen, around, lines.join('\n'));
		return told(screen, name === '' ? 'You have no aliases.' : `There is no alias /${name}.`);
	}
	const objection = aliasObjection(name, text);
	if (objection !== undefined) throw bad(sentence(`/${name} ${objection}`));
	return said(wished(screen, {type: 'alias', name, text}), `/${name} is ${text} now.`);
};

/** @throws {ChatError} SETTING_BAD where there is none of that name */
export const unalias = (screen: Screen, _: Surroundings, argument: string): Step => {
	const name = aliasName(argument);
	if (!Object.hasOwn(screen.preferences.aliases, name)) throw bad(`There is no alias /${name}.`);
	return said(wished(screen, {type: 'alias', name, text: undefined}), `/${name} is gone.`);
};
