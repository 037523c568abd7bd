/** Numbers of things, as sentences have them. */

let grouped: Intl.NumberFormat | undefined;

/** `9,980` */
export const count = (number: number): string => {
	// Nearly all numbers are small, and the first formatter costs a start 8 ms.
	if (Number.isInteger(number) && number >= 0 && number < 1000) return String(number);
	grouped ??= new Intl.NumberFormat('en-US');
	return grouped.format(number);
};

/** `1 message`, `2 messages` */
export const counted = (number: number, one: string, many = `${one}s`): string =>
	`${count(number)} ${number === 1 ? one : many}`;
