/** Remembers a value for as long as what it was made from lives. */
export const memo = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
	const known = new WeakMap<Key, Value>();
	return key => {
		const found = known.get(key);
		if (found !== undefined) return found;
		const value = make(key);
		known.set(key, value);
		return value;
	};
};
