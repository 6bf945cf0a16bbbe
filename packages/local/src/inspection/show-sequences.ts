import type { ResultSet, Row } from '@das/core';
import type { SequenceObject } from '../catalogue/sequence-object.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { nextValue } from '../sequences/physical-sequence.js';
import { visibleSequence } from '../sequences/visible-sequence.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound } from '../warehouse/errors.js';
import { objectRow } from './object-row.js';
import { sequenceNames } from './sequence-row.js';
import { isVisible, readLike, scopeOf } from './show-scope.js';

/** `SHOW SEQUENCES [LIKE '…'] [IN …]`. */
export async function showSequences(context: StatementContext): Promise<ResultSet> {
  const { reader, engine } = context;
  reader.expect('SHOW', 'SEQUENCES');
  const pattern = readLike(context);
  const isInside = scopeOf(context, 'SEQUENCE');
  reader.expectEnd();
  const found = [...engine.catalogue.ofKind('SEQUENCE')].filter(
    (sequence) =>
      isVisible(context, sequence) &&
      isInside(sequence) &&
      (pattern === undefined || pattern.test(sequence.name)),
  );
  const key = (sequence: SequenceObject): string => engine.catalogue.fullName(sequence);
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const rows: Row[] = [];
  for (const sequence of found) rows.push(await rowOf(context, sequence));
  return rowsResult(sequenceNames, rows);
}

/** `DESCRIBE SEQUENCE name`: the one row that SHOW SEQUENCES has for it. */
export async function describeSequence(context: StatementContext): Promise<ResultSet> {
  const { reader, engine, state } = context;
  if (!reader.accept('DESC')) reader.expect('DESCRIBE');
  reader.expect('SEQUENCE');
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const sequence = visibleSequence(path, engine.catalogue, state.roles);
  if (sequence === undefined) throw notFound('Sequence', path.join('.'));
  return rowsResult(sequenceNames, [await rowOf(context, sequence)]);
}

async function rowOf(context: StatementContext, sequence: SequenceObject): Promise<Row> {
  const { engine, state } = context;
  const next = await nextValue(state.connection, sequence);
  return { ...objectRow(sequence, engine.catalogue, state), next_value: String(next) };
}
