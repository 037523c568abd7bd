/** Signs for reactions that can be called by a name, as in `:heart:`; any other one is written as itself. */

/** A sign and one of its names; it may have several. */
export type Sign = {readonly name: string; readonly sign: string};

/** The ones at hand, the most usual first. */
export const signs: readonly Sign[] = [
	{name: '+1', sign: '👍'},
	{name: 'thumbsup', sign: '👍'},
	{name: '-1', sign: '👎'},
	{name: 'thumbsdown', sign: '👎'},
	{name: 'check', sign: '✅'},
	{name: 'cross', sign: '❌'},
	{name: 'heart', sign: '❤️'},
	{name: 'tada', sign: '🎉'},
	{name: 'laugh', sign: '😂'},
	{name: 'smile', sign: '😄'},
	{name: 'sad', sign: '😢'},
	{name: 'eyes', sign: '👀'},
	{name: 'thinking', sign: '🤔'},
	{name: 'clap', sign: '👏'},
	{name: 'pray', sign: '🙏'},
	{name: 'wave', sign: '👋'},
	{name: 'fire', sign: '🔥'},
	{name: 'rocket', sign: '🚀'},
	{name: 'bug', sign: '🐛'},
	{name: 'coffee', sign: '☕'},
];

/** The first nine: one for each digit key. */
export const handySigns: readonly string[] = [...new Set(signs.map(({sign}) => sign))].slice(0, 9);

/** `:heart:`, `heart` or `❤️` as `❤️`; what has no name here as it is. */
export const signOf = (typed: string): string => {
	const name = typed.replaceAll(/^:|:$/g, '').toLowerCase();
	return signs.find(one => one.name === name)?.sign ?? typed;
};
