/** `npm run errors`: writes docs/errors.md from the codes of the API and their texts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPage } from './error-page.ts';

writeFileSync(join(import.meta.dirname, '../../docs/errors.md'), errorPage());
