/** A schema of an object that has these members, and no others. */
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const boolean = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const moment = { type: 'string', format: 'date-time' };

/** Results that are the command line's own, and of no call: what scripts may rely on. Their names are none of the API's. */
export const ownSchemas = {
  SignInStatus: object({
    profile: text,
    signedIn: boolean,
    apiUrl: textOrNull,
    consoleUrl: textOrNull,
    userId: textOrNull,
    store: { enum: ['keyring', 'file', 'variable', null] },
    via: { enum: ['sign-in', 'token', null] },
    expiresAt: { type: ['string', 'null'], format: 'date-time' },
    renews: boolean,
  }),
  Diagnosis: object({
    ok: boolean,
    checks: { type: 'array', minItems: 1, items: object({ name: text, ok: boolean, detail: text }) },
  }),
  ApplyStepList: {
    type: 'array',
    items: object({
      kind: { enum: ['role', 'user', 'api'] },
      name: text,
      action: { enum: ['create', 'update', 'none'] },
      changes: { type: 'object', additionalProperties: object({ from: {}, to: {} }) },
    }),
  },
  ChainVerification: object({
    valid: boolean,
    events: count,
    targets: count,
    verified: count,
    linkedOnly: count,
    faults: {
      type: 'array',
      items: object({
        copy: { enum: ['API', 'file', 'both'] },
        eventId: text,
        sequence: count,
        reason: text,
      }),
    },
    against: { anyOf: [object({ from: moment, to: moment, same: count, expired: count }), { type: 'null' }] },
  }),
};
