/** What comes of that which takes a while: pages, results, links. The counterpart of `press`. */
import {written} from './compose.ts';
import type {News} from './effects.ts';
import {mentionsFailed, mentionsFound} from './mentions.ts';
import {peopleFound, signsLoaded} from './menus/completion.ts';
import {peopleFailed, peopleTold} from './overlays/people.ts';
import {introduced} from './overlays/person.ts';
import {recordsFailed, recordsTold} from './overlays/records.ts';
import {withListed, withPeople} from './overlays/room-found.ts';
import {registered} from './overlays/secret.ts';
import {arrived, withMore} from './reading.ts';
import {only, type Screen, type Step, type Surroundings, told, without} from './screen.ts';
import {found, searchFailed} from './searching.ts';

/** The screen after some news. */
export const hear = (screen: Screen, news: News, around: Surroundings): Step => {
	switch (news.type) {
		case 'loaded': {
			const settled = only({...screen, loading: without(screen.loading, news.key)});
			return news.more && news.key === around.state.current ? withMore(settled, around) : settled;
		}
		case 'visited':
			return arrived(screen, around, news.key, news.seq);
		case 'found':
			return screen.overlay?.type === 'mentions' ? mentionsFound(screen, news, around) : found(screen, news);
		case 'searchFailed':
			return screen.overlay?.type === 'mentions' ? mentionsFailed(screen, news) : searchFailed(screen, news);
		case 'written':
			return written(screen, news.text);
		case 'signs':
			return signsLoaded(screen, news, around);
		case 'reread':
			return only({...screen, preferences: news.preferences});
		case 'introduced':
			return introduced(screen, news.id, news.answer, news.trouble);
		case 'records':
			return recordsTold(screen, news);
		case 'recordsFailed':
			return recordsFailed(screen, news);
		case 'registered':
			return registered(screen, news);
		case 'listed':
			return withListed(screen, news);
		case 'people':
			return screen.overlay?.type === 'rooms' ? withPeople(screen, news) : peopleTold(screen, news);
		case 'peopleFailed':
			return peopleFailed(screen, news);
		case 'peopleFound':
			return peopleFound(screen, news, around);
		case 'told':
			return told(screen, news.text, news.tone);
	}
};
