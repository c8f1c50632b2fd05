import { JsonSchemas } from './json-schemas.ts';

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

/** An OpenAPI 3.1 document. */
export class OpenApiDocument {
  /** In the order in which their paths match: those with fewer parameters first. */
  readonly operations: readonly Operation[];
  /** Schemas of bodies. */
  readonly bodies: JsonSchemas;
  /** Schemas of parameters and headers, which are text; those that the document calls integers are read as such. */
  readonly texts: JsonSchemas;
  readonly #root: Node;
  readonly #places = new Map<string, Place | null>();
  readonly #codes = new Map<string, ReadonlySet<string> | null>();

  constructor(root: Node) {
    this.#root = root;
    this.bodies = new JsonSchemas(root, { allErrors: true });
    this.texts = new JsonSchemas(root, { coerceTypes: true });
    this.operations = Object.keys(root['paths'])
      .toSorted((one, other) => one.split('{').length - other.split('{').length)
      .flatMap((template) => this.#operationsAt(template));
  }

  /** What stands at a pointer, behind its references; null where nothing does. */
  at(pointer: string): Place | null {
    return kept(this.#places, pointer, () => {
      const names = pointer.split('/').slice(1).map(unescape);
      const node = names.reduce<Node | undefined>((node, name) => node?.[name], this.#root);
      if (node === undefined) return null;
      return typeof node['$ref'] === 'string' ? this.at(node['$ref'].slice(1)) : { pointer, node };
    });
  }

  /** The values that a schema leaves to a problem's `code`; null where it leaves all. */
  codesOf(schema: string): ReadonlySet<string> | null {
    return kept(this.#codes, schema, () => this.#readCodes(this.at(schema) ?? { pointer: schema, node: {} }));
  }

  #readCodes({ pointer, node }: Place): ReadonlySet<string> | null {
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

function kept<T>(values: Map<string, T>, name: string, read: () => T): T {
  if (!values.has(name)) values.set(name, read());
  return values.get(name) as T;
}
