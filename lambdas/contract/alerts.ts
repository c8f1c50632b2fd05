/** What a log line is marked with, as its `alert`, where somebody is to be told at once. */
export const alerts = { grantOfEverything: 'GRANT_OF_EVERYTHING' } as const;
