import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSameSecret } from '../access/check-credentials.js';
import type { QueryTable } from '../query/query-table.js';
import { WireFailure } from '../wire-failure.js';

/** Chunks are fetched as from a cloud's storage: without a session, with the key of the result. */
export async function sendChunk(
  queries: QueryTable,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const found = /^\/results\/([0-9a-f-]{36})\/(\d{1,9})$/.exec(url.pathname);
  if (found === null || request.method !== 'GET') return false;
  const outcome = queries.findAny(found[1] ?? '')?.outcome;
  const key = request.headers['x-amz-server-side-encryption-customer-key'];
  const rows = outcome?.kind === 'rows' ? outcome.rows : undefined;
  const chunk = rows?.chunks[Number(found[2])];
  const isAllowed = isSameSecret(rows?.key ?? '', typeof key === 'string' ? key : '');
  if (rows === undefined || chunk === undefined || rows.key === '' || !isAllowed) {
    throw new WireFailure('390400', '08001', 'The result is not there.', 404);
  }
  response.writeHead(200, {
    // As from a cloud's storage: what says JSON would be parsed, and rows alone are no document.
    'content-type': 'application/octet-stream',
    'content-encoding': 'gzip',
    'content-length': chunk.compressedSize,
  });
  await new Promise<void>((resolve) => {
    const stream = createReadStream(chunk.file);
    stream.on('error', () => response.destroy());
    response.on('close', () => {
      stream.destroy();
      resolve();
    });
    stream.pipe(response);
  });
  return true;
}
