import { privilegeNames } from '../../access/privilege-names.js';
import type { GrantableKind } from '../../catalogue/catalogue-object.js';
import { isOperator, isWord } from '../../lexing/token.js';
import { invalidStatement } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** The privileges that a statement names, as a kind of object knows them. */
export function names(privileges: readonly string[] | 'ALL', of: GrantableKind): readonly string[] {
  if (privileges === 'ALL') return privilegeNames[of];
  for (const privilege of privileges) {
    if (privilege !== 'OWNERSHIP' && !privilegeNames[of].includes(privilege)) {
      throw invalidStatement(`${privilege} is no privilege on a ${of.toLowerCase()}`, privilege);
    }
  }
  return privileges;
}

/** Reads the privileges before ON. */
export function readPrivileges(definition: Definition): readonly string[] | 'ALL' {
  const { reader } = definition;
  if (reader.accept('ALL')) {
    reader.accept('PRIVILEGES');
    return 'ALL';
  }
  const privileges: string[] = [];
  do {
    const words: string[] = [];
    while (
      (reader.peek().kind === 'word' && !isWord(reader.peek(), 'ON')) ||
      reader.seesOperator('.')
    ) {
      words.push(reader.next().value);
    }
    if (words.length === 0) throw reader.unexpected('a privilege');
    // The class of budgets is named in full: CREATE SNOWFLAKE.CORE.BUDGET.
    privileges.push(words.join(' ').replaceAll(' . ', '.'));
  } while (isOperator(reader.peek(), ',') && reader.acceptOperator(','));
  return privileges;
}
