/** A JSON schema, as far as the document of the API uses them. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
}

export interface Reference {
  readonly $ref?: string;
}

export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface DescribedHeader extends Reference {
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
}

export interface DescribedResponse extends Reference {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, DescribedHeader>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security?: readonly object[];
  readonly 'x-scopes-any-of'?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

interface Server {
  readonly url: string;
}

/** As much of an OpenAPI 3.1 document as the reference shows. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly description: string };
  readonly servers: readonly [Server, ...Server[]];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, DescribedOperation | readonly Server[] | undefined>>>
  >;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** What a reference leads to, in the same document; what is none leads to itself. */
export function follow<T extends Reference>(document: OpenApi, value: T): T {
  if (value.$ref === undefined) return value;
  const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(value.$ref) ?? [];
  const target = document.components[kind]?.[name];
  if (target === undefined) throw new Error(`the document has no ${value.$ref}`);
  return follow(document, target as T);
}
