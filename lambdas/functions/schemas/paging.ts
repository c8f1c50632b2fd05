import * as z from 'zod';

export const defaultLimit = 25;

/** Items a page. */
export const limitField = z
  .string()
  .regex(/^([1-9]\d?|100)$/, { error: 'Must be a number from 1 to 100' })
  .meta({ description: 'Items a page, 1 to 100; 25 where it is left out' });

export const cursorField = z
  .string()
  .max(4_096)
  .meta({ description: 'From the Link header of the page before' });
