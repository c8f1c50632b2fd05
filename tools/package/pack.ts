/** `npm run client:pack`: builds the clients and the command line, and packs each into `clients/packed`, to be published or installed from there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pack, packages, packWheel } from './packing.ts';

const destination = join(import.meta.dirname, '../../clients/packed');
rmSync(destination, { recursive: true, force: true });
for (const folder of packages) console.log((await pack(folder, destination)).archive);
console.log(await packWheel(destination));
