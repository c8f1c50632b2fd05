/** Measures what the number of keys changes, and nothing else: `node bench/scale.ts [--quick] [--sizes 100,1000,…]`. */
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';

await runBench(readOptions(['--only', 'scale', ...process.argv.slice(2)]));
