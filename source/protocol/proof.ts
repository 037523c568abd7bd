/**
 * How a key is proved to be one's own: by a signature over the TLS channel itself, so that it is worth nothing on any
 * other channel. Whoever stands in the middle has two channels, whose bindings differ (RFC 9266, RFC 5705).
 */

/** The label of the exporter whose bytes name a channel (RFC 9266, section 4.2), without a context. */
export const bindingLabel = 'EXPORTER-Channel-Binding';
export const bindingBytes = 32;

/** What is signed. The first line keeps signatures for anything else from passing for one of these. */
export const proofText = ({binding, id}: {binding: Uint8Array; id: string}): string =>
	['tui-chat proof 1', Buffer.from(binding).toString('base64url'), id].join('\n');

/** A key as people compare it, of the SHA-256 of its SPKI (RFC 5280, section 4.1.2.7). @param hash 32 bytes */
export const showFingerprint = (hash: Uint8Array): string =>
	`SHA256:${Buffer.from(hash).toString('base64url')}`;

/** Is it written as `showFingerprint` writes one? */
export const isFingerprint = (text: string): boolean => /^SHA256:[\w-]{43}$/.test(text);
