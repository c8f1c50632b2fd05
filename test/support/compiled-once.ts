import { join } from 'node:path';

/** Servers and scripts that tests start keep what Node has compiled of them for the next one: most of a start is that. */
process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '../../node_modules/.cache/node');
