import {
  type DescribedHeader,
  type DescribedOperation,
  follow,
  type Media,
  type OpenApi,
  type Parameter,
  type Schema,
} from './openapi.ts';

/** One operation of the API, as it is read. */
export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  /** Where its path begins, without a slash at its end. */
  readonly server: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly isPublic: boolean;
  /** The caller needs one of them, if there are any. */
  readonly scopes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly request: (Media & { readonly isRequired: boolean }) | null;
  /** What it answers with where it does what it is asked for. */
  readonly answers: readonly Answer[];
  readonly refusals: readonly Refusals[];
}

interface Answer {
  readonly status: number;
  readonly description: string;
  readonly headers: readonly (readonly [name: string, header: DescribedHeader])[];
  readonly body: Media | null;
}

interface Refusals {
  readonly status: number;
  readonly codes: readonly string[];
}

/** Every operation, in the order of the document. */
export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) => {
    const { servers = document.servers } = item as { readonly servers?: OpenApi['servers'] };
    return Object.entries(item)
      .filter((entry): entry is [string, DescribedOperation] => isOperation(entry[1]))
      .map(([method, described]) => readOperation(document, servers[0].url, path, method, described));
  });
}

function isOperation(member: unknown): member is DescribedOperation {
  return typeof member === 'object' && member !== null && 'operationId' in member;
}

function readOperation(
  document: OpenApi,
  server: string,
  path: string,
  method: string,
  described: DescribedOperation,
): Operation {
  const { operationId, tags, summary, description, security, parameters = [], requestBody } = described;
  const responses = Object.entries(described.responses).map(
    ([status, response]) => [Number(status), follow(document, response)] as const,
  );
  const request = requestBody?.content['application/json'];
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    server,
    tag: tags[0] ?? '',
    summary,
    description,
    isPublic: security?.length === 0,
    scopes: described['x-scopes-any-of'] ?? [],
    parameters,
    request: request === undefined ? null : { ...request, isRequired: requestBody?.required === true },
    answers: responses
      .filter(([status]) => status < 400)
      .map(([status, { description: text = '', headers = {}, content }]) => ({
        status,
        description: text,
        headers: Object.entries(headers).map(([name, header]) => [name, follow(document, header)] as const),
        body: content?.['application/json'] ?? null,
      })),
    refusals: responses
      .filter(([status]) => status >= 400)
      .map(([status, { content }]) => ({
        status,
        codes: codesOf(content?.['application/problem+json']?.schema),
      })),
  };
}

/** The codes that a problem of one status can have. */
function codesOf(schema: Schema = {}): readonly string[] {
  const own = schema.properties?.['code']?.enum ?? [];
  return [...own.map(String), ...(schema.allOf ?? []).flatMap((each) => codesOf(each))];
}

/** Where a code is met: with which status, and by which operations. */
export interface CodeUse {
  readonly code: string;
  /** None for codes that protected APIs alone answer with. */
  readonly statuses: readonly number[];
  readonly operations: readonly Operation[];
}

/** Every code of the API, in alphabetical order. */
export function codesIn(document: OpenApi): readonly CodeUse[] {
  const operations = operationsOf(document);
  const problem: Schema | undefined = document.components['schemas']?.['Problem'];
  const codes = (problem?.properties?.['code']?.enum ?? []).map(String).toSorted();
  return codes.map((code) => {
    const has = ({ codes: named }: Refusals) => named.includes(code);
    const statuses = operations.flatMap(({ refusals }) => refusals.filter(has).map(({ status }) => status));
    return {
      code,
      statuses: [...new Set(statuses)].toSorted((left, right) => left - right),
      operations: operations.filter(({ refusals }) => refusals.some(has)),
    };
  });
}

/** Whether all words of a search are in what is told of an operation. */
export function matches(operation: Operation, search: string): boolean {
  const { id, method, path, tag, summary, description, scopes, parameters, request, refusals } = operation;
  const told = [id, method, path, tag, summary, description, ...scopes];
  const names = [...parameters.map(({ name }) => name), ...namesIn(request?.example)];
  const codes = refusals.flatMap((each) => each.codes);
  return hasWords([...told, ...names, ...codes].join(' '), search);
}

export function hasWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function namesIn(example: unknown): readonly string[] {
  if (typeof example !== 'object' || example === null) return [];
  return Object.entries(example).flatMap(([name, value]) => [name, ...namesIn(value)]);
}
