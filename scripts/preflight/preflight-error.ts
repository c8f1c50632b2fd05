/** Why nothing could be checked at all. The message is for the operator. */
export class PreflightError extends Error {
  override readonly name = 'PreflightError';
}
