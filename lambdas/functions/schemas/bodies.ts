import * as z from 'zod';

/** A body with a name in the OpenAPI document, and no other members. */
export function named<Fields extends z.ZodRawShape>(id: string, description: string, fields: Fields) {
  return z.strictObject(fields).meta({ id, description });
}

export function listOf<Item extends z.ZodType>(id: string, item: Item) {
  return z.array(item).meta({ id });
}

/** A body of changes: each of the fields may be given, and at least one must be. */
export function changesOf<Fields extends z.ZodRawShape>(id: string, description: string, fields: Fields) {
  return z
    .strictObject(fields)
    .partial()
    .refine((body) => Object.keys(body).length > 0, { error: 'Give at least one field to change' })
    .meta({ id, description });
}

/** Parameters of a query, each of which may be given. */
export function query<Fields extends z.ZodRawShape>(fields: Fields) {
  return z.strictObject(fields).partial();
}

/** Fields of a body that may be left out. */
export function optional<Fields extends z.ZodRawShape>(fields: Fields) {
  return query(fields).shape;
}

/** A schema that depends on settings and that several operations share: made once for each deployment. */
export function perDeployment<Settings extends object, Schema>(
  make: (settings: Settings) => Schema,
): (settings: Settings) => Schema {
  const made = new WeakMap<Settings, Schema>();
  return (settings) => {
    const schema = made.get(settings) ?? make(settings);
    made.set(settings, schema);
    return schema;
  };
}
