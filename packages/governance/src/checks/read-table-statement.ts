import { normalType } from '../observe/normal-sql.js';
import type { ResourceState } from './effective-policy.js';
import { type StatementChange, setting } from './statement-change.js';
import { attachmentFact, canonicalSql, factKey } from './statement-facts.js';
import { type StatementReader, UnreadStatement } from './statement-reader.js';

type Pairs = (readonly [string, string])[];

/** Reads what follows `CREATE [DYNAMIC] TABLE`: all that the table is. */
export function readCreateTable(reader: StatementReader, isDynamic: boolean): StatementChange {
  const address = `${isDynamic ? 'dynamicTable' : 'table'} ${reader.name().join('.')}`;
  const facts: Pairs = reader.bracketed(() => readColumn(reader, !isDynamic)).flat();
  while (!reader.isAtEnd()) {
    if (isDynamic && reader.takes('AS')) {
      facts.push(['query', canonicalSql(reader.rest())]);
      break;
    }
    if (isDynamic && reader.takes('COPY GRANTS')) continue;
    reader.takes('WITH');
    if (reader.takes('ROW ACCESS POLICY')) facts.push(['rows', readRowAccess(reader)]);
    else if (reader.takes('AGGREGATION POLICY')) {
      facts.push(['aggregation', reader.name().join('.')]);
    } else if (reader.takes('TAG')) {
      const tags = reader.bracketed(() => readTag(reader));
      facts.push(...tags.map(([tag, value]) => [factKey('tag', tag), value] as const));
    } else if (reader.takes('COMMENT')) {
      reader.expects('=');
      reader.literal();
    } else if (isDynamic) {
      const option = readDynamicOption(reader);
      if (option !== undefined) facts.push(option);
    } else throw new UnreadStatement();
  }
  return { does: 'make', address, facts: new Map(facts) };
}

function readDynamicOption(reader: StatementReader): readonly [string, string] | undefined {
  const option = reader.word();
  reader.expects('=');
  switch (option) {
    case 'TARGET_LAG':
      return [option, reader.takes('DOWNSTREAM') ? 'DOWNSTREAM' : reader.literal()];
    case 'WAREHOUSE':
      return [option, reader.identifier()];
    case 'REFRESH_MODE':
    case 'INITIALIZE':
      reader.word();
      return undefined;
    default:
      throw new UnreadStatement();
  }
}

/** One column with all that protects it. */
function readColumn(reader: StatementReader, takesNotNull: boolean): Pairs {
  const name = reader.identifier();
  const facts: Pairs = [[factKey('type', name), normalType(reader.type())]];
  if (takesNotNull) facts.push([factKey('null', name), String(!reader.takes('NOT NULL'))]);
  for (;;) {
    const isWith = reader.takes('WITH');
    if (reader.takes('MASKING POLICY')) facts.push([factKey('mask', name), readMask(reader, name)]);
    else if (reader.takes('PROJECTION POLICY')) {
      facts.push([factKey('projection', name), reader.name().join('.')]);
    } else if (reader.takes('TAG')) {
      const tags = reader.bracketed(() => readTag(reader));
      facts.push(...tags.map(([tag, value]) => [factKey('tag', name, tag), value] as const));
    } else if (isWith) throw new UnreadStatement();
    else return facts;
  }
}

/** `p [USING (column, …)]`. */
function readMask(reader: StatementReader, column: string): string {
  const policy = reader.name().join('.');
  if (!reader.takes('USING')) return attachmentFact(policy, []);
  const [first, ...others] = reader.bracketed(reader.identifier);
  if (first !== column) throw new UnreadStatement();
  return attachmentFact(policy, others);
}

/** `p ON (column, …)`. */
function readRowAccess(reader: StatementReader): string {
  const policy = reader.name().join('.');
  reader.expects('ON');
  return attachmentFact(policy, reader.bracketed(reader.identifier));
}

function readTag(reader: StatementReader): readonly [tag: string, value: string] {
  const tag = reader.name().join('.');
  reader.expects('=');
  return [tag, reader.literal()];
}

