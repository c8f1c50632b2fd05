/** `npm run bench`: see README.md. */
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';

await runBench(readOptions(process.argv.slice(2)));
