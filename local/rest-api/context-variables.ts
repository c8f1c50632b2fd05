/** The `$context` of one request: dotted names, such as `authorizer.userId`, and their values. */
export type ContextVariables = ReadonlyMap<string, string>;

const contextVariable = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;
const stageVariable = /\$stageVariables\.([A-Za-z0-9_]+)/g;
const velocity =
  /#(?:if|elseif|else|end|set|foreach|define|macro|parse|include|stop|evaluate)\b|\$(?:input|util|method)\b|\$!?\{/;

/**
 * Refuses what simple substitution cannot do. API Gateway itself allows no more in gateway responses, but
 * it does in integrations.
 *
 * @throws Error for a template with Velocity in it
 */
export function checkTemplate(template: string): void {
  const [found] = velocity.exec(template) ?? [];
  if (found !== undefined)
    throw new Error(`the template uses ${found}; only $context variables are supported`);
}

/** Substitutes variables as they are; one that is not set becomes what `missing` says. */
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

/** Makes a value safe inside a JSON string, and one line. */
export function escapeForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
