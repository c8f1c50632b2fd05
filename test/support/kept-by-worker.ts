declare const keptByWorker: Map<string, unknown> | undefined;

/** Programs that are no tests have no worker, and keep what they make themselves. */
const kept = typeof keptByWorker === 'undefined' ? new Map<string, unknown>() : keptByWorker;

/**
 * What this name stands for, made by the first test file of the worker that asks. Whatever is kept keeps the modules of
 * that file with it.
 */
export function keptByWorkerAs<T>(name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
