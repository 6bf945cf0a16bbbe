import type { MaskAttachment } from '../../catalogue/catalogue-object.js';
import type { AggregationAttachment } from '../../catalogue/constraint-policy-object.js';
import { invalidStatement } from '../../warehouse/errors.js';
import { readBooleanOption, readClauses, readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { readAggregation } from '../policy/attach-constraint.js';
import { readRowAccess } from '../policy/attach-policy.js';
import { readTagValues } from '../tag/tag.js';

/** What may follow the columns of a table, view or dynamic table. */
export interface TableClauses {
  comment: string;
  rowAccess: MaskAttachment | undefined;
  /** What goes into the object as it is: the aggregation policy, if there is one. */
  constraint: { readonly aggregation?: AggregationAttachment };
  tags: Readonly<Record<string, string>>;
  retentionDays: number | undefined;
  extensionDays: number | undefined;
  changeTracking: boolean;
}

/** The clauses after the columns of a table, view or dynamic table; the others add their own. */
export function readTableClauses(
  definition: Definition,
  more: Readonly<Record<string, () => void>> = {},
): TableClauses {
  const { reader } = definition;
  const result: TableClauses = {
    comment: '',
    rowAccess: undefined,
    constraint: {},
    tags: {},
    retentionDays: undefined,
    extensionDays: undefined,
    changeTracking: false,
  };
  const rowAccess = (): void => {
    reader.expect('ACCESS', 'POLICY');
    if (result.rowAccess !== undefined) throw invalidStatement('a table has one row access policy');
    result.rowAccess = readRowAccess(definition);
  };
  const aggregation = (): void => {
    reader.expect('POLICY');
    if (result.constraint.aggregation !== undefined) {
      throw invalidStatement('a table has one aggregation policy');
    }
    result.constraint = { aggregation: readAggregation(definition) };
  };
  const tag = (): void => {
    reader.expectOperator('(');
    result.tags = { ...result.tags, ...readTagValues(definition) };
    reader.expectOperator(')');
  };
  readClauses(
    reader,
    {
      ...more,
      COMMENT: () => {
        result.comment = readOption(reader);
      },
      DATA_RETENTION_TIME_IN_DAYS: () => {
        result.retentionDays = readNumberOption(reader);
      },
      MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
        result.extensionDays = readNumberOption(reader);
      },
      CHANGE_TRACKING: () => {
        result.changeTracking = readBooleanOption(reader);
      },
      COPY: () => {
        reader.expect('GRANTS');
        definition.copiesGrants = true;
      },
      WITH: () => {
        if (reader.accept('ROW')) rowAccess();
        else if (reader.accept('AGGREGATION')) aggregation();
        else {
          reader.expect('TAG');
          tag();
        }
      },
      ROW: rowAccess,
      AGGREGATION: aggregation,
      TAG: tag,
    },
    () => reader.isAtEnd || reader.sees('AS'),
  );
  return result;
}
