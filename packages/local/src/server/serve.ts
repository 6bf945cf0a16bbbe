import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  catalogueOf,
  type LocalWarehouse,
  openLocalWarehouse,
} from '../warehouse/open-local-warehouse.js';
import { SessionTable } from './access/session-table.js';
import { isLoopback } from './http/request-guard.js';
import { answer } from './http/router.js';
import type { Service } from './http/service.js';
import { QueryTable } from './query/query-table.js';
import { startRealTimeClock } from './real-time-clock.js';
import { ServeError } from './serve-error.js';
import { defaultLimits, type ServedWarehouse, type ServeOptions } from './serve-options.js';

/**
 * Serves an embedded warehouse to Snowflake's own drivers, over the HTTP protocol that they speak.
 *
 * It listens on loopback unless told otherwise, answers nothing that comes from a browser, and accepts
 * any credentials as long as there are neither `users` nor users of the warehouse (`CREATE USER`). A
 * session without a role is `PUBLIC`.
 *
 * @throws ServeError when another address than loopback is to be served without users, or the port is
 * taken; WarehouseError `DAS_WAREHOUSE_UNAVAILABLE` when `data` cannot be opened.
 *
 * @example
 * ```ts
 * import { serve } from '@das/local';
 *
 * await using server = await serve();
 * console.log(/^http:\/\/127\.0\.0\.1:\d+$/.test(server.url));
 * // => true
 * ```
 */
export async function serve(options: ServeOptions = {}): Promise<ServedWarehouse> {
  const { host = '127.0.0.1', port = 0, users, log = () => undefined } = options;
  const limits = { ...defaultLimits, ...options.limits };
  checkOptions(options, host);
  const warehouse = options.warehouse ?? (await openOwn(options));
  const folder = await mkdtemp(join(tmpdir(), 'das-results-'));
  const queries = new QueryTable(limits.results);
  const sessions = new SessionTable(limits, (session) => queries.stop(session));
  const place = { folder, isLoopbackOnly: isLoopback(host) };
  const service: Service = { warehouse, users, limits, sessions, queries, place };
  const http = createServer(
    {
      headersTimeout: Math.min(10, limits.receiveSeconds) * 1000,
      requestTimeout: limits.receiveSeconds * 1000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => void answer(service, request, response),
  );
  http.maxConnections = 1024;
  let stopClock: (() => Promise<void>) | undefined;
  const close = async (): Promise<void> => {
    const stopped = stopClock?.();
    const ended = http.listening ? new Promise((resolve) => http.close(resolve)) : undefined;
    http.closeAllConnections();
    await ended;
    await sessions.close();
    await queries.close();
    // The warehouse cancels the tasks that run; one that stays open lets them end.
    if (options.warehouse === undefined) await warehouse.close();
    await stopped;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await listen(http, port, host);
  } catch (error) {
    await close();
    throw error;
  }
  const acceptsAnyone =
    users === undefined && catalogueOf(warehouse).ofKind('USER').next().done === true;
  if (acceptsAnyone) {
    log('No users are configured: any name and password is accepted, with every role.');
  }
  if (options.schedule !== false) stopClock = startRealTimeClock(warehouse, log);
  let closing: Promise<void> | undefined;
  const closeOnce = async (): Promise<void> => {
    closing ??= close();
    await closing;
  };
  return {
    url: urlOf(http),
    acceptsAnyone,
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

function checkOptions(
  { users, warehouse, data, externalLocations }: ServeOptions,
  host: string,
): void {
  if (warehouse !== undefined && (data ?? externalLocations) !== undefined) {
    throw new ServeError('DAS_SERVE_INVALID_OPTIONS', 'both a warehouse and its data are given', {
      place: 'serve',
      next: 'pass either warehouse or data',
    });
  }
  if (!isLoopback(host) && Object.keys(users ?? {}).length === 0) {
    throw new ServeError('DAS_SERVE_USERS_NEEDED', 'other machines could sign in as anybody', {
      place: 'serve: host',
      next: 'configure users, or listen on 127.0.0.1',
    });
  }
  for (const [name, user] of Object.entries(users ?? {})) {
    if (user.publicKey === undefined) continue;
    try {
      createPublicKey(user.publicKey);
    } catch {
      throw new ServeError('DAS_SERVE_INVALID_OPTIONS', 'a public key is no PEM', {
        place: `serve: users.${name}.publicKey`,
        next: 'pass the text that starts with -----BEGIN PUBLIC KEY-----',
      });
    }
  }
}

async function openOwn({ data, externalLocations }: ServeOptions): Promise<LocalWarehouse> {
  return await openLocalWarehouse({
    ...(data === undefined ? {} : { path: data }),
    ...(externalLocations === undefined ? {} : { externalLocations }),
  });
}

async function listen(http: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new ServeError('DAS_SERVE_CANNOT_LISTEN', `cannot listen (${error.code ?? 'unknown'})`, {
          place: `${host}:${port}`,
          next: 'choose another port, or 0 for a free one',
        }),
      );
    });
    http.listen(port, host, resolve);
  });
}

function urlOf(http: Server): string {
  const { address, port, family } = http.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
