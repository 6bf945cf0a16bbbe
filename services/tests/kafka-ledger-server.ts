import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryLedger } from '@das/collectors/testing';

/** A ledger that processes land in over HTTP, by the rule of the warehouse: the last claim holds. */
export interface LedgerServer extends AsyncDisposable {
  readonly url: string;
  readonly ledger: MemoryLedger;
  readonly events: unknown[];
  /** How often a reader wrote under a claim that another had taken over. */
  readonly fenced: () => number;
  /** Holds what is landed next before it is looked at, as a slow warehouse does. */
  holdNext(): HeldLanding;
}

/** A landing that waits. */
export interface HeldLanding {
  /** Resolves once it has come. */
  readonly arrived: Promise<void>;
  release(): void;
}

interface Landing {
  readonly partition: string;
  readonly epoch: number;
  readonly events: readonly unknown[];
  readonly nextOffset: number;
  readonly position: string | undefined;
}

/** Starts it on a free port of loopback. */
export async function startLedgerServer(): Promise<LedgerServer> {
  const ledger = new MemoryLedger();
  const events: unknown[] = [];
  let fenced = 0;
  let hold: (() => Promise<void>) | undefined;
  const land = ({ partition, epoch, events: its, nextOffset, position }: Landing): boolean => {
    const entry = ledger.entries.get(partition);
    if (entry === undefined || entry.epoch !== epoch) {
      fenced += 1;
      return false;
    }
    entry.nextOffset = nextOffset;
    entry.position = position;
    events.push(...its);
    return true;
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    if (request.url === '/claim') {
      response.end(JSON.stringify(ledger.claim(body.partition, body.identity)));
      return;
    }
    const held = hold;
    hold = undefined;
    await held?.();
    if (land(body)) response.end('{}');
    else response.writeHead(409).end('DAS_COLLECT_FENCED');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ledger,
    events,
    fenced: () => fenced,
    holdNext: () => {
      let release = (): void => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const arrived = new Promise<void>((resolve) => {
        hold = () => {
          resolve();
          return released;
        };
      });
      return { arrived, release };
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
