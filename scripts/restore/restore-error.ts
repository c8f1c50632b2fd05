/** What the operator who runs a restore can mend. Its message is for them. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}
