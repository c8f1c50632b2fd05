/** Groups of operations, in reading order. */
export const tags = {
  'API keys':
    'Mint, change, rotate and delete API keys. Whoever owns a key may, and whoever has `api-keys:manage`.',
  Verification:
    'Ask what a key may do: for services that were sent one, and for those who wonder about theirs.',
  Usage: 'Calls that were made with a key.',
  Caller: 'Who is calling, and what there is to be allowed.',
  Users: 'The principals that keys impersonate.',
  Roles: 'Named grants of scopes and access rights, which users hold.',
  'Protected APIs':
    'APIs of your own that answer to the keys of this deployment: a stage of a gateway, and what each route requires.',
  Webhooks:
    'Who is told of changes as they happen, and where: by signed messages, by mail, or on an event bus.',
  Audit: 'Every change to keys, users, roles, protected APIs and webhooks.',
  Service: 'The service itself: its health, its description, its problems.',
} as const;

export type Tag = keyof typeof tags;
