/**
 * `npm run console`: the console from its sources, at http://127.0.0.1:5173, with each edit seen at once. The API, and who
 * signs people in, are those of a running server that knows this address:
 *
 *     npm start -- -c consoleOrigin=http://127.0.0.1:5173
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createServer, type Plugin } from 'vite';

const origin = 'http://127.0.0.1:5173';
const dataFolder = resolve(process.env['LATCHKEY_DATA'] || '.latchkey');

try {
  const server = await createServer({
    configFile: join(dirname(import.meta.dirname), 'vite.config.ts'),
    plugins: [configurationOf(await findServer())],
    server: { host: '127.0.0.1', port: Number(new URL(origin).port), strictPort: true },
  });
  await server.listen();
  console.log(`\nThe console from its sources: ${origin}/\n\nCtrl-C ends it.`);
} catch (error) {
  console.error(Error.isError(error) ? error.message : error);
  process.exitCode = 1;
}

/**
 * Address of the running server's console.
 *
 * @throws Error where none runs, or it knows another console
 */
async function findServer(): Promise<string> {
  const start = `Start it, and leave it running: npm start -- -c consoleOrigin=${origin}`;
  const bootstrap = await readFile(join(dataFolder, 'bootstrap.json'), 'utf8').catch(() => null);
  const { url } = JSON.parse(bootstrap ?? '{}') as { url?: string };
  const answer = url === undefined ? null : await fetch(new URL('/config.json', url)).catch(() => null);
  if (url === undefined || answer === null || !answer.ok) {
    throw new Error(`No server with a console runs with LATCHKEY_DATA=${dataFolder}. ${start}`);
  }
  const { consoleUrl } = (await answer.json()) as { consoleUrl?: string };
  if (consoleUrl !== `${origin}/`) {
    throw new Error(
      `The server at ${new URL(url).origin} lets people sign in at ${consoleUrl} only. ${start}`,
    );
  }
  return new URL(url).origin;
}

/** Hands on what the server tells its console. */
function configurationOf(serverOrigin: string): Plugin {
  return {
    name: 'latchkey-configuration',
    configureServer({ middlewares }) {
      middlewares.use('/config.json', (_request, response) => {
        fetch(new URL('/config.json', serverOrigin))
          .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
          .catch(() => response.writeHead(502).end());
      });
    },
  };
}
