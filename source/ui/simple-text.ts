/** Text whose width and clusters are told at a glance: nearly all that is on a screen. */

/**
 * Characters that are one UTF-16 unit, one cluster (UAX 29), and one column for string-width and so for Ink, whatever a
 * terminal makes of them: Latin, Greek, Cyrillic, punctuation, arrows, box drawing, geometric shapes, and the marks of
 * what was sent. The first text with anything else costs 30 ms, in which string-width's pattern for emoji is compiled,
 * so all signs of our own are here.
 */
const simple =
	/^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc\u25ff\u2713\u2717]*$/;

/** Is every UTF-16 unit of the text a character of its own, one column wide? */
export const isSimple = (text: string): boolean => simple.test(text);
