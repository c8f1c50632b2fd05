import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'vite';

const inlined = /url\(\s*(['"]?)data:font\/woff2;base64,([A-Za-z0-9+/=]+)\1\s*\)/g;
const stylesheet = /@cloudscape-design\/global-styles\/index\.css$/;

/**
 * Makes files of the fonts that Cloudscape's stylesheet has in it as `data:`: the console's policy allows no others.
 *
 * @param folder where they are put for the build to find them
 */
export function fontFiles(folder: string): Plugin {
  return {
    name: 'latchkey-font-files',
    enforce: 'pre',
    transform(css, id) {
      const [path = ''] = id.split('?');
      if (!stylesheet.test(path)) return null;
      mkdirSync(folder, { recursive: true });
      return css.replace(inlined, (_match, _quote, base64: string) => {
        const content = Buffer.from(base64, 'base64');
        const name = `${createHash('sha256').update(content).digest('hex').slice(0, 12)}.woff2`;
        writeFileSync(join(folder, name), content);
        return `url("${relative(dirname(path), join(folder, name))}")`;
      });
    },
  };
}
