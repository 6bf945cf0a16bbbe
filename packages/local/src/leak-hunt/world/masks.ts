import type { Cell } from './cell.js';
import type { HuntedColumn, HuntedRow } from './hunted-table.js';

/** What a masking policy is called, its definition, and the same in JavaScript for the hunted role. */
export interface Mask {
  readonly name: string;
  readonly definition: string;
  readonly shown: (value: Cell, row: HuntedRow) => Cell;
}

const cleared = "CURRENT_ROLE() IN ('ACCOUNTADMIN', 'CLEARED')";

function mask(
  name: string,
  type: string,
  hidden: string,
  shown: Mask['shown'],
  more: { readonly condition?: string; readonly parameters?: string } = {},
): Mask {
  const parameters = `VAL ${type}${more.parameters ?? ''}`;
  const condition = more.condition ?? cleared;
  return {
    name,
    shown,
    definition: `CREATE MASKING POLICY D.S.${name} AS (${parameters}) RETURNS ${type} -> CASE WHEN ${condition} THEN VAL ELSE ${hidden} END`,
  };
}

export type MaskName =
  | 'text'
  | 'mail'
  | 'tail'
  | 'session'
  | 'invoker'
  | 'number'
  | 'mapped'
  | 'float'
  | 'boolean'
  | 'year'
  | 'date'
  | 'timestamp'
  | 'variant'
  | 'binary';

const hiddenProfile = { kind: 'hidden', tags: ['a', 'b'] };

/** Full, partial, conditional masks of every type; by role, by session, by a mapping table. */
export const masks: Readonly<Record<MaskName, Mask>> = {
  text: mask('M_TEXT', 'VARCHAR', "'***'", () => '***'),
  mail: mask(
    'M_MAIL',
    'VARCHAR',
    "CONCAT('***@', SPLIT_PART(VAL, '@', 2))",
    (value) => `***@${String(value).split('@')[1] ?? ''}`,
  ),
  tail: mask(
    'M_TAIL',
    'VARCHAR',
    "CONCAT('##', RIGHT(VAL, 2))",
    (value, row) => (row.LEVEL === 'public' ? value : `##${String(value).slice(-2)}`),
    { condition: `${cleared} OR LEVEL = 'public'`, parameters: ', LEVEL VARCHAR' },
  ),
  session: mask('M_SESSION', 'VARCHAR', "'xxxx'", () => 'xxxx', {
    condition: "IS_ROLE_IN_SESSION('CLEARED') OR CURRENT_ROLE() = 'ACCOUNTADMIN'",
  }),
  invoker: mask('M_INVOKER', 'VARCHAR', 'UPPER(LEFT(VAL, 1))', first, {
    condition: "INVOKER_ROLE() IN ('ACCOUNTADMIN', 'CLEARED') AND CURRENT_ROLE() <> 'READER'",
  }),
  number: mask('M_NUMBER', 'NUMBER', '-1', () => '-1'),
  mapped: mask('M_MAPPED', 'NUMBER', '0', () => '0', {
    condition: `${cleared} OR EXISTS (SELECT 1 FROM D.SEC.READERS R WHERE R.ROLE_NAME = CURRENT_ROLE())`,
  }),
  float: mask('M_FLOAT', 'FLOAT', '0.5', () => 0.5),
  boolean: mask('M_BOOLEAN', 'BOOLEAN', 'FALSE', () => false),
  year: mask('M_YEAR', 'DATE', "DATE_TRUNC('year', VAL)", (value) =>
    value === null ? null : `${String(value).slice(0, 4)}-01-01`,
  ),
  date: mask('M_DATE', 'DATE', "'1900-01-01'::DATE", () => '1900-01-01'),
  timestamp: mask('M_TIMESTAMP', 'TIMESTAMP_NTZ', 'NULL', () => null),
  variant: mask(
    'M_VARIANT',
    'VARIANT',
    `PARSE_JSON('${JSON.stringify(hiddenProfile)}')`,
    () => hiddenProfile,
  ),
  binary: mask('M_BINARY', 'BINARY', "TO_BINARY('00FF', 'HEX')", () => '00FF'),
};

function first(value: Cell): Cell {
  return String(value).slice(0, 1).toUpperCase();
}

/** A column under a mask. */
export function masked(
  name: string,
  type: HuntedColumn['type'],
  which: MaskName,
  using = '',
): HuntedColumn {
  const { name: policy, shown } = masks[which];
  return { name, type, policy: `WITH MASKING POLICY D.S.${policy}${using}`, shown };
}
