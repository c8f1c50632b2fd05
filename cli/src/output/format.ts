/** How results are written; `table` is for people. */
export const formats = ['table', 'json', 'jsonl', 'yaml', 'csv'] as const;

export type Format = (typeof formats)[number];
