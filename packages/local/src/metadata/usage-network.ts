import type { Catalogue } from '../catalogue/catalogue.js';
import type { NetworkPolicyObject } from '../catalogue/network-policy-object.js';
import { type Cell, columnsOf, type MetadataView } from './metadata-view.js';
import { ownerCell, placeCells, textCell } from './object-cells.js';

type Cells = Readonly<Record<string, Cell>>;

/**
 * Views of ACCOUNT_USAGE over who may connect from where: the rules with their addresses, the
 * policies, and which rule a policy allows or blocks.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/network_rules
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/network_policies
 */
export const usageNetwork: Readonly<Record<string, MetadataView>> = {
  NETWORK_POLICIES: {
    columns: columnsOf(`ID:number NAME OWNER OWNER_ROLE_TYPE COMMENT CREATED:time LAST_ALTERED:time
      DELETED:time ALLOWED_IP_LIST BLOCKED_IP_LIST`),
    rows: (object, catalogue) =>
      object.kind === 'NETWORK POLICY'
        ? [
            {
              ID: object.id,
              NAME: object.name,
              OWNER: ownerCell(object, catalogue),
              OWNER_ROLE_TYPE: 'ROLE',
              COMMENT: textCell(object.comment),
              CREATED: new Date(object.createdOn),
              ALLOWED_IP_LIST: textCell(object.allowedAddresses?.join(',')),
              BLOCKED_IP_LIST: textCell(object.blockedAddresses?.join(',')),
            },
          ]
        : [],
  },
  NETWORK_RULES: {
    columns: columnsOf(`ID:number NAME SCHEMA_ID:number SCHEMA_NAME DATABASE_ID:number DATABASE_NAME
      OWNER OWNER_ROLE_TYPE COMMENT CREATED:time LAST_ALTERED:time DELETED:time MODE TYPE VALUE_LIST`),
    rows: (object, catalogue) => {
      if (object.kind !== 'NETWORK RULE') return [];
      const { database, schema, databaseId, schemaId } = placeCells(object, catalogue);
      return [
        {
          ID: object.id,
          NAME: object.name,
          SCHEMA_ID: schemaId,
          SCHEMA_NAME: schema,
          DATABASE_ID: databaseId,
          DATABASE_NAME: database,
          OWNER: ownerCell(object, catalogue),
          OWNER_ROLE_TYPE: 'ROLE',
          COMMENT: textCell(object.comment),
          CREATED: new Date(object.createdOn),
          MODE: object.mode,
          TYPE: object.type,
          VALUE_LIST: object.values.join(','),
        },
      ];
    },
  },
  NETWORK_RULE_REFERENCES: {
    columns: columnsOf(`NETWORK_RULE_DB NETWORK_RULE_SCHEMA NETWORK_RULE_ID:number NETWORK_RULE_MODE
      NETWORK_RULE_TYPE NETWORK_RULE_NAME CONTAINER_ID:number CONTAINER_NAME CONTAINER_TYPE ACTION_TYPE`),
    rows: (object, catalogue) =>
      object.kind === 'NETWORK POLICY'
        ? [
            ...referenceRows(object, object.allowedRules, 'ALLOW', catalogue),
            ...referenceRows(object, object.blockedRules, 'BLOCK', catalogue),
          ]
        : [],
  },
};

function referenceRows(
  policy: NetworkPolicyObject,
  rules: readonly number[],
  action: 'ALLOW' | 'BLOCK',
  catalogue: Catalogue,
): readonly Cells[] {
  return rules.flatMap((id) => {
    const rule = catalogue.get(id);
    if (rule?.kind !== 'NETWORK RULE') return [];
    const { database, schema } = catalogue.container(rule);
    return [
      {
        NETWORK_RULE_DB: database,
        NETWORK_RULE_SCHEMA: schema,
        NETWORK_RULE_ID: rule.id,
        NETWORK_RULE_MODE: rule.mode,
        NETWORK_RULE_TYPE: rule.type,
        NETWORK_RULE_NAME: rule.name,
        CONTAINER_ID: policy.id,
        CONTAINER_NAME: policy.name,
        CONTAINER_TYPE: 'NETWORK_POLICY',
        ACTION_TYPE: action,
      },
    ];
  });
}
