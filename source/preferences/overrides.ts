import {ChatError} from '../protocol/errors.ts';
import {checkValue, sentence} from '../ui/preference-values.ts';
import type {PreferenceName, PreferenceValue, PreferenceValues} from '../ui/preferences.ts';

/** What flags and the environment say, which counts more than the file while this program runs. */
export type Overrides = Partial<PreferenceValues>;

/** The flags that stand for settings. */
export type ScreenFlags = {
	readonly theme?: string | undefined;
	readonly sidebar?: string | undefined;
	readonly noMouse: boolean;
	readonly screenReader: boolean;
};

/** @throws {ChatError} SETTING_BAD for a theme that there is not */
export const overridesOf = ({theme, sidebar, noMouse, screenReader}: ScreenFlags): Overrides => {
	const found: Partial<Record<PreferenceName, PreferenceValue>> = {};
	if (theme !== undefined) {
		const checked = checkValue('theme', theme);
		if ('objection' in checked) throw new ChatError('SETTING_BAD', sentence(`--theme ${checked.objection}`));
		found.theme = checked.value;
	}
	if (sidebar === 'off') found['sidebar.show'] = false;
	else if (sidebar !== undefined) Object.assign(found, {'sidebar.show': true, 'sidebar.side': sidebar});
	if (noMouse) found.mouse = false;
	if (screenReader) found['screen-reader'] = true;
	return found as Overrides;
};
