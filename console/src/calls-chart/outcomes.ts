/** Outcomes of calls, in the order in which they are shown. */
export const outcomes = ['success', 'denied', 'error'] as const;
