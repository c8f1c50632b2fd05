/** One Lambda execution environment, in a worker thread: one handler, one event after the other. */
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import { framed, textLine } from './log-lines.ts';
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';
import { TrustedCertificates } from './trusted-certificates.ts';

type Handler = (event: unknown, context: Partial<Context>) => unknown;

const setup: WorkerSetup = workerData;
const trusted = new TrustedCertificates(setup.trustedFolder);
let currentRequestId: string | undefined;

// It has worked by now, and Lambda has no such variable.
delete process.env.NODE_COMPILE_CACHE;
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
    const file = `${setup.modulePath}.js`;
    const { [setup.exportName]: exported } = createRequire(file)(file);
    if (typeof exported !== 'function') throw new Error(`the bundle exports no function ${setup.exportName}`);
    return exported;
  } catch (error) {
    send({ kind: 'init-error', error: describe(error) });
    return null;
  }
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  currentRequestId = requestId;
  try {
    trusted.refresh();
    const value = await handler(JSON.parse(message.payload), contextOf(message));
    send({ kind: 'result', requestId, payload: JSON.stringify(value) ?? 'null' });
  } catch (error) {
    send({ kind: 'error', requestId, error: describe(error) });
  }
}

function contextOf(message: InvokeMessage): Partial<Context> {
  return {
    ...setup.context,
    awsRequestId: message.requestId,
    invokedFunctionArn: message.invokedFunctionArn,
    getRemainingTimeInMillis: () => Math.max(0, message.deadlineMs - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: format('%s', error), trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** As in Lambda, one call of `console` is one log line, line breaks included. What is written past it has no prefix. */
function patchConsole(): void {
  for (const method of ['trace', 'debug', 'log', 'info', 'warn', 'error'] as const) {
    const level = method === 'log' ? 'INFO' : method.toUpperCase();
    console[method] = (...args: unknown[]) => {
      process.stdout.write(framed(textLine(level, currentRequestId, format(...args))));
    };
  }
}
