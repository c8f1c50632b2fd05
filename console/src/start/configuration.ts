/** `config.json`, which the deployment puts beside the console's files. */
export interface Configuration {
  /** Of the deployment. */
  readonly name: string;
  /** Of Latchkey. */
  readonly version: string;
  /** With `/v1`. */
  readonly apiUrl: string;
  /** Where the issuer sends people back to: the console's own address, with the slash at its end. */
  readonly consoleUrl: string;
  /** Null where people do not sign in. */
  readonly issuer: string | null;
  /** The console's at the issuer; null where the operator has named none. */
  readonly clientId: string | null;
}

/** @throws Error where there is none, or no complete one */
export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  const configuration = (await response.json()) as Partial<Configuration>;
  const { name, version, apiUrl, consoleUrl, issuer, clientId } = configuration;
  if (name === undefined || version === undefined || apiUrl === undefined || consoleUrl === undefined) {
    throw new Error('config.json is incomplete');
  }
  // CloudFormation knows texts only: what there is not is empty.
  return { name, version, apiUrl, consoleUrl, issuer: issuer || null, clientId: clientId || null };
}
