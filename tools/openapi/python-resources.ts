import { document, type Schema } from './client-document.ts';
import { quoted, snakeCase, wrapped } from './python-text.ts';
import { typeOf } from './python-types.ts';

/** How a call is made, and what it returns. */
type Kind = 'request' | 'list' | 'steps' | 'last' | 'mint';

interface Method {
  readonly operation: string;
  readonly kind?: Kind;
  readonly note?: string;
}

const graceNote =
  'Where the secret of a rotation with a grace period is lost, it is not replaced: that would end the former secret, ' +
  'which is in use still.';

/** The names of the calls: those of the TypeScript client. */
const resources: Readonly<Record<string, Readonly<Record<string, Method | string>>>> = {
  Keys: {
    list: { operation: 'listApiKeys', kind: 'list' },
    counts: { operation: 'countApiKeys', kind: 'last' },
    count_steps: {
      operation: 'countApiKeys',
      kind: 'steps',
      note: 'Iterates over what is known so far; the last are the whole.',
    },
    get: 'getApiKey',
    create: { operation: 'createApiKey', kind: 'mint' },
    duplicate: { operation: 'duplicateApiKey', kind: 'mint' },
    rotate: { operation: 'rotateApiKey', kind: 'mint', note: graceNote },
    update: 'updateApiKey',
    delete: 'deleteApiKey',
    pause: 'pauseApiKey',
    resume: 'resumeApiKey',
    preview: 'previewApiKey',
    preview_changes: 'previewApiKeyChanges',
    test: 'testApiKey',
  },
  Users: {
    list: { operation: 'listUsers', kind: 'list' },
    get: 'getUser',
    create: 'createUser',
    update: 'updateUser',
    delete: 'deleteUser',
    revoke_keys: 'revokeUserKeys',
  },
  Roles: {
    list: { operation: 'listRoles', kind: 'list' },
    get: 'getRole',
    create: 'createRole',
    replace: 'replaceRole',
    delete: 'deleteRole',
    holders: { operation: 'listRoleHolders', kind: 'list' },
  },
  Apis: {
    list: { operation: 'listApis', kind: 'list' },
    get: 'getApi',
    create: 'registerApi',
    replace: 'replaceApi',
    delete: 'deleteApi',
  },
  Webhooks: {
    list: { operation: 'listWebhooks', kind: 'list' },
    get: 'getWebhook',
    create: 'createWebhook',
    update: 'updateWebhook',
    delete: 'deleteWebhook',
    rotate_secret: 'rotateWebhookSecret',
    test: 'testWebhook',
    replay: 'replayWebhook',
    deliveries: { operation: 'listWebhookDeliveries', kind: 'list' },
    retry_delivery: 'retryWebhookDelivery',
  },
  Usage: {
    list: { operation: 'getApiKeyUsage', kind: 'list' },
    summary: 'getApiKeyUsageSummary',
    overview: 'getUsageSummary',
  },
  Audit: {
    list: {
      operation: 'listAuditEvents',
      kind: 'list',
      note: 'Newest first; `latchkey.verify_chain` checks them.',
    },
  },
  Calls: {
    verify: {
      operation: 'verifyApiKey',
      note: 'It counts as a call with the key, and so is tried once.',
    },
    me: 'getPrincipal',
    scopes: 'listScopes',
    settings: 'getSettings',
    config: 'getConfig',
  },
};

const about: Readonly<Record<string, string>> = {
  Keys: '`/api-keys`. What makes a secret is done once, however often it is tried; see `SecretLost`.',
  Users: '`/users`.',
  Roles: '`/roles`.',
  Apis: '`/apis`: protected APIs.',
  Webhooks: '`/webhooks`: who is told of events, and where.',
  Usage: 'Calls with keys.',
  Audit: '`/audit-events`.',
  Calls: 'What stands alone.',
};

interface Argument {
  /** In Python. */
  readonly name: string;
  /** In the API. */
  readonly field: string;
  readonly type: string;
  readonly default: string | null;
}

const operations = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== undefined)
      .map(([method, operation]) => [operation.operationId, { method, path, operation }] as const),
  ),
);

function operationOf(id: string) {
  const found = operations.get(id);
  if (found === undefined) throw new Error(`The OpenAPI document has no longer an operation ${id}`);
  const { method, path, operation } = found;
  const { parameters = [], requestBody, responses } = operation;
  const inPlace = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const body = schemaOf(requestBody?.content);
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
  return {
    call: [method.toUpperCase(), path] as const,
    summary: `${operation.summary}.`,
    text: operation.description ?? '',
    path: inPlace('path').map(({ name }) => name),
    query: inPlace('query').map(({ name, schema }) => queryArgument(name, schema)),
    headers: inPlace('header').map(({ name }) => name),
    body: body === null ? null : bodyArguments(resolve(body)),
    answer: schemaOf(success?.[1].content),
  };
}

function schemaOf(content: Readonly<Record<string, { schema: Schema }>> | undefined): Schema | null {
  return content?.['application/json']?.schema ?? null;
}

