/**
 * What happens to fields of an event that the contract does not have.
 *
 * - `ignore`: they are dropped, counted and shown by name
 * - `reject`: the run stops with `DAS_COLLECT_SCHEMA_DRIFT`, which names the field
 * - `quarantine`: the record goes to quarantine with the reason `SCHEMA_DRIFT`
 * - `evolve`: each becomes a nullable VARIANT column `_DRIFT_<FIELD>` of BRONZE, readable by the
 *   pipeline alone and tagged `phi`, if the contract's compatibility allows a column more. Past
 *   `limit` columns, or for a name that is no plain identifier, records go to quarantine instead
 */
export type DriftPolicy =
  | 'ignore'
  | 'reject'
  | 'quarantine'
  | {
      readonly evolve: {
        /** How many columns of this kind the table may have in all. */
        readonly limit: number;
        /** The role that owns the table. Default: the platform's deploy role. */
        readonly role?: string;
      };
    };
