/** Put in by the bundler; source that runs as it is has no version of its own. */
declare const TUI_CHAT_VERSION: string | undefined;

export const version: string = typeof TUI_CHAT_VERSION === 'string' ? TUI_CHAT_VERSION : '0.0.0-source';

/** How programs of ours introduce themselves to each other. */
export const product = `tui-chat/${version}`;

/** Grows when an older side could misunderstand a newer one; unknown fields and events are always ignored. */
export const protocolVersion = 1;
