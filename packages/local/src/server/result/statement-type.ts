/**
 * The numbers by which drivers tell kinds of statement apart, as in the open drivers
 * (`statement_type.js` of the Node driver, `SFStatementType.java` of the JDBC driver).
 */
const types: Readonly<Record<string, number>> = {
  SELECT: 0x1000,
  WITH: 0x1000,
  VALUES: 0x1000,
  '(': 0x1000,
  EXECUTE: 0x1000,
  INSERT: 0x3100,
  UPDATE: 0x3200,
  DELETE: 0x3300,
  MERGE: 0x3400,
  COPY: 0x3600,
  USE: 0x4300,
  SHOW: 0x4400,
  DESCRIBE: 0x4500,
  DESC: 0x4500,
  LIST: 0x4701,
  LS: 0x4701,
  PUT: 0x4702,
  GET: 0x4703,
  REMOVE: 0x4704,
  RM: 0x4704,
  BEGIN: 0x5000,
  START: 0x5000,
  COMMIT: 0x5000,
  ROLLBACK: 0x5000,
};

/** The type of a statement, by its first words. What is not listed is DDL. */
export function statementType(text: string): number {
  const first = firstWord(text);
  if (first === 'ALTER' && /^ALTER\s+SESSION\b/i.test(withoutComments(text))) return 0x4100;
  return types[first] ?? 0x6000;
}

/** The first word of a statement in upper case, or its first character. */
export function firstWord(text: string): string {
  const start = withoutComments(text);
  return (/^[A-Za-z_]+/.exec(start)?.[0] ?? start.slice(0, 1)).toUpperCase();
}

/** A statement without the white space and the comments before it. */
export function withoutComments(text: string): string {
  return text.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/, '');
}
