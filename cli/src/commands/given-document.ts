import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { usageFailure } from '../failure.ts';
import { inputOf } from '../input.ts';
import { masked } from '../output/masking.ts';

/**
 * What a YAML or JSON file says; `-` is standard input.
 *
 * @throws Failure where it cannot be read, or is neither
 */
export async function readDocument(context: Context, path: string): Promise<unknown> {
  const name = path === '-' ? 'standard input' : path;
  const content = await contentOf(context, path);
  const { parseDocument } = await import('yaml');
  const document = parseDocument(content, { stringKeys: true });
  const [fault] = [...document.errors, ...document.warnings];
  // Its message quotes the line, in which there may be a secret.
  if (fault !== undefined) throw usageFailure(`${name}: ${masked(fault.message.split('\n')[0] ?? '')}`);
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    throw usageFailure(`${name}: its aliases are too many, or lead nowhere`);
  }
}

/** The text of a file, or of standard input for `-`. @throws Failure where it cannot be read */
export async function contentOf(context: Context, path: string): Promise<string> {
  if (path === '-') return await inputOf(context.surroundings);
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw usageFailure(`${path} cannot be read`);
  }
}
