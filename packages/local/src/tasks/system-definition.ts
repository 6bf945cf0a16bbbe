import { randomUUID } from 'node:crypto';
import { type Definition, define } from '../definition/definition.js';
import type { Engine } from '../engine/engine.js';
import { SessionState } from '../engine/session-state.js';
import { newContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';

/** Changes the catalogue as the service itself. */
export async function defineAsSystem(
  engine: Engine,
  work: (definition: Definition) => void,
): Promise<void> {
  const connection = await engine.database.connect();
  try {
    const state = new SessionState(randomUUID(), engine, connection, {
      role: 'ACCOUNTADMIN',
      secondaryRoles: 'NONE',
      user: 'SYSTEM',
      database: undefined,
      schema: undefined,
      warehouse: undefined,
    });
    const base = { engine, state, text: '', binds: [], tokens: [], signal: undefined };
    await define(newContext(base, []), async (definition) => {
      work(definition);
      return statusResult('');
    });
  } finally {
    connection.closeSync();
  }
}
