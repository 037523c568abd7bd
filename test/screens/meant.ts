/** What the views asked Ink to draw, before Ink cuts it, joins it to rows and finds out what of it has changed. */
import type {DOMElement} from 'ink';
import wrapAnsi from 'wrap-ansi';

/** A text and where its first cell is; nothing of it may stand beyond its columns. */
export type Piece = {
	readonly row: number;
	readonly column: number;
	readonly columns: number;
	/** with its colours */
	readonly text: string;
};

type Node = DOMElement['childNodes'][number];

const squashed = (node: Node): string =>
	node.nodeName === '#text' ? node.nodeValue : node.childNodes.map(squashed).join('');

/** All texts below a node, in the order in which they are drawn. */
export const piecesOf = (node: DOMElement, row = 0, column = 0): Piece[] => {
	const {yogaNode} = node;
	if (!yogaNode) return [];
	const here = {row: row + yogaNode.getComputedTop(), column: column + yogaNode.getComputedLeft()};
	if (node.nodeName !== 'ink-text') {
		return node.childNodes.flatMap(child =>
			child.nodeName === '#text' ? [] : piecesOf(child, here.row, here.column),
		);
	}
	const columns = yogaNode.getComputedWidth();
	const text = squashed(node);
	// Only what stands in place of the chat is left to Ink to wrap.
	const rows =
		node.style.textWrap === 'wrap' ? wrapAnsi(text, columns, {trim: false, hard: true}).split('\n') : [text];
	return rows.map((part, index) => ({row: here.row + index, column: here.column, columns, text: part}));
};
