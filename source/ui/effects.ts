/** What keys ask for beyond the screen, and what comes of it. */
import type {Action as Change, WishChange} from '../client/state.ts';
import type {EventOf, Person, Request, RequestOf} from '../protocol/messages.ts';
import type {Search} from '../protocol/search.ts';
import type {Sign} from '../protocol/signs.ts';
import type {Listed} from './destinations.ts';
import type {Editor} from './editor.ts';
import type {RecordItem, RecordKind} from './opened.ts';
import type {PreferenceChange, Preferences} from './preferences.ts';

/** What takes one of a list back. */
export type Undoing = RequestOf<'revoke'> | RequestOf<'uninvite'> | RequestOf<'unban'> | RequestOf<'unmute'>;

/** What opens a server's door, one of these. */
export type Opening =
	| {readonly password: string}
	| {readonly entry: string}
	| {readonly invite: string}
	| {readonly takeover: true};

export type Effect =
	| {type: 'request'; request: Request}
	| {type: 'change'; change: Change}
	/** loads what is in front of or behind the shown part of a room */
	| {type: 'load'; target: string; way: 'older' | 'newer'}
	/** goes to an old message; enters the room first where one is not in it */
	| {type: 'visit'; target: string; seq: number; joins: boolean}
	| {type: 'endVisit'; target: string}
	| {type: 'unreadFrom'; target: string; seq: number}
	/** @property waits while one types: asks once no other question came for a moment */
	| {type: 'search'; id: number; asked: Search; more: string | undefined; waits: boolean}
	/** asks the server who somebody is */
	| {type: 'whois'; id: string}
	/** asks the server for its rooms, or for those with a word in their name or topic. @property waits as in a search */
	| {type: 'listRooms'; like: string | undefined; waits: boolean}
	/** asks who is in a room: whose name begins like this, behind this name. @property waits as in a search */
	| {
			type: 'listPeople';
			id: number;
			room: string;
			like: string | undefined;
			after: string | undefined;
			waits: boolean;
	  }
	/** looks for people of a crowd, to complete what is written */
	| {type: 'findPeople'; room: string; like: string; before: Editor; direction: 1 | -1}
	/** what one wants of a room */
	| {type: 'wish'; target: string; change: WishChange}
	| {type: 'ignore'; id: string; on: boolean}
	/** goes on under another name */
	| {type: 'nick'; id: string}
	| {type: 'copy'; text: string}
	| {type: 'openLink'; url: string}
	/** lets somebody write in an editor of theirs */
	| {type: 'editText'; text: string}
	/** fetches the names of all signs. @property completes which way to complete with them then, if one asked for that */
	| {type: 'loadSigns'; completes: 1 | -1 | undefined}
	/** keeps a wish beyond this run */
	| {type: 'keep'; change: PreferenceChange}
	/** reads the configuration file again */
	| {type: 'reload'}
	/** asks for a list; behind what was told when there is more */
	| {type: 'listRecords'; kind: RecordKind; room: string | undefined; more: string | undefined}
	/** takes one of a list back, and asks for the list anew */
	| {type: 'undo'; kind: RecordKind; room: string | undefined; request: Undoing}
	| {type: 'register'; password: string; old: string | undefined}
	/** connects anew with what opens the door, and keeps it nowhere */
	| {type: 'login'; with: Opening}
	| {type: 'rename'; id: string}
	| {type: 'retry'}
	/** gives up what failed */
	| {type: 'drop'; nonce: string}
	| {type: 'reconnect'}
	| {type: 'quit'; text: string | undefined}
	| {type: 'suspend'}
	| {type: 'redraw'};

/** What came of an effect that takes a while. */
export type News =
	/** @property more there is more where that came from */
	| {type: 'loaded'; key: string; more: boolean}
	| {type: 'visited'; key: string; seq: number}
	| {type: 'found'; id: number; found: ReadonlyArray<EventOf<'message'>>; more: string | undefined}
	| {type: 'searchFailed'; id: number; text: string}
	/** what came of the editor */
	| {type: 'written'; text: string}
	| {type: 'signs'; signs: readonly Sign[]; completes: 1 | -1 | undefined}
	/** the configuration file was read again */
	| {type: 'reread'; preferences: Preferences}
	/** @property like what they were to have in their name or topic @property isPart there are more of them */
	| {type: 'listed'; rooms: Listed; like: string | undefined; isPart: boolean}
	| {type: 'people'; id: number; people: readonly Person[]; total: number}
	| {type: 'peopleFailed'; id: number; text: string}
	/** the state has the names of who was found for what stood in the line. */
	| {type: 'peopleFound'; before: Editor; direction: 1 | -1}
	/** who somebody is; without an answer, why there is none */
	| {type: 'introduced'; id: string; answer: EventOf<'whois'> | undefined; trouble: string}
	| {
			type: 'records';
			kind: RecordKind;
			items: readonly RecordItem[];
			remark: string;
			more: string | undefined;
			/** these follow what was told before */
			follows: boolean;
	  }
	| {type: 'recordsFailed'; kind: RecordKind; text: string}
	/** the password is set; or why it is not, and whether the present one is asked for */
	| {type: 'registered'; trouble: string; wantsOld: boolean}
	| {type: 'told'; text: string; tone: 'info' | 'error'};
