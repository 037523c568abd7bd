import type {Fit} from './substitutes.ts';

/** A terminal's output where all text is written as it fits that terminal. */
export const fittedOutput = (stdout: NodeJS.WriteStream, fit: Fit): NodeJS.WriteStream =>
	new Proxy(stdout, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			if (name !== 'write') return value.bind(target);
			return (chunk: unknown, ...rest: unknown[]) =>
				value.call(target, typeof chunk === 'string' ? fit(chunk) : chunk, ...rest);
		},
		set: (target, name, value) => Reflect.set(target, name, value, target),
	});
