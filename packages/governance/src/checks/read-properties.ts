import { factKey } from './statement-facts.js';
import type { StatementReader } from './statement-reader.js';
import { nameAt, statementTokens } from './statement-tokens.js';

/** `KEY = value` again and again: those that DAS writes, and no other. */
export function readProperties(reader: StatementReader): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  const property = (key: string): boolean => {
    if (!reader.takes(key)) return false;
    reader.expects('=');
    return true;
  };
  const plain = (key: string): void => void facts.push([key, reader.literal()]);
  const readers: Readonly<Record<string, (key: string) => void>> = {
    COMMENT: () => void reader.literal(),
    WAREHOUSE_SIZE: plain,
    AUTO_SUSPEND: plain,
    AUTO_RESUME: () => reader.expects('TRUE'),
    INITIALLY_SUSPENDED: () => reader.expects('TRUE'),
    RESOURCE_MONITOR: (key) => void facts.push([key, reader.identifier()]),
    CREDIT_QUOTA: plain,
    FREQUENCY: () => reader.expects('MONTHLY'),
    START_TIMESTAMP: () => reader.expects('IMMEDIATELY'),
    WAREHOUSE: (key) => void facts.push([key, reader.identifier()]),
    SCHEDULE: plain,
    PROPAGATE: () => void facts.push(['propagate', reader.word()]),
    TYPE: (key) => void facts.push([key, reader.word()]),
    MODE: (key) => void facts.push([key, reader.word()]),
    VALUE_LIST: () => {
      facts.push(...reader.bracketed(() => [factKey('address', reader.literal()), ''] as const));
    },
    ALLOWED_NETWORK_RULE_LIST: () => void facts.push(...readRules(reader, 'allowed')),
    BLOCKED_NETWORK_RULE_LIST: () => void facts.push(...readRules(reader, 'blocked')),
  };
  for (;;) {
    const found = Object.entries(readers).find(([key]) => property(key));
    if (found !== undefined) found[1](found[0]);
    else if (reader.takes('TRIGGERS')) facts.push(...readTriggers(reader));
    else return facts;
  }
}

/** Rules are named in texts. */
function readRules(
  reader: StatementReader,
  what: 'allowed' | 'blocked',
): readonly (readonly [string, string])[] {
  return reader.bracketed(() => {
    const name = nameAt(statementTokens(reader.literal()), 0);
    return [factKey(what, name), ''] as const;
  });
}

function readTriggers(reader: StatementReader): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  while (reader.takes('ON')) {
    const percent = reader.literal();
    reader.expects('PERCENT DO');
    facts.push([factKey('trigger', percent, reader.word()), '']);
  }
  return facts;
}
