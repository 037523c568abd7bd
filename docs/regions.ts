/** The parts of the documentation that are made from the tables of the source, each under its name. */
import type * as v from 'valibot';
import {flagOf, type SettingName, settings, variableOf} from '../source/config.ts';
import type {Flag} from '../source/flags.ts';
import {commands, usageOf} from '../source/protocol/commands.ts';
import {errorTable} from '../source/protocol/errors.ts';
import {advertised, limitTable} from '../source/protocol/limits.ts';
import {eventSchemas, requestSchemas} from '../source/protocol/messages.ts';
import {kinds} from '../source/protocol/values.ts';
import {boundTable} from '../source/server/bounds.ts';
import {eventsOf, logLevels} from '../source/server/log.ts';
import {ackMeasure, measureNames, measures, metricPrefix} from '../source/server/measures.ts';
import {fileBounds, fileSettings} from '../source/settings/file.ts';
import {actionName} from '../source/ui/bindings.ts';
import {type Action, keysLabel, usualKeys} from '../source/ui/keymap.ts';
import {kindWords, showValue} from '../source/ui/preference-values.ts';
import {preferenceNames, preferenceTable} from '../source/ui/preferences.ts';
import {fieldsOf, meaningOf} from './fields.ts';

const code = (text: string): string => `\`${text}\``;

/** A pipe would end the cell. */
const row = (cells: readonly string[]): string =>
	`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');

const messages = (schemas: Readonly<Record<string, v.GenericSchema>>): string =>
	Object.entries(schemas)
		.map(([type, schema]) => {
			const rows = fieldsOf(schema).map(({name, type, isOptional, says}) => [
				code(name) + (isOptional ? '?' : ''),
				type.startsWith('"') || /^(?:true|\d+)$/.test(type) ? code(type) : type,
				says,
			]);
			const fields = rows.length === 0 ? '' : `\n\n${table(['field', 'value', 'meaning'], rows)}`;
			return `#### ${type}\n\n${meaningOf(schema)}${fields}`;
		})
		.join('\n\n');

const settingRows = (): string[][] =>
	(Object.keys(settings) as SettingName[]).map(name => {
		const setting: {value?: string; says: string} = settings[name];
		const flag = setting.value === undefined ? flagOf(name) : `${flagOf(name)} ${setting.value}`;
		return [code(flag), code(variableOf(name)), setting.says];
	});

/** What a newcomer needs on the first day. */
const essentials: readonly Action[] = [
	'submit',
	'newline',
	'complete',
	'pageUp',
	'pickOlder',
	'nextActive',
	'firstUnread',
	'pickRoom',
	'search',
	'help',
	'close',
	'interrupt',
];

export const regions: Readonly<Record<string, () => string>> = {
	keys: () =>
		usualKeys.groups
			.map(({title, rows}) => {
				const lines = rows.map(one => [keysLabel(one), one.says]);
				return `**${title}**\n\n${table(['key', 'what it does'], lines)}`;
			})
			.join('\n\n'),

	essentials: () =>
		table(
			['key', 'what it does'],
			essentials.map(action => {
				const row = usualKeys.groups.flatMap(group => group.rows).find(one => one.action === action)!;
				return [keysLabel(row), row.says];
			}),
		),

	commands: () =>
		table(
			['command', 'what it does'],
			commands.map(command => {
				const others = (command.aliases ?? []).map(alias => code(`/${alias}`)).join(', ');
				const notes = [...(others ? [`also ${others}`] : []), ...(command.operator ? ['for operators'] : [])];
				return [
					code(usageOf(command)),
					notes.length === 0 ? command.says : `${command.says} (${notes.join('; ')})`,
				];
			}),
		),

	preferences: () =>
		table(
			['setting', 'values', 'usually', 'what it does'],
			preferenceNames.map(name => {
				const {initial, says} = preferenceTable[name];
				return [code(name), kindWords(name), initial === '' ? '' : code(showValue(initial)), says];
			}),
		),

	actions: () => {
		const rows = new Map<string, string[]>();
		for (const one of usualKeys.groups.flatMap(group => group.rows)) {
			const name = actionName(one.action);
			if (!rows.has(name)) rows.set(name, [code(name), keysLabel(one), one.says]);
		}
		return table(['action', 'usual keys', 'what it does'], [...rows.values()]);
	},

	settings: () => table(['flag', 'variable', 'what it sets'], settingRows()),

	'server-settings': () =>
		table(
			['key', 'usually', 'another value counts', 'what it sets'],
			[...fileSettings].map(([key, name]) => {
				const {usual, file, says}: Flag = settings[name];
				const when = file === 'live' ? 'after a reload' : 'after a restart';
				return [code(key), usual === undefined ? '' : code(JSON.stringify(usual)), when, says];
			}),
		),

	bounds: () =>
		table(
			['key', 'usually', 'unit', 'what it bounds'],
			[...fileBounds].map(([key, name]) => {
				const {usual, unit, says} = boundTable[name];
				return [code(key), String(usual), unit, says];
			}),
		),

	metrics: () =>
		table(
			['metric', 'type', 'labels', 'what it says'],
			[
				...measureNames.map(name => {
					const {
						type,
						says,
						labels = [],
					}: {type: string; says: string; labels?: readonly string[]} = measures[name];
					return [code(metricPrefix + name), type, labels.map(code).join(', '), says];
				}),
				[code(metricPrefix + ackMeasure.name), 'histogram', '', ackMeasure.says],
			],
		),

	'log-levels': () =>
		table(
			['level', 'events'],
			logLevels.map(level => [code(level), eventsOf(level).map(code).join(', ')]),
		),

	limits: () =>
		table(
			['limit', 'value', 'unit', 'welcome', 'what it bounds'],
			Object.entries(limitTable).map(([name, {value, unit, says}]) => [
				code(name),
				String(value),
				unit,
				(advertised as readonly string[]).includes(name) ? 'yes' : '',
				says,
			]),
		),

	errors: () =>
		table(
			['code', 'ends the connection', 'what people read'],
			Object.entries(errorTable).map(([name, one]) => [code(name), 'fatal' in one ? 'yes' : '', one.text]),
		),

	kinds: () =>
		table(
			['value', 'what it is'],
			Object.entries(kinds).map(([name, schema]) => [name, meaningOf(schema)]),
		),

	requests: () => messages(requestSchemas),

	events: () => messages(eventSchemas),
};
