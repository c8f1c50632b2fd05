import * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What their `format` says, and bounds that all integers have, only make schemas harder to read. */
function tidy({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** JSON Schemas of bodies by their names, and the schemas with an id, which the former and one another refer to. */
export function describeBodies(bodies: Readonly<Record<string, z.ZodType>>) {
  const { properties, required, $defs } = convert(z.object(bodies), 'input');
  return { schemas: properties ?? {}, required: new Set(required), named: $defs ?? {} };
}

/** JSON Schemas of parameters, as what is read out of their texts. */
export function describeQuery(query: z.ZodType): Readonly<Record<string, JsonSchema>> {
  return (convert(query, 'output').properties ?? {}) as Record<string, JsonSchema>;
}

function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: tidy });
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
