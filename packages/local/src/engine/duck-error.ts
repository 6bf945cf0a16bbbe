import { DasError } from '@das/contracts';
import { WarehouseError } from '@das/core';
import { failures } from '../compile/typed.js';
import { cancelled, conflict, executionFailed, invalidStatement } from '../warehouse/errors.js';

/** What RE2 says of a pattern that it does not read. */
const regularExpression =
  /^Invalid Input Error: (?:Pattern failed to parse|invalid (?:perl operator|escape sequence|repetition size|named capture|character class)|missing [\])]|no argument for repetition|unexpected \)|bad repetition)/;

/**
 * Turns an error of DuckDB into one of the warehouse. DuckDB's text may echo values and the text of
 * policies, so none of it is kept: not in the message, and not as the cause.
 */
export function fromDuckError(error: unknown, columnName?: (id: string) => string): Error {
  if (DasError.isInstance(error)) return error;
  if (error instanceof RangeError) return invalidStatement('the statement is nested too deeply');
  const text = error instanceof Error ? error.message : '';
  const own = /DAS:([a-z]+)/.exec(text)?.[1];
  if (own !== undefined && own in failures) {
    const { message, ...options } = failures[own as keyof typeof failures];
    return executionFailed(message, options);
  }
  if (/INTERRUPT/.test(text)) return cancelled();
  if (/^TransactionContext Error|Conflict on|write-write conflict/i.test(text)) {
    return conflict('another transaction changed the same data');
  }
  const notNull = /NOT NULL constraint failed: \S+?\.(c\d+)/.exec(text)?.[1];
  if (notNull !== undefined) {
    const name = columnName?.(notNull);
    return executionFailed(
      name === undefined
        ? 'NULL result in a non-nullable column'
        : `NULL result in the non-nullable column ${name}`,
      { number: 100_072, sqlState: '22000', ...(name === undefined ? {} : { place: name }) },
    );
  }
  if (/More than one row returned by a subquery/.test(text)) {
    return executionFailed('a subquery that stands for a value returned more than one row', {
      number: 90_150,
      sqlState: '22000',
    });
  }
  if (regularExpression.test(text)) {
    return executionFailed('a regular expression is not one that the engine reads (RE2)', {
      number: 100_048,
      sqlState: '2201B',
      next: 'write it without look-around and back-references',
    });
  }
  if (/^Conversion Error|^Invalid Input Error/.test(text)) {
    const type =
      /(?:to|destination type|into type|as type) (?:type )?"?(DECIMAL\([\d,]+\)|[A-Z]+)/i.exec(
        text,
      )?.[1];
    const target = type === undefined ? 'the type it needs' : snowflakeName(type);
    return executionFailed(`a value cannot be converted to ${target}`, {
      number: 100_038,
      sqlState: '22018',
    });
  }
  if (/^Out of Range Error/.test(text)) {
    return executionFailed('a numeric value is out of range', {
      number: 100_046,
      sqlState: '22003',
    });
  }
  if (/^Sequence Error/.test(text)) {
    return executionFailed('a sequence has come to the end of its range', {
      next: 'create a sequence with another start or a smaller increment',
    });
  }
  if (/must appear in the GROUP BY clause|cannot contain aggregates|aggregate/i.test(text)) {
    return invalidStatement(
      'a column is neither grouped by nor inside an aggregate function, or an aggregate stands where none may',
      undefined,
      979,
    );
  }
  if (/^Catalog Error/.test(text)) {
    return conflict('an object was changed by another session while this one used it');
  }
  if (/^Binder Error|^Parser Error|^Not implemented Error/.test(text)) {
    return new WarehouseError(
      'DAS_WAREHOUSE_UNSUPPORTED',
      'the embedded warehouse cannot run this statement, although it understood each part of it',
      { number: 2, sqlState: '0A000', next: 'write the statement in another form' },
    );
  }
  return executionFailed('the statement failed while it ran');
}

function snowflakeName(type: string): string {
  const upper = type.toUpperCase();
  if (upper.startsWith('DECIMAL')) return upper.replace('DECIMAL', 'NUMBER');
  if (upper.startsWith('INT') || upper.endsWith('INT')) return 'NUMBER';
  return ['DATE', 'TIME', 'TIMESTAMP', 'BOOLEAN', 'VARCHAR', 'DOUBLE', 'JSON', 'BLOB'].includes(
    upper,
  )
    ? upper
    : 'the type it needs';
}
