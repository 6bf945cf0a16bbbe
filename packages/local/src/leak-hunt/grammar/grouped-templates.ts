import type { CellType } from '../world/cell.js';

/** Aggregates; each list in it has an order of its own, so that its rows may come in any. */
export const aggregates: Readonly<Partial<Record<CellType, readonly string[]>>> = {
  text: [
    'MIN({text})',
    'MAX({text})',
    "LISTAGG({text#1}, ',') WITHIN GROUP (ORDER BY {text#1})",
    "LISTAGG(DISTINCT {text#1}, '|') WITHIN GROUP (ORDER BY {text#1})",
    'MAX_BY({keyed:text}, {key})',
    'MIN_BY({keyed:text}, {key})',
  ],
  number: [
    'COUNT(*)',
    'COUNT({text})',
    'COUNT(DISTINCT {text})',
    'COUNT(DISTINCT {number})',
    'SUM({number})',
    'AVG({number})',
    'MIN({number})',
    'MAX({number})',
    'COUNT_IF({boolean})',
    'APPROX_COUNT_DISTINCT({text})',
    'MAX_BY({keyed:number}, {key})',
    'SUM(IFF({boolean}, 1, 0))',
  ],
  float: ['MEDIAN({number})', 'SUM({float})', 'MAX({float})', 'STDDEV({number})'],
  boolean: [
    'BOOLAND_AGG({boolean})',
    'BOOLOR_AGG({boolean})',
    '(MAX({text}) = {guess:text})',
    '(COUNT(*) > {small})',
  ],
  date: ['MIN({date})', 'MAX({date})'],
  timestamp: ['MIN({timestamp})', 'MAX({timestamp})'],
  array: [
    'ARRAY_AGG({text#1}) WITHIN GROUP (ORDER BY {text#1})',
    'ARRAY_AGG({number#1}) WITHIN GROUP (ORDER BY {number#1})',
    'ARRAY_AGG(DISTINCT {date#1}) WITHIN GROUP (ORDER BY {date#1})',
  ],
  variant: ['OBJECT_AGG({text}, {text}::VARIANT)'],
};

/** Window functions; `{window}` puts every row in a place of its own. */
export const windows: Readonly<Partial<Record<CellType, readonly string[]>>> = {
  text: [
    'LAG({text}) OVER ({window})',
    'LEAD({text}, 2) OVER ({window})',
    'FIRST_VALUE({text}) OVER ({window})',
    'LAST_VALUE({text}) OVER ({frame})',
    'NTH_VALUE({text}, 2) OVER ({frame})',
    'MAX({text}) OVER ({partition})',
  ],
  number: [
    'ROW_NUMBER() OVER ({window})',
    'RANK() OVER ({partition} ORDER BY {text})',
    'DENSE_RANK() OVER (ORDER BY {number})',
    'COUNT(*) OVER ({partition})',
    'SUM({number}) OVER ({frame})',
    'NTILE(3) OVER ({window})',
    'LAG({number}) OVER ({window})',
  ],
  float: ['PERCENT_RANK() OVER (ORDER BY {date})', 'CUME_DIST() OVER (ORDER BY {number})'],
  date: ['LAG({date}) OVER ({window})', 'MIN({date}) OVER ({frame})'],
};
