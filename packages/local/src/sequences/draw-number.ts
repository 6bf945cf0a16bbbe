import { requirePrivilege } from '../access/privileges.js';
import type { NumberSeries } from '../catalogue/sequence-object.js';
import type { Compilation } from '../compile/compilation.js';
import type { Place } from '../compile/compile-expression.js';
import { type Typed, typed } from '../compile/typed.js';
import { numberType } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { physicalSequence } from './physical-sequence.js';
import { visibleSequence } from './visible-sequence.js';

/**
 * `name.NEXTVAL`: another number at each place and for each row.
 *
 * @see https://docs.snowflake.com/en/user-guide/querying-sequences
 */
export function drawNumber(name: readonly string[], place: Place): Typed {
  const { compilation, frame } = place;
  const path = fullPath(name, frame);
  const sequence = visibleSequence(path, compilation.catalogue, frame.roles);
  if (sequence === undefined) throw notFound('Sequence', path.join('.'));
  requirePrivilege(compilation.catalogue, frame.roles, sequence, 'USAGE');
  if (place.drawsNumbers !== true || frame.isPolicy === true || frame.metric !== undefined) {
    throw unsupported('NEXTVAL outside the values that a query or a DML statement gives');
  }
  return nextNumber(sequence, compilation);
}

/** The next number of a series, for a sequence or an AUTOINCREMENT column. */
export function nextNumber(series: NumberSeries, compilation: Compilation): Typed {
  const physical = physicalSequence(series);
  compilation.sequences.set(series.physical, physical);
  compilation.draws += 1;
  return typed(`nextval('${physical}')`, numberType(19, 0));
}
