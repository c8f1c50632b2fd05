import { shippedDocument } from './shipped-document.ts';

/** A JSON schema, as far as the document uses them. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** As much of the document as clients are written from. */
interface ClientDocument {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Examples would be a third of the types, and tiers are named by each deployment. */
export const document = JSON.parse(
  JSON.stringify(shippedDocument(), (name, value: unknown) => {
    if (name === 'example') return undefined;
    return name === 'rateLimitTier' ? without('enum', value) : value;
  }),
) as ClientDocument;

function without(member: string, schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (name, value: unknown) => (name === member ? undefined : value)));
}

/** Every code that a problem can have. */
export const problemCodes = document.components.schemas['Problem']?.properties?.['code']?.enum ?? [];

/** `NAME_TAKEN` is a `NameTakenError`. */
export function errorName(code: string): string {
  return `${code.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;
}

/** Calls that take an Idempotency-Key, such as `POST /api-keys`. */
export const replayableCalls = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([, { parameters }]) => parameters?.some(({ name }) => name === 'Idempotency-Key'))
    .map(([method]) => `${method.toUpperCase()} ${path}`),
);
