import { LonePage } from '../frame/lone-page.tsx';
import { texts } from '../texts/texts.ts';

/** What is left of a window in which somebody has signed in, where the browser does not let it close itself. */
export function ReturnedWindow() {
  return <LonePage title={texts.session.windowDone}>{texts.session.windowDoneDetail}</LonePage>;
}
