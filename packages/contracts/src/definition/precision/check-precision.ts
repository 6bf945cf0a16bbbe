import { ContractError } from '../../errors/contract-error.js';
import type { ContractColumn } from '../../model/column.js';
import { optionsOf } from '../../schema/shape-union.js';
import { lossOfMoment } from './moment-loss.js';
import { lossOfNumber } from './number-loss.js';
import { lossOfText } from './text-loss.js';

/**
 * Checks that a column keeps what its schema lets through: the digits before the point and behind
 * it, whole numbers past 2^53, the characters of texts, the time of day and the offset.
 *
 * A bound that the schema does not state is not held against the column: `z.number()` may be
 * declared `NUMBER(12,2)`. A value that does not fit it is then stopped at the door, by the check
 * of the collector, and digits beyond the scale are rounded.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_PRECISION_LOSS`
 */
export function checkPrecision(
  column: Pick<ContractColumn, 'type' | 'stored'>,
  place: string,
): void {
  const shapes = optionsOf(column.stored).flatMap((shape) =>
    shape.kind === 'intersection' ? shape.parts.flatMap(optionsOf) : [shape],
  );
  for (const shape of shapes) {
    const loss =
      lossOfNumber(shape, column.type) ??
      lossOfText(shape, column.type) ??
      lossOfMoment(shape, column.type);
    if (loss === undefined) continue;
    throw new ContractError('DAS_CONTRACT_PRECISION_LOSS', loss.message, {
      place,
      next: loss.next,
    });
  }
}
