import { follow, type OpenApi, type Schema } from './openapi.ts';

/** What a value can be: several where it can be one of several. */
export interface Variant {
  readonly schema: Schema;
  /** Of the schema in the document; null where it has none. */
  readonly name: string | null;
}

/** A member of an object. */
export interface Member {
  /** Null for whatever members there are beside those with a name. */
  readonly name: string | null;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The members of one object that a value can be, or has as its elements. */
export interface Members {
  readonly name: string | null;
  readonly members: readonly Member[];
}

/** What holds of a value beside its type: the word of JSON Schema, and what it says. */
export type Bound = readonly [name: BoundName, value: unknown];

const boundNames = [
  'enum',
  'const',
  'default',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'minItems',
  'maxItems',
] as const;
type BoundName = (typeof boundNames)[number];

/** A schema without references and alternatives: one for each alternative, null's included. */
export function variantsOf(document: OpenApi, schema: Schema): readonly Variant[] {
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? null;
    const target = { ...follow(document, schema), ...own };
    return variantsOf(document, target).map((each) => ({ ...each, name: each.name ?? name }));
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.flatMap((each) => variantsOf(document, each));
  if (schema.allOf !== undefined) return [{ schema: merged(document, schema), name: null }];
  return [{ schema, name: null }];
}

function merged(document: OpenApi, { allOf = [], ...own }: Schema): Schema {
  const parts = [...allOf.flatMap((each) => variantsOf(document, each)).map(({ schema }) => schema), own];
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required = [] }) => required),
  };
}

/** What is in a value, whichever of its variants it is. */
export function membersOf(document: OpenApi, schema: Schema): readonly Members[] {
  return variantsOf(document, schema).flatMap(({ schema: each, name }) => {
    if (each.items !== undefined) return membersOf(document, each.items);
    const members = ownMembers(each);
    return members.length === 0 ? [] : [{ name, members }];
  });
}

function ownMembers({ properties = {}, required = [], additionalProperties: others }: Schema): Member[] {
  const named = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    isRequired: required.includes(name),
  }));
  return typeof others === 'object' && Object.keys(others).length > 0
    ? [...named, { name: null, schema: others, isRequired: false }]
    : named;
}

/** Bounds of a value, and of its elements where it is a list. */
export function boundsOf(document: OpenApi, schema: Schema): readonly Bound[] {
  const all = variantsOf(document, schema).flatMap(({ schema: each }) => [
    ...boundNames.filter((name) => each[name] !== undefined).map((name): Bound => [name, each[name]]),
    ...(each.items === undefined ? [] : boundsOf(document, each.items)),
  ]);
  return [...new Map(all.map((bound) => [JSON.stringify(bound), bound])).values()];
}

/** What is said of a value, where it stands or where its schema does. */
export function descriptionOf(document: OpenApi, schema: Schema): string | null {
  if (schema.description !== undefined) return schema.description;
  const [told] = variantsOf(document, schema).flatMap(({ schema: { description } }) => description ?? []);
  return told ?? null;
}
