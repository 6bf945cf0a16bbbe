import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CollectorHealth } from './collector-health.js';
import type { SupervisorHealth } from './collector-supervisor.js';

/** What {@link serveHealth} serves. */
export interface ServeHealthOptions {
  /** Whose health it is: a supervisor, or anything else that tells it. */
  readonly supervisor: { health(): SupervisorHealth };
  /** 0 takes a free port. */
  readonly port: number;
  /** Default `'127.0.0.1'`. In a container it has to be `'0.0.0.0'` for the orchestrator to reach it. */
  readonly host?: string;
  /** The metrics as Prometheus' text. Without it, `/metrics` is not found. */
  readonly metrics?: () => Promise<string>;
}

/** An endpoint that is being served. */
export interface ServedHealth extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Serves what an orchestrator asks of a process: `/healthz` (is it to be replaced?), `/readyz` (does
 * it do its work?) and `/metrics`. The bodies hold states, counts and codes, never a value.
 *
 * `/healthz` answers 503 when collectors have failed and none is left, or when one is stuck. `/readyz`
 * answers 503 until each collector has claimed its partitions, and from the moment it is draining.
 *
 * @throws the error of Node when the port is taken
 */
export async function serveHealth(options: ServeHealthOptions): Promise<ServedHealth> {
  const { host = '127.0.0.1', port } = options;
  const server = createServer((request, response) => {
    answer(request, options).then(
      (given) => send(request, response, given),
      // What went wrong may quote anything.
      () => send(request, response, json(500, { error: 'the answer could not be made' })),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${shown}:${address.port}`, close, [Symbol.asyncDispose]: close };
}

async function answer(
  { method, url }: IncomingMessage,
  { supervisor, metrics }: ServeHealthOptions,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET is answered' });
  const [path] = (url ?? '').split('?');
  if (path === '/healthz') {
    const health = supervisor.health();
    return json(health.isAlive ? 200 : 503, documentOf(health));
  }
  if (path === '/readyz') {
    const health = supervisor.health();
    return json(health.isReady ? 200 : 503, documentOf(health));
  }
  if (path === '/metrics' && metrics !== undefined) {
    const type = 'text/plain; version=0.0.4; charset=utf-8';
    return { status: 200, type, body: await metrics() };
  }
  return json(404, { error: 'use /healthz, /readyz or /metrics' });
}

function send({ method }: IncomingMessage, response: ServerResponse, given: Answer): void {
  response.writeHead(given.status, { 'content-type': given.type, 'cache-control': 'no-store' });
  response.end(method === 'HEAD' ? undefined : given.body);
}

function json(status: number, document: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(document)}\n` };
}

/** The health as a document with stable keys. */
function documentOf({ state, isAlive, isReady, collectors }: SupervisorHealth): object {
  return { state, isAlive, isReady, collectors: collectors.map(collectorDocument) };
}

/** Without names of fields and columns: this is read by whoever can reach the port. */
function collectorDocument(health: CollectorHealth): object {
  const { lag, lastFailure = null, lastFlushAt = null } = health;
  const { records = null, bytes = null, milliseconds = null } = lag;
  return {
    collector: health.collector,
    state: health.state,
    isReady: health.isReady,
    isStuck: health.isStuck,
    restarts: health.restarts,
    failures: health.failures,
    lastFailure,
    landed: health.landed,
    duplicates: health.duplicates,
    quarantined: health.quarantined,
    filtered: health.filtered,
    late: health.late,
    batches: health.batches,
    lastFlushAt,
    lag: { records, bytes, milliseconds },
  };
}
