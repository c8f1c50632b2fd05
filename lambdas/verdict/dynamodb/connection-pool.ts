import { Connection } from './connection.ts';
import type { Endpoint } from './endpoint.ts';

/** How old a connection may be, and how long a new one may take. */
export interface AcquireLimits {
  /** A connection that has rested longer is not used: the server may have closed it without our knowing. */
  readonly maxIdleMs: number;
  readonly timeoutMs: number;
}

/** Connections that stay open between calls, the one used last first. */
export interface ConnectionPool {
  /** @throws DynamoDbError `unreachable` */
  acquire(limits: AcquireLimits): Promise<Connection>;
  /** Takes a connection back after a call; one that is no longer open is forgotten. */
  release(connection: Connection): void;
  /** Opens a connection before the first call. Failing to says nothing: that call will meet the same, and tell. */
  warm(timeoutMs: number): void;
  /** Closes the connections that rest: where one has turned out dead, the others have most likely died with it. */
  closeIdle(): void;
}

/** A Lambda function serves one event at a time; a laptop's server, somewhat more. */
const maxIdle = 64;

/** @param now milliseconds since the epoch: a clock that goes on while Lambda freezes the process */
export function createConnectionPool(endpoint: Endpoint, now: () => number): ConnectionPool {
  let idle: { readonly connection: Connection; readonly sinceMs: number }[] = [];
  let warming: Promise<void> | null = null;

  function takeIdle(maxIdleMs: number): Connection | null {
    for (let rested = idle.pop(); rested !== undefined; rested = idle.pop()) {
      if (rested.connection.isOpen && now() - rested.sinceMs <= maxIdleMs) return rested.connection;
      rested.connection.close();
    }
    return null;
  }

  const pool: ConnectionPool = {
    async acquire({ maxIdleMs, timeoutMs }) {
      if (warming !== null) await warming;
      const connection = takeIdle(maxIdleMs);
      if (connection === null) return await Connection.open(endpoint, timeoutMs);
      connection.wake();
      return connection;
    },

    release(connection) {
      if (!connection.isOpen) return;
      if (idle.length >= maxIdle) return connection.close();
      connection.rest();
      idle.push({ connection, sinceMs: now() });
    },

    warm(timeoutMs) {
      warming ??= Connection.open(endpoint, timeoutMs)
        .then((connection) => pool.release(connection))
        .catch(() => {})
        .finally(() => {
          warming = null;
        });
    },

    closeIdle() {
      for (const { connection } of idle) connection.close();
      idle = [];
    },
  };
  return pool;
}
