import type { DuckDBConnection } from '@duckdb/node-api';
import { type DataType, numberType, simple, varchar } from '../datatype/data-type.js';

/** A column of a Parquet file: how DuckDB selects it, its Snowflake type, and its form in a VARIANT. */
export interface ParquetColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: DataType;
  readonly json: (sql: string) => string;
}

/** The columns of a Parquet file. A binary one without a logical type is text, as BINARY_AS_TEXT says. */
export async function parquetColumns(
  connection: DuckDBConnection,
  read: string,
): Promise<readonly ParquetColumn[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${read}`);
  return reader.getRows().map(([name, type]) => {
    const quoted = `"${String(name).replaceAll('"', '""')}"`;
    return { name: String(name), ...readColumn(quoted, String(type)) };
  });
}

function readColumn(sql: string, duck: string): Omit<ParquetColumn, 'name'> {
  const plain = (type: DataType, column = sql): Omit<ParquetColumn, 'name'> => ({
    sql: column,
    type,
    json: (value) => `to_json(${value})`,
  });
  const asText = (type: DataType, column = sql): Omit<ParquetColumn, 'name'> => ({
    sql: column,
    type,
    json: (value) => `to_json(CAST(${value} AS VARCHAR))`,
  });
  if (/^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$/.test(duck)) {
    return plain(numberType(38, 0), `CAST(${sql} AS DECIMAL(38,0))`);
  }
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duck);
  if (decimal !== null) {
    const type = numberType(Number(decimal[1]), Number(decimal[2]));
    // The number itself: DuckDB would make a DOUBLE of it.
    return { sql, type, json: (value) => `CAST(CAST(${value} AS VARCHAR) AS JSON)` };
  }
  switch (duck) {
    case 'FLOAT':
    case 'DOUBLE':
      return plain(simple('FLOAT'), `CAST(${sql} AS DOUBLE)`);
    case 'BOOLEAN':
      return plain(simple('BOOLEAN'));
    case 'VARCHAR':
      return plain(varchar);
    case 'BLOB':
      return plain(varchar, `decode(${sql})`);
    case 'DATE':
      return asText(simple('DATE'));
    case 'TIME':
      return asText(simple('TIME'));
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_NS':
      return asText(simple('TIMESTAMP_NTZ'), `CAST(${sql} AS TIMESTAMP)`);
    case 'TIMESTAMP WITH TIME ZONE':
      return asText(simple('TIMESTAMP_LTZ'), `make_timestamp(epoch_us(${sql}))`);
    case 'JSON':
      return { sql, type: simple('VARIANT'), json: (value) => value };
    default:
      return { sql: `to_json(${sql})`, type: simple('VARIANT'), json: (value) => value };
  }
}
