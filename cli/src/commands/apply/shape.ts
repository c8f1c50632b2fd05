/** What a value of a file may be. */
export type Shape =
  | 'text'
  | 'flag'
  | 'number'
  | { readonly oneOf: readonly string[] }
  | { readonly listOf: Shape }
  | { readonly valuesOf: Shape }
  | { readonly members: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

/** @returns each value that is not as its shape, by its path: `roles[0].scope is not known` */
export function checkShape(value: unknown, shape: Shape, path: string): string[] {
  const expected = (what: string) => [`${path === '' ? 'the file' : path} must be ${what}`];
  if (shape === 'text') return typeof value === 'string' ? [] : expected('a text');
  if (shape === 'flag') return typeof value === 'boolean' ? [] : expected('true or false');
  if (shape === 'number') return typeof value === 'number' ? [] : expected('a number');
  if ('oneOf' in shape) {
    const isOne = typeof value === 'string' && shape.oneOf.includes(value);
    return isOne ? [] : expected(`one of ${shape.oneOf.map((each) => JSON.stringify(each)).join(', ')}`);
  }
  if ('listOf' in shape) {
    if (!Array.isArray(value)) return expected('a list');
    return value.flatMap((item, index) => checkShape(item, shape.listOf, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return expected('names with values');
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const entries = Object.entries(value);
  if ('valuesOf' in shape)
    return entries.flatMap(([name, item]) => checkShape(item, shape.valuesOf, at(name)));
  const { members, required = [] } = shape;
  return [
    ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at(name)} is missing`),
    ...entries.flatMap(([name, item]) => {
      const known = Object.hasOwn(members, name) ? members[name] : undefined;
      if (known !== undefined) return checkShape(item, known, at(name));
      return [`${at(name)} is not known; there are ${Object.keys(members).join(', ')}`];
    }),
  ];
}
