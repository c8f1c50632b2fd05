/** `npm run build`: compiles the package into `dist`, as ECMAScript modules and as CommonJS, each with its types. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const compiler = join(here, '../../node_modules/typescript/bin/tsc');
rmSync(join(here, 'dist'), { recursive: true, force: true });
for (const project of ['tsconfig.json', 'tsconfig.cjs.json'])
  execFileSync(process.execPath, [compiler, '--project', join(here, project)], { stdio: 'inherit' });
writeFileSync(join(here, 'dist/cjs/package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
