// Written by `npm run client:types` from the API of this repository.
/** Calls that take an Idempotency-Key. */
export const replayable: readonly string[] = [
  "POST /api-keys",
  "POST /api-keys/{id}/rotate",
  "POST /api-keys/{id}/duplicate"
];
