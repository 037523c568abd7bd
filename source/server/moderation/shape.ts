/** What records hold, checked: a journal may come from elsewhere, by --import. */
type Check = (value: unknown) => boolean;
type Shape<Value> = {readonly [Field in keyof Required<Value>]: Check};

export const isText: Check = value => typeof value === 'string';
export const isNumber: Check = value => Number.isFinite(value);
export const isTexts: Check = value => Array.isArray(value) && value.every(isText);
export const maybe =
	(check: Check): Check =>
	value =>
		value === undefined || check(value);
export const isOneOf =
	(...values: readonly string[]): Check =>
	value =>
		values.includes(value as string);
export const isShaped =
	<Value>(shape: Shape<Value>): Check =>
	value =>
		typeof value === 'object' &&
		value !== null &&
		Object.entries<Check>(shape).every(([field, check]) => check((value as Record<string, unknown>)[field]));

/** The value, if each of its fields is what it has to be. */
export const parseAs = <Value>(shape: Shape<Value>): ((value: unknown) => Value | undefined) => {
	const fits = isShaped(shape);
	return value => (fits(value) ? (value as Value) : undefined);
};
