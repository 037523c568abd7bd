/** How names are sorted: as people of this machine's language do, `room2` before `room10`. */
export const collator = new Intl.Collator(undefined, {sensitivity: 'base', numeric: true});
