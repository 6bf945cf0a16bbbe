import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { WireFailure } from '../wire-failure.js';

/** Whether an address is one that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Refuses what a page in a browser could have sent: any request with an Origin, and, on loopback, a
 * Host that is not a name of this machine (DNS rebinding).
 */
export function guardRequest(request: IncomingMessage, isLoopbackOnly: boolean): void {
  const { headers } = request;
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw new WireFailure('390400', '08001', 'Requests from browsers are refused.', 403);
  }
  if (!isLoopbackOnly) return;
  const name = hostName(headers.host ?? '');
  const isOwn = isLoopback(name) || name.endsWith('.localhost');
  if (!isOwn) {
    throw new WireFailure('390400', '08001', 'The Host header names another machine.', 403);
  }
}

function hostName(host: string): string {
  const bracketed = /^\[([0-9a-f:]+)\](?::\d{1,5})?$/i.exec(host);
  if (bracketed !== null) return bracketed[1] ?? '';
  return /^([a-z0-9.-]+)(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? '';
}
