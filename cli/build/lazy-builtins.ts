import { builtinModules, createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** Extended by classes, or there already when a program starts. */
const eager = new Set(['events', 'path', 'process', 'buffer', 'url']);

/**
 * Modules of Node.js are loaded where something of them is used. Commander alone would load what runs subcommands of other
 * files, of which there are none here, and that takes as long as all the rest of the start.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy builtins',
  setup(bundle) {
    bundle.onResolve({ filter: /./ }, ({ path, namespace }) => {
      const name = path.replace(/^node:/, '');
      const isLazy = namespace !== 'builtin' && builtinModules.includes(name) && !eager.has(name);
      return isLazy ? { path: `node:${name}`, namespace: 'builtin' } : null;
    });
    bundle.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(require(path) as object).join(' ');
      return {
        contents: `for (const name of '${names}'.split(' '))
          Object.defineProperty(exports, name, { enumerable: true, get: () => require('${path}')[name] });`,
      };
    });
  },
};
