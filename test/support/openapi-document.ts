import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An object of the document's JSON. */
export type Node = Record<string, any>;

/** A place in the document: a JSON pointer (RFC 6901) without references, and what stands there. */
export interface Place {
  readonly pointer: string;
  readonly node: Node;
}

export interface Operation extends Place {
  readonly method: string;
  /** Of the path below the host, with a group for each parameter. */
  readonly path: RegExp;
  readonly parameters: readonly Place[];
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** An OpenAPI 3.1 document: its operations, and its JSON schemas (2020-12) compiled. */
export class OpenApiDocument {
  /** In the order in which their paths match: those with fewer parameters first. */
  readonly operations: readonly Operation[];
  readonly #root: Node;
  readonly #json = new Ajv2020({ strict: false, allErrors: true });
  /** Parameters and headers are text; those that the document calls integers are read as such. */
  readonly #text = new Ajv2020({ strict: false, coerceTypes: true });

  constructor(root: Node) {
    this.#root = root;
    for (const ajv of [this.#json, this.#text]) {
      formats.default(ajv);
      ajv.addSchema(root, 'document', false, false);
    }
    this.operations = Object.keys(root['paths'])
      .toSorted((one, other) => one.split('{').length - other.split('{').length)
      .flatMap((template) => this.#operationsAt(template));
  }

  /** What stands at a pointer, behind its references; null where nothing does. */
  at(pointer: string): Place | null {
    const names = pointer.split('/').slice(1).map(unescape);
    const node = names.reduce<Node | undefined>((node, name) => node?.[name], this.#root);
    if (node === undefined) return null;
    return typeof node['$ref'] === 'string' ? this.at(node['$ref'].slice(1)) : { pointer, node };
  }

  /** What is wrong with a value of JSON, by the schema at a pointer; never the value itself. */
  faultsOfJson(schema: string, value: unknown): string[] {
    return faults(this.#json, schema, value);
  }

  /** The same of the text of a parameter or header. */
  faultsOfText(schema: string, value: string): string[] {
    return faults(this.#text, schema, value);
  }

  /** The values that a schema leaves to a problem's `code`; null where it leaves all. */
  codesOf(schema: string): ReadonlySet<string> | null {
    const { pointer, node } = this.at(schema) ?? { pointer: schema, node: {} };
    const each = (keyword: string) =>
      Object.keys(node[keyword] ?? []).map((index) => this.codesOf(`${pointer}/${keyword}/${index}`));
    const choices = [...each('anyOf'), ...each('oneOf')];
    const { enum: listed, const: only } = node['properties']?.code ?? {};
    return [
      listed === undefined ? null : new Set<string>(listed),
      only === undefined ? null : new Set<string>([only]),
      choices.length === 0 || choices.includes(null) ? null : new Set(choices.flatMap((set) => [...set!])),
      ...each('allOf'),
    ].reduce((one, other) => (one && other ? one.intersection(other) : (one ?? other)));
  }

  #operationsAt(template: string): Operation[] {
    const { pointer, node } = this.at(`/paths/${escape(template)}`)!;
    const [server] = node['servers'] ?? this.#root['servers'];
    const base = new URL(server.url, 'http://host').pathname.replace(/\/$/, '');
    const path = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    return methods
      .filter((method) => method in node)
      .map((method) => ({
        pointer: `${pointer}/${method}`,
        node: node[method],
        method: method.toUpperCase(),
        path: new RegExp(`^${base}${path}$`),
        parameters: [pointer, `${pointer}/${method}`].flatMap((owner) =>
          Object.keys(this.at(owner)?.node['parameters'] ?? []).map(
            (index) => this.at(`${owner}/parameters/${index}`)!,
          ),
        ),
      }));
  }
}

/** A name as a part of a JSON pointer. */
export function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function faults(ajv: Ajv2020, schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(`document#${schema.split('/').map(encodeURIComponent).join('/')}`);
  if (validate === undefined) return ['has no schema'];
  return validate(value) ? [] : (validate.errors ?? []).map(describe);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const member = 'additionalProperty' in params ? ` (${params['additionalProperty']})` : '';
  return `${instancePath} ${message}${member}`.trimStart();
}
