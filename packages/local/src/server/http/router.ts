import type { IncomingMessage, ServerResponse } from 'node:http';
import { catalogueOf } from '../../warehouse/open-local-warehouse.js';
import { admitAddress } from '../access/admit-address.js';
import type { ServerSession } from '../access/server-session.js';
import { monitoringBody } from '../query/monitoring-body.js';
import type { QueryTable } from '../query/query-table.js';
import { resultScanOf } from '../query/result-scan.js';
import { startQuery } from '../query/start-query.js';
import { errorBody, wireError } from '../result/error-answer.js';
import { queryBody } from '../result/result-answer.js';
import { WireFailure } from '../wire-failure.js';
import { answerLogin } from './answer-login.js';
import { asText, readBody } from './read-body.js';
import { guardRequest } from './request-guard.js';
import { sendChunk } from './send-chunk.js';
import type { Service } from './service.js';

/** A login needs no more: it is read before anybody has signed in. */
const loginBytes = 64 * 1024;

/** Answers one request. It never throws: what fails becomes the answer. */
export async function answer(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    guardRequest(request, service.place.isLoopbackOnly);
    const url = new URL(request.url ?? '/', 'http://local');
    if (await sendChunk(service.queries, request, response, url)) return;
    send(response, 200, await route(service, request, url));
  } catch (error) {
    const status = error instanceof WireFailure ? error.status : 200;
    // What was not read of a refused request must not be read as the next one.
    if (!request.complete) response.setHeader('connection', 'close');
    send(response, status, errorBody(wireError(error)));
  }
}

async function route(service: Service, request: IncomingMessage, url: URL): Promise<object> {
  const { sessions, limits } = service;
  const parts = url.pathname.split('/').slice(1);
  const path = url.pathname.replace(/\/$/, '');
  switch (`${request.method} ${path}`) {
    case 'POST /session/v1/login-request':
      return await answerLogin(
        service,
        await readBody(request, loginBytes),
        url,
        addressOf(request),
      );
    case 'POST /session/token-request': {
      const [session, tokens] = sessions.renew(tokenOf(request));
      await readBody(request, loginBytes);
      const data = {
        sessionToken: tokens.token,
        validityInSecondsST: limits.sessionTokenSeconds,
        masterToken: tokens.masterToken,
        validityInSecondsMT: limits.idleSeconds,
        sessionId: session.id,
      };
      return { success: true, code: null, message: null, data };
    }
    case 'POST /telemetry/send':
      sessions.find(tokenOf(request));
      await readBody(request, limits.requestBytes);
      return done;
    case 'POST /session/heartbeat':
      sessions.find(tokenOf(request));
      await readBody(request, loginBytes);
      return done;
    case 'POST /session': {
      const session = sessions.find(tokenOf(request));
      await readBody(request, loginBytes);
      if (url.searchParams.get('delete') === 'true') await sessions.end(session);
      return done;
    }
    case 'POST /queries/v1/query-request':
      return await answerQuery(service, request, url);
    case 'POST /queries/v1/abort-request': {
      const session = sessions.find(tokenOf(request));
      const body = await readBody(request, loginBytes);
      const requestId = asText(body.requestId) ?? '';
      return abort(service.queries.findRequest(session, requestId));
    }
  }
  const [first, id = '', last] = parts;
  if (first === 'queries' && last === 'result' && request.method === 'GET') {
    return await answerResult(service, sessions.find(tokenOf(request)), id, request);
  }
  if (first === 'queries' && last === 'abort-request' && request.method === 'POST') {
    const session = sessions.find(tokenOf(request));
    await readBody(request, loginBytes);
    return abort(service.queries.find(id, session));
  }
  if (first === 'monitoring' && id === 'queries' && request.method === 'GET') {
    const session = sessions.find(tokenOf(request));
    return monitoringBody(service.queries.find(last ?? '', session));
  }
  throw new WireFailure('390400', '08001', 'The server has nothing at this address.', 404);
}

/** Where a request comes from; IPv4 that came by way of IPv6 is IPv4. */
function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
}

async function answerQuery(service: Service, request: IncomingMessage, url: URL): Promise<object> {
  const session = service.sessions.find(tokenOf(request));
  // A policy that was activated meanwhile holds for sessions that are open.
  admitAddress(catalogueOf(service.warehouse), session.user, addressOf(request));
  const body = await readBody(request, service.limits.requestBytes);
  const scanned = resultScanOf(asText(body.sqlText) ?? '');
  // What the engine keeps it gives itself; a result that is larger, or not there yet, the driver waits for.
  if (scanned !== undefined && !session.local.keepsResult(scanned)) {
    return await answerResult(service, session, scanned, request);
  }
  const requestId = url.searchParams.get('requestId') ?? undefined;
  const repeated =
    requestId === undefined ? undefined : service.queries.findRequest(session, requestId);
  if (repeated === undefined) service.queries.refuseWhenFull();
  const query = repeated ?? startQuery(session, requestId, body, service.place);
  if (repeated === undefined) service.queries.add(query);
  const isAsync = body.asyncExec === true;
  if (!isAsync) await query.within(service.limits.answerSeconds);
  return queryBody(query, baseUrl(request), isAsync);
}

/** Gives the result of a statement again, or waits for it. */
async function answerResult(
  service: Service,
  session: ServerSession,
  id: string,
  request: IncomingMessage,
): Promise<object> {
  const query = service.queries.find(id, session);
  if (query === undefined) throw unknownStatement(id);
  await query.within(service.limits.answerSeconds);
  // The role that ran it may be known only now.
  if (service.queries.find(id, session) === undefined) throw unknownStatement(id);
  return queryBody(query, baseUrl(request));
}

function abort(query: ReturnType<QueryTable['findAny']>): object {
  if (query === undefined || query.outcome !== undefined) {
    throw new WireFailure(
      '000605',
      '57014',
      'Identified SQL statement is not currently executing.',
    );
  }
  query.abort();
  return done;
}

const done = { success: true, code: null, message: null, data: null };

/** The token of `Authorization: Snowflake Token="…"`. */
function tokenOf(request: IncomingMessage): string | undefined {
  return /^Snowflake Token="([A-Za-z0-9_-]{1,128})"$/.exec(
    request.headers.authorization ?? '',
  )?.[1];
}

function baseUrl(request: IncomingMessage): string {
  return `http://${request.headers.host ?? ''}`;
}

function unknownStatement(id: string): WireFailure {
  const name = /^[0-9a-f-]{1,36}$/.test(id) ? id : '';
  return new WireFailure('000709', '02000', `Statement ${name} not found`);
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
  });
  response.end(bytes);
}
