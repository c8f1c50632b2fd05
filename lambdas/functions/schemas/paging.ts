import * as z from 'zod';

/** Items a page, where the query does not say. */
export const defaultLimit = 25;

const maxLimit = 100;
const error = `Must be a whole number from 1 to ${maxLimit}`;

export const pageFields = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, { error })
    .transform(Number)
    .pipe(z.int().min(1).max(maxLimit))
    .describe(`Items a page; ${defaultLimit} where it is left out`),
  cursor: z.string().max(4_096).describe('From the `Link` header of the page before, unchanged'),
};
