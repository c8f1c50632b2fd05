/** `userId` is `user_id`, `from` is `from_`: a keyword argument. */
export function snakeCase(name: string): string {
  const text = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return keywords.has(text) ? `${text}_` : text;
}

/** `byStatus` is `ByStatus`. */
export const pascalCase = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Whether a TypedDict that is written as a class can have a field of this name. */
export const isFieldName = (name: string) => /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);

const keywords: ReadonlySet<string> = new Set(['from', 'import', 'class', 'global', 'in', 'is', 'not']);

/** A string literal. */
export const quoted = (text: string) => JSON.stringify(text);

/** Words in lines of at most 110 characters, each after the indentation. */
export function wrapped(text: string, indentation: string): string {
  const lines = [''];
  for (const word of text.replace(/\s+/g, ' ').trim().split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indentation.length + line.length + 1 + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => indentation + line).join('\n');
}
