/** The item of the Usage table that says up to when calls have been recorded. */
export const recordedKey = { pk: 'RECORDED#UNTIL', sk: 'RECORDED' } as const;
/** Items whose partition key begins so, in a policy. */
export const recordedPartitions = 'RECORDED#*';
