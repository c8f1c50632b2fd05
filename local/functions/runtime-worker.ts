/**
 * Runs in a worker thread and stands for one Lambda execution environment: loads the handler once, then
 * serves one event after the other.
 */
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';

type Handler = (event: unknown, context: Partial<Context>) => unknown;

const setup = workerData as WorkerSetup;
let currentRequestId = '';

patchConsole();
const handler = loadHandler();
if (handler !== null) {
  send({ kind: 'ready' });
  parentPort?.on('message', (message: InvokeMessage) => void invoke(handler, message));
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function loadHandler(): Handler | null {
  try {
    const module = createRequire(`${setup.modulePath}.js`)(`${setup.modulePath}.js`) as Record<
      string,
      unknown
    >;
    const exported = module[setup.exportName];
    if (typeof exported !== 'function') throw new Error(`the bundle exports no function ${setup.exportName}`);
    return exported as Handler;
  } catch (error) {
    send({ kind: 'init-error', error: describe(error) });
    return null;
  }
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  currentRequestId = requestId;
  try {
    const value = await handler(JSON.parse(message.payload), contextOf(message));
    send({ kind: 'result', requestId, payload: JSON.stringify(value) ?? 'null' });
  } catch (error) {
    send({ kind: 'error', requestId, error: describe(error) });
  }
}

function contextOf(message: InvokeMessage): Partial<Context> {
  return {
    awsRequestId: message.requestId,
    invokedFunctionArn: message.invokedFunctionArn,
    functionName: setup.functionName,
    functionVersion: setup.functionVersion,
    memoryLimitInMB: setup.memoryLimitInMb,
    logGroupName: setup.logGroupName,
    logStreamName: setup.logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadlineMs - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: format('%s', error), trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** As in Lambda, one call of `console` is one log line, with its level and request; JSON stays what it is. */
function patchConsole(): void {
  const levels = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...args: unknown[]) => {
      const message = format(...args);
      const line = isJsonObject(message)
        ? message.replaceAll('\n', ' ')
        : JSON.stringify({
            timestamp: new Date().toISOString(),
            level,
            requestId: currentRequestId || undefined,
            message,
          });
      process.stdout.write(`${line}\n`);
    };
  }
}

function isJsonObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
