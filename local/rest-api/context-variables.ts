/** The `$context` of one request: dotted names, such as `authorizer.userId`, and their values. */
export type ContextVariables = ReadonlyMap<string, string>;

const contextVariable = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;
const stageVariable = /\$stageVariables\.([A-Za-z0-9_]+)/g;
const velocity =
  /#(?:if|elseif|else|end|set|foreach|define|macro|parse|include|stop|evaluate)\b|\$(?:input|util|method)\b|\$!?\{/;

/**
 * Checks that a template needs no more than the substitution of variables. API Gateway itself supports no more in
 * gateway responses.
 *
 * @throws Error for a template with Velocity in it
 */
export function checkTemplate(template: string): void {
  const [found] = velocity.exec(template) ?? [];
  if (found !== undefined)
    throw new Error(`the template uses ${found}; only $context variables are supported`);
}

/** Replaces variables by their values, or by `missing` where a variable is not set. */
export function substitute(
  template: string,
  context: ContextVariables,
  stageVariables: Readonly<Record<string, string>>,
  missing = '',
  escape: (value: string) => string = (value) => value,
): string {
  return template
    .replaceAll(contextVariable, (_whole, name: string) => escape(context.get(name) ?? missing))
    .replaceAll(stageVariable, (_whole, name: string) => escape(stageVariables[name] ?? missing));
}

/** The value as a part of a JSON string, on one line. */
export function escapeForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
