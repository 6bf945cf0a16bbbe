import { DasError } from '@das/contracts';
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { StatementOutline } from '../session/statement-outline.js';

/** Where spans say that a statement ran. */
export interface SpanTarget {
  readonly address: string;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
}

/** The second words that say what a statement of the first is about. */
const objectWords: ReadonlySet<string> = new Set(
  `TABLE VIEW SCHEMA DATABASE ROLE STAGE TAG TASK STREAM WAREHOUSE SESSION POLICY MASKING ROW ACCESS
  DYNAMIC SECURE TEMPORARY TRANSIENT INTO FROM USING USER SHARE SECONDARY ROLES OR REPLACE ALTER
  GRANTS TABLES VIEWS SCHEMAS DATABASES COLUMNS PARAMETERS ALL FUTURE OWNERSHIP TRANSACTION NETWORK
  RULE INTEGRATION FUNCTION PROCEDURE SEQUENCE IF NOT EXISTS`.split(/\s+/),
);

/** The operation: the first word of the statement, which is never a name or a value. */
function operationOf({ words }: StatementOutline): string {
  const [first] = words;
  return first === undefined || !/^[A-Z]+$/.test(first) ? 'UNKNOWN' : first;
}

/** The statement without names, literals and binds: `CREATE OR REPLACE TABLE`. */
export function summaryOf(outline: StatementOutline): string {
  const summary = [operationOf(outline)];
  for (const word of outline.words.slice(1)) {
    if (!objectWords.has(word)) break;
    summary.push(word);
  }
  return summary.join(' ');
}

/**
 * Runs one statement under a client span with the database conventions. The text of the statement is
 * never recorded: it may hold literals.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-spans/
 */
export async function withQuerySpan<T>(
  outline: StatementOutline,
  target: SpanTarget,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const summary = summaryOf(outline);
  const namespace = [target.database, target.schema].filter((part) => part !== undefined);
  const tracer = trace.getTracer('@das/core/snowflake');
  return await tracer.startActiveSpan(
    summary,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'snowflake',
        'db.operation.name': operationOf(outline),
        'db.query.summary': summary,
        'server.address': target.address,
        ...(target.port === undefined ? {} : { 'server.port': target.port }),
        ...(namespace.length === 0 ? {} : { 'db.namespace': namespace.join('|') }),
      },
    },
    async (span) => {
      try {
        return await work(span);
      } catch (error) {
        recordError(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
  );
}

/** The kind of an error, and Snowflake's number. Its message is the SDK's own, which holds no value. */
function recordError(span: Span, error: unknown): void {
  const isKnown = DasError.isInstance(error);
  span.setAttribute('error.type', isKnown ? error.code : '_OTHER');
  if (error instanceof WarehouseError && error.number !== undefined) {
    span.setAttribute('db.response.status_code', String(error.number).padStart(6, '0'));
  }
  span.setStatus({
    code: SpanStatusCode.ERROR,
    ...(isKnown ? { message: error.message } : {}),
  });
}
