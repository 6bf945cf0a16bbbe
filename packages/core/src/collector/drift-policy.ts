/**
 * What happens to fields of an event that the contract does not have.
 *
 * The keys of an object that is used as a map are data. So a name is shown, and made a column, only if
 * it is a plain identifier without a long number or a known name of a person, and only if the record has
 * no more than 20 such fields. What is like a map belongs into an OBJECT column, by `transform`.
 *
 * - `ignore`: they are dropped, counted and shown by name
 * - `reject`: the run stops with `DAS_COLLECT_SCHEMA_DRIFT`, which names the field
 * - `quarantine`: the record goes to quarantine with the reason `SCHEMA_DRIFT`
 * - `evolve`: each becomes a nullable VARIANT column `_DRIFT_<FIELD>` of BRONZE, readable by the
 *   pipeline alone and tagged `phi`, if the contract's compatibility allows a column more. Past
 *   `limit` columns, or for a name that may not be shown, records go to quarantine instead
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
