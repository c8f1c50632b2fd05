import { ApiClient } from './api-client.ts';
import { LatchkeyProcess } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';

/** All access rights, as refusals name them. */
export const allRights = {
  projects: { '*': { modules: { '*': 'write' }, environments: { '*': ['deploy', 'execute', 'read'] } } },
};
export const salesRead = { projects: { sales: { modules: { model: 'read' } } } };

/** A server with a role `developer`, on which people try to get at more than they were given. */
export class EscalationBench {
  readonly server: LatchkeyProcess;
  /** The administrator, signed in. */
  readonly admin: ApiClient;
  #keys = 0;

  private constructor(server: LatchkeyProcess, admin: ApiClient) {
    this.server = server;
    this.admin = admin;
  }

  /** @param args of the server's `npm start` */
  static async start(args: readonly string[] = []): Promise<EscalationBench> {
    const server = await LatchkeyProcess.start({ args });
    const { url, adminUserId } = server.bootstrap;
    const bench = new EscalationBench(server, new ApiClient(url, await accessToken(server, adminUserId)));
    await bench.addRole('developer', { scopes: ['database:*'], accessRights: salesRead });
    return bench;
  }

  /** @param planted what must not stand in anything that the server wrote, besides keys */
  async stop(planted: readonly string[] = []): Promise<void> {
    await this.server.stop();
    const places = findPlaintext(this.server, planted);
    this.server.removeData();
    expect(places).toEqual([]);
  }

  async addRole(name: string, fields: object): Promise<void> {
    expect((await this.admin.post('/roles', { name, ...fields })).status).toBe(201);
  }

  /** Somebody who has signed in, with a role of their own beside `developer`. */
  async person(name: string, ...scopes: string[]): Promise<ApiClient> {
    await this.addRole(name, { scopes });
    const userId = `${name}@example.com`;
    expect((await this.admin.post('/users', { userId, roles: ['developer', name] })).status).toBe(201);
    return this.admin.as(await accessToken(this.server, userId));
  }

  /** The fields of a key under a name that no other has. */
  named(fields: object): object {
    this.#keys += 1;
    return { name: `key ${this.#keys}`, ...fields };
  }

  async mint(by: ApiClient, fields: object): Promise<{ id: string; key: string }> {
    const { status, body } = await by.post('/api-keys', this.named(fields));
    expect([status, body.missingScopes]).toEqual([201, undefined]);
    return body;
  }
}

/** How the rules of giving refuse, naming what was missing. */
export const refusal = (missingScopes: string[], missingAccessRights?: object) => ({
  status: 403,
  code: 'INSUFFICIENT_PERMISSIONS',
  missingScopes,
  missingAccessRights,
});

/** The same fields of an answer. */
export const shown = ({ body }: Awaited<ReturnType<ApiClient['get']>>) => ({
  status: body.status,
  code: body.code,
  missingScopes: body.missingScopes,
  missingAccessRights: body.missingAccessRights,
});
