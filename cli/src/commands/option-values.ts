import { InvalidArgumentError } from 'commander';

/** `a,b` as two values, and more where the option is repeated; an empty text is an empty list. */
export function listOption(text: string, former: readonly string[] = []): string[] {
  const values = text.split(',').map((value) => value.trim());
  return [...former, ...values.filter((value) => value !== '')];
}

/** A JSON object. */
export function jsonOption(name: string): (text: string) => object {
  return (text) => {
    try {
      const value = JSON.parse(text) as unknown;
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    } catch {
      // Said below, without the text: it may be what does not belong here.
    }
    throw new InvalidArgumentError(`${name} takes an object as JSON.`);
  };
}

/** `name=value`, repeated. */
export function pairsOption(
  name: string,
): (text: string, former?: Record<string, string>) => Record<string, string> {
  return (text, former = {}) => {
    const at = text.indexOf('=');
    if (at < 1) throw new InvalidArgumentError(`${name} takes name=value.`);
    return { ...former, [text.slice(0, at)]: text.slice(at + 1) };
  };
}

/** A whole number above zero. */
export function wholeNumber(name: string): (text: string) => number {
  return (text) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError(`${name} takes a whole number.`);
    return Number(text);
  };
}
