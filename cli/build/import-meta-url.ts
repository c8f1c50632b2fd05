import { pathToFileURL } from 'node:url';

/** What stands for `import.meta.url` in CommonJS. */
export const importMetaUrl = /* @__PURE__ */ pathToFileURL(__filename).href;
