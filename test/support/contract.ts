import { escape, OpenApiDocument, type Operation, type Place } from './openapi-document.ts';

/** A request of the API and its answer. */
export interface Exchange {
  readonly method: string;
  /** Below the host, with the query. */
  readonly path: string;
  readonly sentHeaders: Headers;
  /** JSON; empty for none. */
  readonly sentBody: string;
  readonly status: number;
  readonly headers: Headers;
  /** JSON; empty for none. */
  readonly body: string;
}

/** Headers of every answer, whatever was asked for: of HTTP, of API Gateway, and those that tell browsers what to do. */
const common = new RegExp(
  '^(content-(type|length)|date|connection|keep-alive|transfer-encoding|x-amzn-.*|' +
    'cache-control|vary|access-control-.*|x-content-type-options|strict-transport-security)$',
);

/** Refusals before an operation is found: of unknown routes and malformed paths. */
const ofNoOperation = new Set(['404 NOT_FOUND', '400 INVALID']);

/** Headers that are too long are refused by the server in front, which is not the API. */
const isOfServer = (answer: string): boolean => answer === '431 TOO_LARGE';

/** An answer that the OpenAPI document does not allow. Its message has no value of a body, and so no secret. */
export class ContractFault extends Error {
  override readonly name = 'ContractFault';
}

/** What an OpenAPI document says of answers, and of the requests that succeed. */
export class Contract {
  readonly #document: OpenApiDocument;

  constructor(document: object) {
    this.#document = new OpenApiDocument(document);
  }

  /**
   * Holds an answer against the document.
   *
   * @throws ContractFault that names operation, status, code and all that is wrong
   */
  check(exchange: Exchange): void {
    const { method, status } = exchange;
    const { pathname } = new URL(exchange.path, 'http://host');
    const operation = this.#document.operations.find(
      (each) => each.method === method && each.path.test(pathname),
    );
    const answer = status < 400 ? `${status}` : `${status} ${parse(exchange.body)?.code}`;
    if (isOfServer(answer)) return;
    const faults =
      operation === undefined
        ? this.#faultsOfRefusal(exchange, answer)
        : [
            ...this.#faultsOfAnswer(operation, exchange),
            ...(status < 300 ? this.#faultsOfRequest(operation, exchange) : []),
          ];
    if (faults.length === 0) return;
    const name = operation?.node['operationId'] ?? `${method} without an operation`;
    throw new ContractFault(`${name} answered ${answer}: ${faults.join('; ')}`);
  }

  #faultsOfRefusal({ body }: Exchange, answer: string): string[] {
    if (!ofNoOperation.has(answer)) return ['no operation is documented'];
    return this.#document.bodies.faultsOf('/components/schemas/Problem', parse(body)).map(inBody);
  }

  #faultsOfAnswer({ pointer }: Operation, { status, headers, body }: Exchange): string[] {
    const response = this.#document.at(`${pointer}/responses/${status}`);
    if (response === null) return ['the status is not documented'];
    return [...this.#faultsOfHeaders(response, headers), ...this.#faultsOfBody(response, headers, body)];
  }

  #faultsOfHeaders({ pointer, node }: Place, headers: Headers): string[] {
    const documented = Object.keys(node['headers'] ?? {});
    const names = new Set(documented.map((name) => name.toLowerCase()));
    return [
      ...[...headers.keys()]
        .filter((name) => !common.test(name) && !names.has(name))
        .map((name) => `header ${name} is not documented`),
      ...documented.flatMap((name) => {
        const value = headers.get(name);
        const header = this.#document.at(`${pointer}/headers/${escape(name)}`);
        if (header === null) return [`header ${name} refers to nothing`];
        if (value === null) return header.node['required'] === true ? [`header ${name} is missing`] : [];
        return this.#document.texts
          .faultsOf(`${header.pointer}/schema`, value)
          .map((fault) => `header ${name} ${fault}`);
      }),
    ];
  }

  #faultsOfBody({ pointer, node }: Place, headers: Headers, body: string): string[] {
    const types = Object.keys(node['content'] ?? {});
    if (types.length === 0) return body === '' ? [] : ['a body is not documented'];
    const type = headers.get('content-type') ?? 'none';
    if (!types.includes(type)) return [`content type ${type} is not documented`];
    const schema = `${pointer}/content/${escape(type)}/schema`;
    const value = parse(body);
    return [
      ...this.#document.bodies.faultsOf(schema, value).map(inBody),
      ...(type === 'application/problem+json' ? this.#faultsOfCode(schema, value?.code) : []),
    ];
  }

  /** A response that leaves every code to its problem documents none. */
  #faultsOfCode(schema: string, code: string): string[] {
    const codes = this.#document.codesOf(schema);
    const all = this.#document.codesOf('/components/schemas/Problem');
    if (codes === null || codes.size === all?.size) return ['the codes of the status are not documented'];
    return codes.has(code) ? [] : ['the code is not documented under the status'];
  }

  /** What was asked for, and done, must be a request by the document, too. */
  #faultsOfRequest(operation: Operation, { path, sentHeaders, sentBody }: Exchange): string[] {
    const { pathname, searchParams } = new URL(path, 'http://host');
    const inPath = operation.path.exec(pathname)?.groups ?? {};
    const faults = operation.parameters.flatMap(({ pointer, node }) => {
      const { name } = node;
      const value = {
        path: () => decodeURIComponent(inPath[name] ?? ''),
        query: () => splitAs(node, searchParams.get(name)),
        header: () => sentHeaders.get(name),
      }[node['in'] as 'path' | 'query' | 'header']();
      if (value === null) return node['required'] === true ? [`parameter ${name} was left out`] : [];
      return this.#document.texts
        .faultsOf(`${pointer}/schema`, value)
        .map((fault) => `parameter ${name} ${fault}`);
    });
    const known = new Set(
      operation.parameters.map(({ node }) => (node['in'] === 'query' ? node['name'] : '')),
    );
    for (const name of searchParams.keys()) {
      if (!known.has(name)) faults.push(`parameter ${name} is not documented`);
    }
    return [...faults, ...this.#faultsOfSentBody(operation, sentBody)];
  }

  #faultsOfSentBody({ pointer }: Operation, sentBody: string): string[] {
    const body = this.#document.at(`${pointer}/requestBody`);
    if (body === null) return [];
    if (sentBody === '') return body.node['required'] === true ? ['the body was left out'] : [];
    return this.#document.bodies
      .faultsOf(`${body.pointer}/content/application~1json/schema`, parse(sentBody))
      .map((fault) => `the body that was sent: ${fault}`);
  }
}

/** Several values are one text with commas, where the parameter says so. */
function splitAs({ explode }: { readonly explode?: boolean }, text: string | null) {
  return explode === false ? (text?.split(',') ?? null) : text;
}

const inBody = (fault: string): string => `body ${fault}`;

function parse(json: string): any {
  return json === '' ? undefined : JSON.parse(json);
}
