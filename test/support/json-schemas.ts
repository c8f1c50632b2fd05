import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** The JSON schemas (2020-12) that stand somewhere in a document, each compiled when it is first needed. */
export class JsonSchemas {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ReturnType<Ajv2020['getSchema']>>();

  constructor(document: object, options: Options) {
    this.#ajv = new Ajv2020({ strict: false, ...options });
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'document', false, false);
  }

  /** What is wrong with a value, by the schema at a JSON pointer; never the value itself. */
  faultsOf(pointer: string, value: unknown): string[] {
    if (!this.#compiled.has(pointer)) {
      const fragment = pointer.split('/').map(encodeURIComponent).join('/');
      this.#compiled.set(pointer, this.#ajv.getSchema(`document#${fragment}`));
    }
    const validate = this.#compiled.get(pointer);
    if (validate === undefined) return ['has no schema'];
    return validate(value) ? [] : (validate.errors ?? []).map(describe);
  }
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const member = 'additionalProperty' in params ? ` (${params['additionalProperty']})` : '';
  return `${instancePath} ${message}${member}`.trimStart();
}
