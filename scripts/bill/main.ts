/**
 * `npm run bill`: computes the tables of docs/scale.md anew, from the limits in scripts/capacity and the prices and
 * sizes in scripts/bill.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renew } from './document.ts';

const path = join(import.meta.dirname, '../../docs/scale.md');
writeFileSync(path, renew(readFileSync(path, 'utf8')));
