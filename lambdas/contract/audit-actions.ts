/** Actions of the last event of a key. The reconciler is sent these events. */
export const keyEndings = ['api_key.deleted', 'api_key.purged'] as const;
