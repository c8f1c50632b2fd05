/**
 * Path parameters as a REST API would hand them over: percent-encoded. HTTP APIs decode them, and send the path decoded to
 * the backend: where it would end at a `?` or `#`, the parameter counts as missing.
 */
export function asSent(decoded: Readonly<Record<string, string>>): Record<string, string> {
  const whole = Object.entries(decoded).filter(([, value]) => value.isWellFormed() && !/[?#]/.test(value));
  return Object.fromEntries(whole.map(([name, value]) => [name, encodeURIComponent(value)]));
}
