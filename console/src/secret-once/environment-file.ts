/** A file that programs read a secret from. */
export interface EnvironmentFile {
  readonly name: string;
  readonly content: string;
}

/** @param otherwise the name of the file where that of the record has no letters that every system takes */
export function environmentFileOf(
  name: string,
  otherwise: string,
  variable: string,
  secret: string,
): EnvironmentFile {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return { name: `${plain || otherwise}.env`, content: `${variable}=${secret}\n` };
}
