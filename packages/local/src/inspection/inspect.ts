import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { unsupported } from '../warehouse/errors.js';
import { describe } from './describe.js';
import { show } from './show.js';

/** `SHOW` and `DESCRIBE`. */
export async function inspect(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  if (reader.accept('SHOW')) return show(context);
  if (reader.accept('DESCRIBE') || reader.accept('DESC')) return describe(context);
  throw unsupported(`the statement ${reader.peek().value}`);
}
