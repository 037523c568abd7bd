import {useInput, usePaste} from 'ink';
import {useEffect, useRef, useState} from 'react';
import {ChatError} from '../../protocol/errors.ts';
import {
	type Answer,
	chosenItem,
	decided,
	type Field,
	type Form,
	failed,
	type Item,
	moved,
	stopped,
	typed,
} from './form.ts';

export type FormProps = {
	readonly initial: Form;
	/** @throws {ChatError} for what is no address */
	readonly checkAddress: (address: string) => unknown;
	/**
	 * Goes there, or hosts.
	 * @param signal stops it
	 * @throws {ChatError} by rejecting, with why that is not possible
	 */
	readonly enter: (answer: Answer, signal: AbortSignal) => Promise<void>;
	readonly leave: () => void;
};

type FormNow = {
	readonly form: Form;
	/** what is chosen, and the field if it is one */
	readonly item: Item;
	readonly field: Field | undefined;
	/** what the field makes of its keys */
	readonly change: (field: Field, text: string) => void;
};

/** The form as keys have made it, and the attempt that Enter begins. */
export const useForm = ({initial, checkAddress, enter, leave}: FormProps): FormNow => {
	const [form, setForm] = useState(initial);
	const attempt = useRef<AbortController>(undefined);
	useEffect(() => () => attempt.current?.abort(), []);
	const submit = async (): Promise<void> => {
		const {form: next, answer} = decided(form, checkAddress);
		setForm(next);
		if (!answer) return;
		attempt.current = new AbortController();
		const {signal} = attempt.current;
		try {
			await enter(answer, signal);
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof ChatError)) throw error;
			setForm(failed(next, answer, error));
		}
	};
	const stop = (): void => {
		attempt.current?.abort();
		setForm(stopped(form));
	};
	// The field takes Ctrl+U for the letter u, and hears of it before us or after.
	const clearing = useRef(false);
	const clear = (name: Field): void => {
		clearing.current = true;
		queueMicrotask(() => {
			clearing.current = false;
		});
		setForm(typed(form, name, ''));
	};
	const item = chosenItem(form);
	const field = item.type === 'address' || item.type === 'id' ? item.type : undefined;
	useInput((input, key) => {
		if (key.escape) return form.trying ? stop() : leave();
		if (form.trying) return;
		if (key.upArrow || (key.tab && key.shift)) setForm(moved(form, -1));
		else if (key.downArrow || key.tab) setForm(moved(form, 1));
		else if (key.return) void submit();
		else if (key.ctrl && input === 'u' && field) clear(field);
	});
	usePaste(text => field && !form.trying && setForm(typed(form, field, form[field] + text)));
	const change = (name: Field, text: string): void => {
		// The field keeps its ear while something is tried: it would be some moments deaf when that is over.
		if (!clearing.current && !form.trying) setForm(typed(form, name, text));
	};
	return {form, item, field, change};
};
