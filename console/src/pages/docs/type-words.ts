import { texts } from '../../texts/texts.ts';
import type { OpenApi, Schema } from './openapi.ts';
import { type Variant, variantsOf } from './schema.ts';

/** What a value is, in words: `list of ApiKey`, `string (date-time) or null`. */
export function typeOf(document: OpenApi, schema: Schema): string {
  const words = variantsOf(document, schema).map((variant) => wordsFor(document, variant));
  return texts.docs.either([...new Set(words)]);
}

function wordsFor(document: OpenApi, { schema, name }: Variant): string {
  const { type, format, items, properties, additionalProperties } = schema;
  if (name !== null) return name;
  if (items !== undefined) return texts.docs.listOf(typeOf(document, items));
  if (properties === undefined && typeof additionalProperties === 'object') {
    return texts.docs.mapOf(typeOf(document, additionalProperties));
  }
  if (type === undefined) return schema.const === undefined ? texts.docs.anything : typeof schema.const;
  return format === undefined ? type : texts.docs.withFormat(type, format);
}
