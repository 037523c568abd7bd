import {systemClock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {appearanceOf} from '../appearance.ts';
import {detectTerminal} from '../detect-terminal.ts';
import {onEnding} from '../endings.ts';
import type {AskOptions} from '../first-run/ask.tsx';
import {type Answer, decided, type Form, failed, itemsOf, newForm, typed} from '../first-run/form.ts';
import {Dialog} from './dialog.ts';

export type AskLinearOptions<Session> = AskOptions<Session> & {
	/** nothing but text, CR and backspace may be written (TERM=dumb) */
	dumb: boolean;
};

/**
 * Asks in plain questions where to go, until that has worked or the person leaves.
 * @returns what `enter` gave, or the exit code
 */
export const askWhereLinear = async <Session>(
	options: AskLinearOptions<Session>,
): Promise<{session: Session} | {code: number}> => {
	const {visited, address, id, preferences, checkAddress, enter, dumb} = options;
	const {stdin = process.stdin, stdout = process.stdout, clock = systemClock} = options;
	const {keys} = appearanceOf(preferences, detectTerminal(process.env));
	const dialog = new Dialog({stdin, stdout, clock, keys, dumb});
	const left = Promise.withResolvers<{code: number}>();
	const leaving = new AbortController();
	const leave = (code: number): void => {
		leaving.abort();
		left.resolve({code});
	};
	dialog.onLeave = () => leave(0);
	const release = onEnding(leave);
	const arrive = async (): Promise<{session: Session}> => {
		let form = newForm(visited, address, id);
		for (;;) {
			const next = await askForm(dialog, form, checkAddress);
			form = next.form;
			if (!next.answer) {
				dialog.say(`Error: ${form.objection}`);
				continue;
			}
			dialog.say(
				next.answer.type === 'host'
					? `Hosting a chat at ${next.answer.address}.`
					: `Connecting to ${next.answer.address}.`,
			);
			try {
				return {session: await enter(next.answer, leaving.signal)};
			} catch (error) {
				if (!(error instanceof ChatError)) throw error;
				form = failed(form, next.answer, error);
				dialog.say(`Error: ${form.objection}`);
			}
		}
	};
	try {
		return await Promise.race([left.promise, arrive()]);
	} finally {
		release();
		dialog.close();
	}
};

/** One round of questions: what is known is in brackets, and an empty answer takes it. */
const askForm = async (
	dialog: Dialog,
	form: Form,
	checkAddress: (text: string) => unknown,
): Promise<{form: Form; answer?: Answer}> => {
	if (form.offer) {
		const again = await dialog.ask('Enter to host, or another address');
		if (again === '') return decided(form, checkAddress);
		return askName(dialog, typed(form, 'address', again), checkAddress);
	}
	const {visited} = form;
	dialog.say(
		'Where do you want to chat?',
		...visited.map((one, index) => `${index + 1}: ${one.id} at ${one.address}`),
	);
	const usual = visited.length === 0 ? form.address : '1';
	const given =
		(await dialog.ask(`${visited.length === 0 ? 'Address' : 'A number, or an address'} (${usual})`)) || usual;
	const number = /^\d{1,2}$/.test(given) ? Number(given) : 0;
	if (number >= 1 && number <= visited.length) return decided({...form, chosen: number - 1}, checkAddress);
	return askName(dialog, typed(form, 'address', given), checkAddress);
};

const askName = async (
	dialog: Dialog,
	form: Form,
	checkAddress: (text: string) => unknown,
): Promise<{form: Form; answer?: Answer}> => {
	const given = await dialog.ask(`Name (${form.id})`);
	const named = given === '' ? form : typed(form, 'id', given);
	const chosen = itemsOf(named).findIndex(({type}) => type === 'id');
	return decided({...named, chosen, offer: undefined}, checkAddress);
};
