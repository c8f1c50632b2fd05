/** `npm run client:pack`: builds the clients and packs each into `clients/packed`, to be published or installed from there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clients, packClient, packWheel } from './packing.ts';

const destination = join(import.meta.dirname, '../../clients/packed');
rmSync(destination, { recursive: true, force: true });
for (const client of clients) console.log((await packClient(client, destination)).archive);
console.log(await packWheel(destination));
