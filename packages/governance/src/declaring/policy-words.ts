/** Words of SQL that a policy body may use and that name nothing. */
export const keywords: ReadonlySet<string> = new Set(
  `CASE WHEN THEN ELSE END AND OR NOT NULL IS IN LIKE ILIKE RLIKE REGEXP BETWEEN TRUE FALSE ESCAPE
  DISTINCT ANY ALL AS INTERVAL EXISTS`.split(/\s+/),
);

/** Words that only stand in a subquery. */
export const queryKeywords: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE JOIN INNER LEFT ON'.split(' '),
);

/** Parts of dates, as DATE_TRUNC and EXTRACT take them. */
export const dateParts: ReadonlySet<string> = new Set(
  'YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND DAYOFWEEK DAYOFYEAR'.split(' '),
);

/** Types to cast to. */
export const castTypes: ReadonlySet<string> = new Set(
  `VARCHAR STRING TEXT CHAR NUMBER DECIMAL NUMERIC INT INTEGER BIGINT FLOAT DOUBLE BOOLEAN DATE TIME
  TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_TZ TIMESTAMP_LTZ VARIANT OBJECT ARRAY BINARY`.split(/\s+/),
);

/**
 * Snowflake's functions that a policy body may call without a schema. A body is read by those who
 * answer for it, so the list is short: another function is named with its schema, or asked for.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions-all
 */
export const knownFunctions: readonly string[] = `
  ABS CEIL FLOOR GREATEST LEAST MOD ROUND SIGN TRUNC TRUNCATE
  COALESCE DECODE EQUAL_NULL IFF IFNULL NULLIF NULLIFZERO NVL NVL2 ZEROIFNULL
  CAST TRY_CAST TO_BOOLEAN TO_CHAR TO_DATE TO_DECIMAL TO_NUMBER TO_TIMESTAMP TO_TIMESTAMP_NTZ
  TO_TIMESTAMP_TZ TO_VARCHAR TO_VARIANT TRY_TO_BOOLEAN TRY_TO_DATE TRY_TO_NUMBER TRY_TO_TIMESTAMP
  CHARINDEX CONCAT CONCAT_WS CONTAINS ENDSWITH INITCAP LEFT LEN LENGTH LOWER LPAD LTRIM POSITION
  REGEXP_COUNT REGEXP_INSTR REGEXP_LIKE REGEXP_REPLACE REGEXP_SUBSTR REPEAT REPLACE REVERSE RIGHT
  RPAD RTRIM SPLIT SPLIT_PART STARTSWITH SUBSTR SUBSTRING TRANSLATE TRIM UPPER
  BASE64_ENCODE HEX_ENCODE MD5 SHA1 SHA2
  ADD_MONTHS CURRENT_DATE CURRENT_TIMESTAMP DATEADD DATEDIFF DATE_FROM_PARTS DATE_PART DATE_TRUNC
  DAY DAYOFMONTH EXTRACT HOUR LAST_DAY MONTH MONTHS_BETWEEN QUARTER TIMESTAMP_FROM_PARTS
  TIMESTAMP_NTZ_FROM_PARTS WEEK YEAR
  ARRAY_CONSTRUCT ARRAY_CONTAINS ARRAY_SIZE GET GET_PATH IS_NULL_VALUE OBJECT_CONSTRUCT
  OBJECT_DELETE OBJECT_INSERT OBJECT_PICK PARSE_JSON TRY_PARSE_JSON TYPEOF
  CURRENT_ACCOUNT CURRENT_ACCOUNT_NAME CURRENT_ORGANIZATION_NAME CURRENT_USER
  INVOKER_ROLE INVOKER_SHARE IS_DATABASE_ROLE_IN_SESSION IS_GRANTED_TO_INVOKER_ROLE
  IS_ROLE_IN_SESSION SYS_CONTEXT SYSTEM$GET_TAG_ON_CURRENT_COLUMN`
  .trim()
  .split(/\s+/);

/** Functions of a policy that answer otherwise than they seem to, with what to use in their place. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  [
    'CURRENT_ROLE',
    "use IS_ROLE_IN_SESSION('ROLE'): CURRENT_ROLE knows no inherited role and is NULL in a share",
  ],
  [
    'CURRENT_SECONDARY_ROLES',
    "use IS_ROLE_IN_SESSION('ROLE'), which looks at secondary roles as well",
  ],
  [
    'CURRENT_AVAILABLE_ROLES',
    "use IS_ROLE_IN_SESSION('ROLE'): a role that is there may be inactive",
  ],
  ['RANDOM', 'use a function whose answer does not change from one query to the next'],
  ['UUID_STRING', 'use a function whose answer does not change from one query to the next'],
]);
