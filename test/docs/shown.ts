/**
 * What the sessions of documents have to show: the refusals that they tell of, in this order, and what is there beside.
 * A refusal that a document does not tell of is one too many.
 */
export const shown: Readonly<Record<string, { refusals: readonly string[]; texts: readonly string[] }>> = {
  'docs/getting-started.md': {
    refusals: ['401 API_KEY_PAUSED'],
    texts: [
      'lk_',
      'Nightly import',
      'refused: exit code 10',
      '"remedy":',
      '"action":"api_key.paused"',
      '"action":"api_key.rotated"',
    ],
  },
  'docs/inviting.md': { refusals: [], texts: ['"invitation":', '"status":"disabled"', '"revoked":0'] },
  'docs/ci.md': { refusals: [], texts: ['"userId":"deploy-pipeline"', '"name":"exec import.sh '] },
  'docs/migrating.md': { refusals: [], texts: ['"refusal":null', 'token,tokenPrefix,id,name,expiry'] },
  'docs/secret-scanning.md': {
    refusals: [],
    texts: ['a key that begins with lk_', 'found', '"status":"paused"'],
  },
  'docs/webhooks.md': { refusals: [], texts: ['whsec_', 'https://hooks.example.com/latchkey', 'queued'] },
};
