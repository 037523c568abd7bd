/** Where hostile peers and others come from: each from an address of its own, as they would from the world. */

/** On Linux all of 127.0.0.0/8 is this machine; elsewhere all have to come from one. */
export const addressOf = (index: number): string | undefined =>
	process.platform === 'linux'
		? `127.${1 + (index >> 15)}.${(index >> 7) & 255}.${1 + (index & 127)}`
		: undefined;
