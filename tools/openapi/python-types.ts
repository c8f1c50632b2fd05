import { document, type Schema } from './client-document.ts';
import { isFieldName, pascalCase, quoted, wrapped } from './python-text.ts';

/** What a type is for: answers are lists and dictionaries; arguments are whatever can be read as such. */
export type Use = 'answer' | 'argument';

/** Definitions of nested types, by their names, as they are come upon. */
const nested = new Map<string, string>();

/**
 * The Python type of a schema.
 *
 * @param name of the type that an object is given which has none
 * @param prefix before the names of types, where they are another module's
 */
export function typeOf(schema: Schema, name: string, use: Use, prefix = ''): string {
  if (schema.$ref !== undefined) return prefix + schema.$ref.replace('#/components/schemas/', '');
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf, name, use, prefix);
  if (schema.enum !== undefined) return `Literal[${schema.enum.map(quoted).join(', ')}]`;
  if (schema.const !== undefined) return `Literal[${literal(schema.const)}]`;
  if (Array.isArray(schema.type)) {
    const each = (schema.type as string[]).map((type) => ({ ...schema, type }));
    return unionOf(each, name, use, prefix);
  }
  switch (schema.type) {
    case 'string':
      return use === 'argument' && schema.format?.startsWith('date') ? 'When' : 'str';
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'null':
      return 'None';
    case 'array': {
      const item = typeOf(schema.items ?? {}, name, use, prefix);
      return use === 'answer' ? `List[${item}]` : `Sequence[${item}]`;
    }
    case 'object':
      return objectType(schema, name, prefix);
    case undefined:
    default:
      return 'Any';
  }
}

function objectType(schema: Schema, name: string, prefix: string): string {
  const { properties = {}, additionalProperties } = schema;
  if (Object.keys(properties).length > 0) {
    if (!nested.has(name)) nested.set(name, definitionOf(name, schema));
    return prefix + name;
  }
  const value = typeof additionalProperties === 'object' ? additionalProperties : {};
  return `Dict[str, ${typeOf(value, name, 'answer', prefix)}]`;
}

function unionOf(schemas: readonly Schema[], name: string, use: Use, prefix: string): string {
  const types = [...new Set(schemas.map((schema) => typeOf(schema, name, use, prefix)))];
  const others = types.filter((type) => type !== 'None');
  const union = others.length > 1 ? `Union[${others.join(', ')}]` : (others[0] ?? 'None');
  return others.length < types.length ? `Optional[${union}]` : union;
}

function literal(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value);
}

/** Required and other fields are two classes: `NotRequired` is there from Python 3.11 on. */
function definitionOf(name: string, schema: Schema): string {
  if (schema.properties === undefined || Object.keys(schema.properties).length === 0)
    return `${name} = ${typeOf(schema, name, 'answer')}\n`;
  const fields = Object.entries(schema.properties);
  const isRequired = ([field]: readonly [string, Schema]) => schema.required?.includes(field) ?? false;
  const [required, others] = [fields.filter(isRequired), fields.filter((field) => !isRequired(field))];
  if (others.length === 0) return classOf(name, 'TypedDict', required);
  if (required.length === 0) return classOf(name, 'TypedDict, total=False', others);
  const base = classOf(`_${name}Required`, 'TypedDict', required, name);
  return `${base}\n\n${classOf(name, `_${name}Required, total=False`, others)}`;
}

function classOf(
  name: string,
  bases: string,
  fields: readonly (readonly [string, Schema])[],
  about = name,
): string {
  const typed = fields.map(([field, schema]) => {
    const type = typeOf(schema, about + pascalCase(field), 'answer');
    return { field, type, description: schema.description };
  });
  if (typed.every(({ field }) => isFieldName(field))) {
    const lines = typed.map(({ field, type, description }) => {
      const comment = description === undefined ? '' : `${wrapped(description, '    # ')}\n`;
      return `${comment}    ${field}: ${type}`;
    });
    return `class ${name}(${bases}):\n${lines.join('\n')}\n`;
  }
  if (bases !== 'TypedDict') throw new Error(`${name}: fields such as "from" have to be required`);
  const entries = typed.map(
    ({ field, type }) => `    ${quoted(field)}: ${quoted(type).replaceAll('\\"', "'")},`,
  );
  return `${name} = TypedDict(${quoted(name)}, {\n${entries.join('\n')}\n})\n`;
}

/** A key as `create` returns it: where there is no secret, `SecretLost` is raised instead. */
function mintedKey(): Schema {
  const { MintedApiKey } = document.components.schemas;
  const { key } = MintedApiKey?.properties ?? {};
  const secret = { type: 'string', ...(key?.description && { description: key.description }) };
  return { ...MintedApiKey, properties: { ...MintedApiKey?.properties, key: secret } };
}

/** The module of all types of answers and of what stands in bodies. */
export function typesModule(): string {
  const schemas = { ...document.components.schemas, MintedKey: mintedKey() };
  const named = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const definition = isAlias(schema)
      ? `${name} = ${typeOf(schema, name, 'answer').replace(/\b(List|Union)\[(.*)\]$/, (_, kind, inner: string) => `${kind}[${inner.split(', ').map(quoted).join(', ')}]`)}\n`
      : definitionOf(name, schema);
    for (const [inner, text] of nested) named.set(inner, text);
    nested.clear();
    named.set(name, definition);
  }
  return `"""What answers and bodies are made of. TypedDicts are dictionaries; they have the API's own names."""
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

${[...named.values()].join('\n\n')}

__all__ = [
${[...named.keys()].map((name) => `    ${quoted(name)},`).join('\n')}
]
`;
}

const isAlias = ({ properties }: Schema) => properties === undefined;
