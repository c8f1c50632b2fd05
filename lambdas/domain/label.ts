import { hasUnseen } from './unseen-characters.ts';

const maxCharacters = 128;

/** Whether a text can be part of a key of a map: a project, a module, an environment, a metadata name. */
export function isLabel(text: string): boolean {
  const length = text.length <= maxCharacters ? text.length : [...text].length;
  return length <= maxCharacters && text.trim() !== '' && text !== '__proto__' && !hasUnseen(text);
}