function resolve(schema: Schema): Schema {
  const { $ref } = schema;
  return $ref === undefined ? schema : (document.components.schemas[$ref.replace(/.*\//, '')] ?? schema);
}

/** Several values of a filter can be one. */
function queryArgument(field: string, schema: Schema): Argument {
  const type = typeOf(schema, field, 'argument', 'types.');
  const [, one] = /^Sequence\[(.*)\]$/.exec(type) ?? [];
  const either = one === undefined || one === 'str' ? type : `Union[${one}, ${type}]`;
  const shown = one === 'str' ? `Union[str, ${type}]` : either;
  return { name: snakeCase(field), field, type: `Optional[${shown}]`, default: 'None' };
}

function bodyArguments(schema: Schema): Argument[] {
  const all = Object.entries(schema.properties ?? {}).map(([field, of]) => {
    const type = typeOf(of, nestedName(schema, field), 'argument', 'types.');
    const isRequired = schema.required?.includes(field) ?? false;
    const shown = isRequired ? type : `Union[${type}, Unset]`;
    return { name: snakeCase(field), field, type: shown, default: isRequired ? null : 'UNSET' };
  });
  return [...all.filter((each) => each.default === null), ...all.filter((each) => each.default !== null)];
}

/** What the module of types calls an object within a body. */
function nestedName(schema: Schema, field: string): string {
  const [owner] = Object.entries(document.components.schemas).find(([, other]) => other === schema) ?? [''];
  return owner + field.charAt(0).toUpperCase() + field.slice(1);
}

function returned(kind: Kind, answer: Schema | null): string {
  if (kind === 'mint') return 'types.MintedKey';
  if (answer === null) return 'None';
  if (kind === 'list') {
    const { items } = resolve(answer);
    return `Listing[${typeOf(items ?? {}, 'Item', 'answer', 'types.')}]`;
  }
  const type = typeOf(answer, 'Answer', 'answer', 'types.');
  return kind === 'steps' ? `Iterator[${type}]` : type;
}

const optionTypes: Readonly<Record<string, string>> = {
  if_match: 'Optional[str]',
  idempotency_key: 'Optional[str]',
  on_lost_secret: 'Optional[OnLostSecret]',
  timeout: 'Optional[float]',
  retries: 'Optional[int]',
};

function methodText(name: string, { operation: id, kind = 'request', note }: Method): string {
  const { call, summary, text, path, query, headers, body, answer } = operationOf(id);
  const options = [
    ...(headers.includes('If-Match') ? ['if_match'] : []),
    ...(kind === 'mint' ? ['idempotency_key', 'on_lost_secret'] : []),
    'timeout',
    'retries',
  ];
  // Where a count goes on is the client's affair.
  const filters =
    kind === 'steps' || kind === 'last' ? query.filter(({ field }) => field !== 'cursor') : query;
  const named = [...filters, ...(body ?? [])];
  const parameters = [
    'self',
    ...path.map((parameter) => `${snakeCase(parameter)}: str`),
    '*',
    ...named.map(
      ({ name, type, default: value }) => `${name}: ${type}${value === null ? '' : ` = ${value}`}`,
    ),
    ...options.map((option) => `${option}: ${optionTypes[option]} = None`),
  ];
  const filled = (entries: readonly (readonly [string, string])[]) => {
    const texts = entries.map(([field, value]) => `${quoted(field)}: ${value}`);
    const line = `{${texts.join(', ')}}`;
    if (line.length < 80) return line;
    return `{\n${texts.map((text) => `                ${text},\n`).join('')}            }`;
  };
  const fields = (of: readonly Argument[]) => of.map(({ field, name }) => [field, name] as const);
  const given = [
    ...(kind === 'list' || kind === 'steps' || kind === 'last' ? [quoted(call[1])] : call.map(quoted)),
    ...(path.length > 0 ? [`path=${filled(path.map((field) => [field, snakeCase(field)]))}`] : []),
    ...(filters.length > 0 ? [`query=${filled(fields(filters))}`] : []),
    ...(body === null ? [] : [`body=given(${filled(fields(body))})`]),
    ...options.map((option) => `${option}=${option}`),
  ];
  const member = { request: 'request', list: 'list', steps: 'steps', last: 'last_step', mint: 'mint' }[kind];
  const documented = `\n        ${summary}\n\n${wrapped(`${text} ${note ?? ''}`, '        ')}\n        `;
  const type = returned(kind, answer);
  const isIterated = kind === 'list' || kind === 'steps';
  return `    def ${name}(
${parameters.map((parameter) => `        ${parameter},`).join('\n')}
    ) -> ${type}:
        """${documented}"""
        ${isIterated ? 'return ' : answer === null ? '' : `answer: ${type} = `}self._api.${member}(
${given.map((argument) => `            ${argument},`).join('\n')}
        )
${isIterated || answer === null ? '' : '        return answer\n'}`;
}

function classText(name: string, methods: Readonly<Record<string, Method | string>>): string {
  const texts = Object.entries(methods).map(([method, how]) =>
    methodText(method, typeof how === 'string' ? { operation: how } : how),
  );
  return `class ${name}:
    """${about[name]}"""

    def __init__(self, api: Api) -> None:
        self._api = api

${texts.join('\n')}`;
}

/** The module of the calls that have names. */
export function resourcesModule(): string {
  const classes = Object.entries(resources).map(([name, methods]) => classText(name, methods));
  return `"""The API, by the names of its paths."""
from __future__ import annotations

from typing import Iterator, Dict, Literal, Optional, Sequence, Union

from .. import types
from .._api import Api
from .._arguments import UNSET, Unset, When, given
from .._listing import Listing
from .._minted import OnLostSecret


${classes.join('\n\n')}`;
}
