/** Actions of the last event of a key. The reconciler is sent these events. */
export const keyEndings = ['api_key.deleted', 'api_key.purged'] as const;

/** Action of the last event of a user. The reconciler is sent these events too. */
export const userEnding = 'user.deleted';
