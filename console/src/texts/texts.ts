import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { en } from './en.ts';
import { pseudoCatalogue } from './pseudo.ts';

/** The language of texts, dates and numbers. */
export const locale = 'en-GB';

/** `?locale=pseudo` shows which texts are in no catalogue, and which do not fit when they are longer. It holds for the tab. */
const isPseudo = readPseudo();

/** Every text of the console. */
export const texts = isPseudo ? pseudoCatalogue(en) : en;

/** Texts of Cloudscape's components. */
export const componentMessages = [messages];

function readPseudo(): boolean {
  const item = 'latchkey.locale';
  const asked = new URLSearchParams(location.search).get('locale');
  if (asked !== null) sessionStorage.setItem(item, asked);
  return sessionStorage.getItem(item) === 'pseudo';
}