/** Reads what follows `ALTER [DYNAMIC] TABLE`. */
export function readAlterTable(
  reader: StatementReader,
  isDynamic: boolean,
  state: ResourceState,
): readonly StatementChange[] {
  const name = reader.name().join('.');
  const dynamic = `dynamicTable ${name}`;
  const address = isDynamic || state.has(dynamic) ? dynamic : `table ${name}`;
  const set = (pairs: Iterable<readonly [string, string]>): readonly StatementChange[] => [
    setting(address, pairs),
  ];
  const unset = (...keys: readonly string[]): readonly StatementChange[] => [
    setting(address, [], (key) => keys.includes(key)),
  ];
  if (reader.takes('ADD COLUMN')) {
    return set(reader.list(() => readColumn(reader, !isDynamic)).flat());
  }
  if (reader.takes('ADD ROW ACCESS POLICY')) return set([['rows', readRowAccess(reader)]]);
  if (reader.takes('DROP ALL ROW ACCESS POLICIES')) return unset('rows');
  if (reader.takes('DROP ROW ACCESS POLICY')) {
    const dropped = reader.name().join('.');
    if (!reader.takesSymbol(',')) return [dropRows(address, dropped)];
    reader.expects('ADD ROW ACCESS POLICY');
    return [dropRows(address, dropped), ...set([['rows', readRowAccess(reader)]])];
  }
  if (reader.takes('SET AGGREGATION POLICY')) {
    const policy = reader.name().join('.');
    reader.takes('FORCE');
    return set([['aggregation', policy]]);
  }
  if (reader.takes('UNSET AGGREGATION POLICY')) return unset('aggregation');
  if (reader.takes('SET TAG')) {
    const tags = reader.list(() => readTag(reader));
    return set(tags.map(([tag, value]) => [factKey('tag', tag), value] as const));
  }
  if (reader.takes('UNSET TAG')) {
    return unset(...reader.list(() => factKey('tag', reader.name().join('.'))));
  }
  if (reader.takes('SET DATA_METRIC_SCHEDULE')) {
    reader.expects('=');
    reader.literal();
    return [{ does: 'measure', table: name }];
  }
  if (reader.takes('ADD DATA METRIC FUNCTION') || reader.takes('DROP DATA METRIC FUNCTION')) {
    reader.name();
    reader.expects('ON');
    reader.bracketed(reader.identifier);
    return [{ does: 'measure', table: name }];
  }
  if (reader.takes('SET COMMENT')) {
    reader.expects('=');
    reader.literal();
    return [{ does: 'comment', address }];
  }
  if (reader.takes('RENAME COLUMN')) {
    const from = reader.identifier();
    reader.expects('TO');
    return [renameColumn(address, from, reader.identifier())];
  }
  if (reader.takes('RENAME TO')) {
    const kind = address.split(' ')[0] ?? '';
    return [{ does: 'rename', address, to: `${kind} ${reader.name().join('.')}` }];
  }
  if (reader.takes('DROP COLUMN')) {
    const dropped = reader.identifier();
    return [setting(address, [], (key) => columnOf(key) === dropped)];
  }
  if (!reader.takes('MODIFY') && !reader.takes('ALTER')) throw new UnreadStatement();
  return readColumnChanges(reader, address);
}

function dropRows(address: string, policy: string): StatementChange {
  return {
    does: 'alter',
    address,
    change: (before) => {
      const rows = before.get('rows');
      // What is not attached cannot be dropped: the statement would fail, and then nothing is so.
      if (rows !== undefined && JSON.parse(rows)[0] !== policy) throw new UnreadStatement();
      return new Map([...before].filter(([key]) => key !== 'rows'));
    },
  };
}

/** The column that a fact is about. */
function columnOf(key: string): string | undefined {
  if (!key.startsWith('[')) return undefined;
  const [what, column, ...more] = JSON.parse(key) as readonly string[];
  return what === 'tag' && more.length === 0 ? undefined : column;
}

function renameColumn(address: string, from: string, to: string): StatementChange {
  const renamed = (column: string): string => (column === from ? to : column);
  return {
    does: 'alter',
    address,
    renames: { from, to },
    change: (before) =>
      new Map(
        [...before].map(([key, value]): [string, string] => {
          const words = key.startsWith('[') ? (JSON.parse(key) as readonly string[]) : [key];
          const [what = '', , ...more] = words;
          const moved = columnOf(key) === from ? factKey(what, to, ...more) : key;
          if (what !== 'mask' && what !== 'rows') return [moved, value];
          const [policy = '', ...columns] = JSON.parse(value) as readonly string[];
          return [moved, attachmentFact(policy, columns.map(renamed))];
        }),
      ),
  };
}

/** `[COLUMN] c SET …, COLUMN d SET …`. */
function readColumnChanges(reader: StatementReader, address: string): readonly StatementChange[] {
  const changes: StatementChange[] = [];
  do {
    reader.takes('COLUMN');
    changes.push(...readColumnChange(reader, address, reader.identifier()));
  } while (reader.takesSymbol(','));
  return changes;
}

function readColumnChange(
  reader: StatementReader,
  address: string,
  name: string,
): readonly StatementChange[] {
  const set = (key: string, value: string) => [setting(address, [[factKey(key, name), value]])];
  const unset = (...words: readonly string[]) => {
    const gone = factKey(...words);
    return [setting(address, [], (key) => key === gone)];
  };
  if (reader.takes('SET MASKING POLICY')) {
    const mask = readMask(reader, name);
    reader.takes('FORCE');
    return set('mask', mask);
  }
  if (reader.takes('UNSET MASKING POLICY')) return unset('mask', name);
  if (reader.takes('SET PROJECTION POLICY')) {
    const policy = reader.name().join('.');
    reader.takes('FORCE');
    return set('projection', policy);
  }
  if (reader.takes('UNSET PROJECTION POLICY')) return unset('projection', name);
  if (reader.takes('SET TAG')) return readColumnTags(reader, address, name);
  if (reader.takes('UNSET TAG')) {
    return reader.list(() => unset('tag', name, reader.name().join('.'))).flat();
  }
  if (reader.takes('SET DATA TYPE')) return set('type', normalType(reader.type()));
  if (reader.takes('SET NOT NULL')) return set('null', 'false');
  if (reader.takes('DROP NOT NULL')) return set('null', 'true');
  throw new UnreadStatement();
}

/** A comma parts tags, and the word COLUMN after it the next column. */
function readColumnTags(
  reader: StatementReader,
  address: string,
  first: string,
): readonly StatementChange[] {
  const pairs: Pairs = [];
  let column = first;
  do {
    if (reader.takes('COLUMN')) {
      column = reader.identifier();
      reader.expects('SET TAG');
    }
    const [tag, value] = readTag(reader);
    pairs.push([factKey('tag', column, tag), value]);
  } while (reader.takesSymbol(','));
  return [setting(address, pairs)];
}
