import { readSettings } from '../../contract/settings.ts';
import { describeCall } from '../../domain/usage/answered-call.ts';
import { connectVerdicts, createAuthenticate, createExplainKey } from '../../verdict/index.ts';
import { secretShape } from '../../domain/keys/secret-shape.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { printLine } from '../../log.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { testBody, verifyBody } from './schemas.ts';
import { testApiKey } from './explain-key.ts';
import { verifyApiKey } from './verify.ts';
import { apiHandlerDependencies, connectTables, systemClock } from '../wiring.ts';

/** `POST /verify` and `POST /api-keys/{id}/test`. */
export function makeHandler(deps: VerifyDependencies): ApiHandler {
  return createApiHandler(
    {
      verifyApiKey: operation({
        body: verifyBody,
        secretMembers: ['key'],
        handle: (request) => verifyApiKey(request, deps),
      }),
      testApiKey: operation({ body: testBody, handle: (request) => testApiKey(request, deps) }),
    },
    apiHandlerDependencies(deps),
  );
}

function wire(): ApiHandler {
  const settings = readSettings();
  const clock = systemClock;
  const tables = connectTables();
  const verdicts = connectVerdicts(settings, clock.now, printLine);
  return makeHandler({
    settings,
    authenticate: createAuthenticate(verdicts),
    explainKey: createExplainKey(verdicts),
    keys: createApiKeyReader(tables, clock.now),
    directory: createDirectoryStore(tables),
    clock,
    secretShape: secretShape([settings.prefix, ...settings.previousPrefixes]),
    recordCall: (call) => {
      printLine(describeCall(call, clock.now()));
    },
  });
}

export const handler = wire();
