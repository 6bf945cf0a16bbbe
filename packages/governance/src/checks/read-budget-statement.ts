import { type StatementChange, setting } from './statement-change.js';
import { factKey } from './statement-facts.js';
import { type StatementReader, UnreadStatement } from './statement-reader.js';
import { nameAt, statementTokens } from './statement-tokens.js';

/** Passes `SNOWFLAKE.CORE.BUDGET`, where it comes next. */
export function takesBudgetClass(reader: StatementReader): boolean {
  if (!reader.takes('SNOWFLAKE')) return false;
  for (const part of ['CORE', 'BUDGET']) {
    reader.expects('.');
    reader.expects(part);
  }
  return true;
}

/** `SET COMMENT = '…'`: the rest of a budget is changed by its methods. */
export function readBudgetComment(reader: StatementReader, address: string): StatementChange {
  reader.expects('SET COMMENT');
  reader.expects('=');
  reader.literal();
  return { does: 'comment', address };
}

/** `b!METHOD(…)`, after CALL: those methods that DAS calls. */
export function readBudgetCall(reader: StatementReader): StatementChange {
  const address = `budget ${reader.name().join('.')}`;
  reader.expects('!');
  const method = reader.word();
  reader.expects('(');
  const change = changeOf(method, address, reader);
  reader.expects(')');
  return change;
}

function changeOf(method: string, address: string, reader: StatementReader): StatementChange {
  switch (method) {
    case 'SET_SPENDING_LIMIT':
      return setting(address, [['SPENDING_LIMIT', reader.literal()]]);
    case 'SET_EMAIL_NOTIFICATIONS':
      return setting(address, [['EMAILS', reader.literal()]]);
    case 'ADD_RESOURCE':
      return setting(address, [[readReference(reader), '']]);
    case 'REMOVE_RESOURCE': {
      const gone = readReference(reader);
      return setting(address, [], (key) => key === gone);
    }
    default:
      throw new UnreadStatement();
  }
}

/** `SELECT SYSTEM$REFERENCE('<type>', '<name>', 'SESSION', 'APPLYBUDGET')`. */
function readReference(reader: StatementReader): string {
  reader.expects('SELECT SYSTEM$REFERENCE');
  const [type = '', name = '', scope, privilege, ...more] = reader.bracketed(reader.literal);
  if (scope !== 'SESSION' || privilege !== 'APPLYBUDGET' || more.length > 0) {
    throw new UnreadStatement();
  }
  return factKey('watched', type, nameAt(statementTokens(name), 0));
}
