import * as z from 'zod';
import { codeOf, type ProblemName, problems } from '../../contract/codes.ts';
import { accessRightsField } from './permissions.ts';

/** The body of every refusal (RFC 9457). */
export const problem = z
  .object({
    type: z.url().describe('The page that explains the code'),
    title: z.string().describe('What the status is called'),
    status: z.int(),
    detail: z.string().describe('What is the matter, for people'),
    code: z
      .enum(Object.keys(problems).filter((name) => codeOf(name as ProblemName) === name))
      .describe('What is the matter, for programs; it does not change'),
    requestId: z.string().describe('For questions to the operator'),
    errors: z
      .array(
        z
          .object({
            field: z.string().describe('Path of the field, or the name of a parameter or header'),
            message: z.string(),
          })
          .meta({ id: 'FieldError' }),
      )
      .optional()
      .describe('All fields that are not valid'),
    missingScopes: z.array(z.string()).optional().describe('Scopes that the caller lacks'),
    missingAccessRights: accessRightsField.optional().describe('Rights that the caller lacks'),
  })
  .meta({ id: 'Problem' });
