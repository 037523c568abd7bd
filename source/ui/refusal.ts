import type {Link} from '../client/state.ts';

const nameCodes: ReadonlySet<string> = new Set(['ID_USED', 'ID_BAD']);

/** Would another name help? */
export const wantsName = (link: Link): boolean => link.type === 'refused' && nameCodes.has(link.error.code);
