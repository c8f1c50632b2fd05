/**
 * What the sessions of documents have to show: the codes of refusals that they tell of, in this order, and what is
 * there beside. A refusal that a document does not tell of is one too many.
 */
export const shown: Readonly<Record<string, { codes: readonly string[]; texts: readonly string[] }>> = {
  'docs/getting-started.md': {
    codes: ['API_KEY_PAUSED', 'API_KEY_PAUSED'],
    texts: ['"remedy":', '"action":"api_key.paused"', '"action":"api_key.rotated"'],
  },
  'docs/inviting.md': { codes: [], texts: ['"invitation":', '"status":"disabled"', '"revoked":0'] },
  'docs/ci.md': { codes: [], texts: ['"userId":"deploy-pipeline"'] },
  'docs/migrating.md': { codes: [], texts: ['"formerId":"42"', 'token,tokenPrefix,id,name,expiry'] },
  'docs/secret-scanning.md': {
    codes: [],
    texts: ['a key that begins with lk_', 'found', '"status":"paused"'],
  },
};
