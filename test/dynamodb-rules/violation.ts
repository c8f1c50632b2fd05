/** A request that DynamoDB itself would have answered with a ValidationException. */
export class Violation extends Error {
  override readonly name = 'ValidationException';
  /** The rule that the request breaks; a few words, always the same ones. */
  readonly rule: string;

  /** @param detail what breaks it: names and expressions, never a value of an attribute */
  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`);
    this.rule = rule;
  }

  /** The same, with the place where it was found. */
  in(place: string): Violation {
    return new Violation(this.rule, `${this.message.slice(this.rule.length + 2)}, in ${place}`);
  }
}

/**
 * The names of the rules that dynalite knows, by what its messages, which are DynamoDB's, say; the first that matches.
 * What a pattern matches is told as the detail: so none of them may match a value.
 */
const rules: readonly (readonly [rule: string, said: RegExp])[] = [
  ['reserved word', /reserved keyword: \w+/],
  ['unused name', /ExpressionAttributeNames unused in expressions: keys: \{[^}]*\}/],
  ['unused value', /ExpressionAttributeValues unused in expressions: keys: \{[^}]*\}/],
  ['undefined name', /name used in the document path is not defined; attribute name: #?\w+/],
  ['undefined value', /value used in expression is not defined; attribute value: :\w+/],
  ['overlapping paths', /Two document paths (overlap|conflict) with each other.*/],
  ['update of a key attribute', /Cannot update attribute \w+/],
  ['ReturnValues', /ReturnValues can only be [\w ]+|'returnValues' failed to satisfy constraint/],
  ['number', /more than 38 significant digits|Number (over|under)flow|converted to a numeric value/],
  ['item size', /Item size[\w ]* has exceeded the maximum allowed size/],
  ['filter on a key attribute', /only contain non-primary key attributes: Primary key attribute: \w+/],
  ['empty key value', /key attribute cannot contain an empty \w+ value\. Key: \w+/],
  ['key type', /Type mismatch for (key|Index Key) \w+ expected: \w+ actual: \w+/i],
  ['key type', /parameter type does not match schema type/],
  ['key size', /Size of hashkey has exceeded|size of all range keys has exceeded/],
  ['key schema', /key element does not match the schema|Missing the key \w+ in the item/],
  ['starting key', /provided starting key [a-z ]+|cannot be restarted/],
  ['index', /not have the specified index: [\w.-]+|not supported (on|for) global secondary index/],
  ['operands', /(Incorrect (operand type|number of operands)|requires|The first operand must).*/],
  ['function', /(Invalid function name|function is not allowed|Invalid attribute type name).*/],
  ['section', /The "\w+" section can only be used once/],
  ['syntax', /Syntax error; .*|expression can not be empty|redundant parentheses/s],
  ['key condition', /KeyConditionExpressions?.*|key condition not supported|BETWEEN condition/],
  ['key condition', /missed key schema element: \w+|length 1 or 2 only/],
  ['set', /set {1,2}may not be empty|sets should not be empty|contains duplicates/],
  ['attribute value', /Supplied AttributeValue .*|Null attribute value types .*/],
  [
    'parameters',
    /can only be specified when .*|Can not use both .*|Attribute(Names|Values) must not be empty/,
  ],
  ['parameters', /'\w+' is required but was not present|parameter is required but was not present/],
  ['bounds', /at '\w+' failed to satisfy constraint: Member must (not be null|have [\w ]+)/],
];

/** The violation that a message of dynalite is about. */
export function violationOf(message: string): Violation {
  for (const [rule, said] of rules) {
    const found = said.exec(message);
    if (found !== null) return new Violation(rule, found[0]);
  }
  return new Violation('other', 'a rule of dynalite that has no name here');
}
