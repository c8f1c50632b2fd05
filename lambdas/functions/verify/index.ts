import { readSettings } from '../../contract/settings.ts';
import { describeCall } from '../../domain/usage/answered-call.ts';
import { connectVerdicts, createAuthenticate, createExplainKey } from '../../verdict/index.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { printLine } from '../../log.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { verifyOperations } from './operations.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemPacing } from '../wiring.ts';

/** `POST /verify` and `POST /api-keys/{id}/test`. */
export function makeHandler(deps: VerifyDependencies): ApiHandler {
  return createApiHandler(verifyOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const tables = connectTables();
const { now } = systemClock;
const verdicts = connectVerdicts(settings, now, printLine);

export const handler = makeHandler({
  settings,
  authenticate: createAuthenticate(verdicts),
  explainKey: createExplainKey(verdicts),
  keys: createApiKeyReader(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  clock: systemClock,
  recordCall: (call) => {
    printLine(describeCall(call, now()));
  },
});
