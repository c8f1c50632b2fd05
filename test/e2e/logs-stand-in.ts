import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes PutLogEvents as CloudWatch Logs does, keeps the ids of the audit events, and can be made to vanish. */
export class LogsStandIn {
  readonly eventIds = new Set<string>();
  #isDown = false;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (incoming, outgoing) => {
      if (this.#isDown) {
        incoming.socket.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { logEvents = [] } = JSON.parse(Buffer.concat(chunks).toString()) as {
        logEvents?: { message: string }[];
      };
      for (const { message } of logEvents) this.eventIds.add(JSON.parse(message).eventId);
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
    });
  }

  static async start(): Promise<LogsStandIn> {
    const standIn = new LogsStandIn();
    await new Promise<void>((resolve) => {
      standIn.#server.listen(0, '127.0.0.1', resolve);
    });
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  goDown(): void {
    this.#isDown = true;
  }

  comeBack(): void {
    this.#isDown = false;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
