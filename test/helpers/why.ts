/** The sentence with which something is refused. */
export const why = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		return (error as Error).message;
	}
	return 'nothing was refused';
};
