/**
 * What HTTP backends are told of the caller: member of the authorizer's context, by header. Each of these members always
 * has a value: a mapping from an empty one sets nothing, and a client's own header could pass.
 */
const toldHeaders: Readonly<Record<string, string>> = {
  'X-Latchkey-User': 'toldUser',
  'X-Latchkey-Key-Id': 'toldKeyId',
  'X-Latchkey-Scopes': 'scopes',
};

/** Where callers send keys. A backend that saw one could use it elsewhere. */
const credentialHeaders = ['Authorization', 'X-Api-Key'] as const;

/** Stands for what is withheld; no user, key or list of scopes is called so. */
const withheld = '-';

type Mappings = Readonly<Record<string, string>>;

const prefix = 'integration.request.header.';

/** The mappings of a REST API's integration with an HTTP backend, of which the caller passed the authorizer. */
export function mappingsBehindAuthorizer(own: Mappings): Mappings {
  const replaced = credentialHeaders.filter((name) => !hasBackendsOwn(own, name));
  return {
    ...without(own, [...Object.keys(toldHeaders), ...replaced]),
    ...headers(Object.entries(toldHeaders).map(([name, member]) => [name, `context.authorizer.${member}`])),
    ...headers(replaced.map((name) => [name, `'${withheld}'`])),
  };
}

/** Those of an integration that anybody reaches: nobody is told of, whatever callers send. */
export function mappingsInTheOpen(own: Mappings): Mappings {
  return {
    ...without(own, Object.keys(toldHeaders)),
    ...headers(Object.keys(toldHeaders).map((name) => [name, `'${withheld}'`])),
  };
}

/** The mappings of an HTTP API's integration, of which the caller passed the authorizer. */
export function httpMappingsBehindAuthorizer(own: Mappings): Mappings {
  const told = Object.entries(toldHeaders).map(
    ([name, member]) => [name, `$context.authorizer.${member}`] as const,
  );
  // `Authorization` is reserved.
  const isOwn = Object.entries(own).some(
    ([key, value]) => httpHeaderOf(key) === 'x-api-key' && !value.includes('$request.'),
  );
  return overwriting(own, isOwn ? told : [...told, ['X-Api-Key', withheld]]);
}

/** Those of one that anybody reaches. */
export function httpMappingsInTheOpen(own: Mappings): Mappings {
  return overwriting(
    own,
    Object.keys(toldHeaders).map((name) => [name, withheld] as const),
  );
}

function overwriting(
  own: Mappings,
  headersTold: readonly (readonly [name: string, value: string])[],
): Mappings {
  const names = new Set(headersTold.map(([name]) => name.toLowerCase()));
  return {
    ...Object.fromEntries(Object.entries(own).filter(([key]) => !names.has(httpHeaderOf(key) ?? ''))),
    ...Object.fromEntries(headersTold.map(([name, value]) => [`overwrite:header.${name}`, value])),
  };
}

/** The header that a mapping of an HTTP API is about, in lower case; null for what is about something else. */
function httpHeaderOf(key: string): string | null {
  return /^(?:append|overwrite|remove):header\.(.+)$/i.exec(key)?.[1]?.toLowerCase() ?? null;
}

/** Whether the API gives its backend a credential of the backend's own, which is not one that the caller sent. */
function hasBackendsOwn(own: Mappings, name: string): boolean {
  const [, value] = Object.entries(own).find(([key]) => isHeader(key, name)) ?? [];
  return value !== undefined && !value.startsWith('method.request.');
}

function without(own: Mappings, names: readonly string[]): Mappings {
  return Object.fromEntries(
    Object.entries(own).filter(([key]) => !names.some((name) => isHeader(key, name))),
  );
}

function isHeader(key: string, name: string): boolean {
  return key.toLowerCase() === `${prefix}${name}`.toLowerCase();
}

function headers(entries: readonly (readonly [name: string, value: string])[]): Mappings {
  return Object.fromEntries(entries.map(([name, value]) => [`${prefix}${name}`, value]));
}
