/** Ten minutes at full load, with DynamoDB stopped in their midst: `node bench/soak.ts [--minutes n]`. */
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';

await runBench(readOptions(['--only', 'soak', ...process.argv.slice(2)]));
