/** What is read of a proxy integration's event: of a REST API, or of an HTTP API with either payload format. */
export interface ProxyEvent {
  readonly headers?: Headers | null;
  readonly multiValueHeaders?: MultiValueHeaders | null;
  readonly requestContext: { readonly requestId: string };
}

type Headers = Readonly<Record<string, string | undefined>>;
type MultiValueHeaders = Readonly<Record<string, readonly string[] | undefined>>;
