declare const keptByWorker: Map<string, unknown>;

/**
 * What this name stands for, made by the first test file of the worker that asks. Whatever is kept keeps the modules of
 * that file with it.
 */
export function keptByWorkerAs<T>(name: string, make: () => T): T {
  if (!keptByWorker.has(name)) keptByWorker.set(name, make());
  return keptByWorker.get(name) as T;
}
