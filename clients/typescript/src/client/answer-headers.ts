const headersByAnswer = new WeakMap<object, Headers>();

export function keepHeaders(answer: object, headers: Headers): void {
  headersByAnswer.set(answer, headers);
}

/** The headers that came with what a call returned; null for another object. */
export function headersOf(answer: object): Headers | null {
  return headersByAnswer.get(answer) ?? null;
}

/** The version of a record that a call returned, for `ifMatch` of a change to it; null for what is no such record. */
export function etagOf(record: object): string | null {
  return headersOf(record)?.get('ETag') ?? null;
}
