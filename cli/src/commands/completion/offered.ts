/** Query and options of a list whose names are offered to a shell that completes: not all, and not for long. */
export const offeredNames = [{ limit: 100 }, { retries: 0, timeoutMs: 2_000 }] as const;
