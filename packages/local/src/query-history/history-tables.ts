/** A column of a bookkeeping table, with its type in DuckDB. */
type Column = readonly [name: string, type: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'TIMESTAMP'];

/** A table of the history, in the schema `das_catalogue`. */
export interface HistoryTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The column by which it ages. */
  readonly time: string;
}

function columnsOf(list: string): readonly Column[] {
  const types = { text: 'VARCHAR', number: 'BIGINT', float: 'DOUBLE', time: 'TIMESTAMP' } as const;
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', type = 'text'] = entry.split(':');
      return [name, types[type as keyof typeof types]] as const;
    });
}

export const queryHistory: HistoryTable = {
  name: 'query_history',
  time: 'start_time',
  columns: columnsOf(`number:number query_id query_text query_type session_id:number
    authentication_id:number user_name role_name secondary_roles database_id:number database_name
    schema_id:number schema_name warehouse_id:number warehouse_name warehouse_size auto_suspend:number query_tag
    error_code:number error_message start_time:time end_time:time elapsed:number compilation:number
    execution:number produced:number inserted:number updated:number deleted:number unloaded:number
    transaction_id:number parent_id root_id`),
};

export const accessHistory: HistoryTable = {
  name: 'access_history',
  time: 'start_time',
  columns:
    columnsOf(`number:number query_id start_time:time user_name direct base modified definition
    policies parent_id root_id`),
};

export const loginHistory: HistoryTable = {
  name: 'login_history',
  time: 'event_time',
  columns: columnsOf(`number:number event_id:number event_time:time user_name client_ip client_type
    client_version first_factor is_success error_code:number error_message session_id:number
    client_application`),
};

const tables = [queryHistory, accessHistory, loginHistory];

/** The columns of a table and their types, as CREATE TABLE takes them. */
export function columnList({ columns }: HistoryTable): string {
  return columns.map((column) => column.join(' ')).join(', ');
}

/** The statements that make the tables of the history, if they are not there. */
export const historyTables: readonly string[] = tables.map(
  (table) => `CREATE TABLE IF NOT EXISTS das_catalogue.${table.name} (${columnList(table)})`,
);
