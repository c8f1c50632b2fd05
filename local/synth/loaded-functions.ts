import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether an earlier start from these assemblies has loaded every function that is used. What has loaded once loads
 * again: code and environment of a function are the assembly's.
 */
export function haveLoaded(assemblies: readonly string[]): boolean {
  return assemblies.every((assembly) => existsSync(mark(assembly)));
}

/** Keeps for later starts that all functions have been loaded. */
export async function keepLoaded(assemblies: readonly string[]): Promise<void> {
  for (const assembly of assemblies) await writeFile(mark(assembly), '');
}

const mark = (assembly: string) => join(assembly, 'functions-loaded');
