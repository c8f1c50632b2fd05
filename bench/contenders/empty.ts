/** What any function costs that does nothing: the start of a process, and the bench's own loop. */
export async function handler(): Promise<object> {
  return { context: { code: 'VALID' } };
}
