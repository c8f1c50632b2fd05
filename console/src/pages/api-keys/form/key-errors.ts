import { NameTakenError } from '@latchkey/client';
import { errorOf, fieldErrorsOf, isBesideFields } from '../../../forms/field-errors.ts';

/** Fields that forms of keys show errors at, by how the API names them. */
const fields = [
  'name',
  'description',
  'userId',
  'type',
  'expiresAt',
  'expiresIn',
  'scopes',
  'accessRights',
  'rateLimitTier',
  'allowedIps',
  'metadata',
  'gracePeriod',
];

export interface KeyErrors {
  /** What the API says of a field, and of what is within it. */
  readonly errorOf: (field: string) => string | undefined;
  /** What is left: an error that is about no field that is shown. */
  readonly failure: unknown;
}

/** Which errors stand at their fields, and which stand alone. */
export function keyErrorsOf(error: unknown): KeyErrors {
  if (error instanceof NameTakenError) {
    return { errorOf: (field) => (field === 'name' ? error.message : undefined), failure: null };
  }
  const errors = fieldErrorsOf(error);
  return {
    errorOf: (field) => errorOf(errors, field),
    failure: isBesideFields(error, fields) ? error : null,
  };
}
