import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type NetworkCaseId =
  | 'network/rules'
  | 'network/rule-values'
  | 'network/rule-type-is-fixed'
  | 'network/policies';

const rule = 'sql-reference/sql/create-network-rule';

export const networkCases: CaseSet<NetworkCaseId> = {
  'network/rules': {
    title: 'a network rule is an object of a schema, and is shown with the number of its values',
    page: 'sql-reference/sql/show-network-rules',
    run: async (world) => {
      await world.all(
        "CREATE NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('47.88.25.32/27') COMMENT = 'range'",
        "ALTER NETWORK RULE R SET VALUE_LIST = ('192.0.2.1', '198.51.100.0/24')",
      );
      const [shown] = await world.rows('SHOW NETWORK RULES');
      assert.equal(shown?.name, 'R');
      assert.equal(shown?.type, 'IPV4');
      assert.equal(shown?.mode, 'INGRESS');
      assert.equal(Number(shown?.entries_in_valuelist), 2);
      await world.all('ALTER NETWORK RULE R UNSET COMMENT', 'DROP NETWORK RULE R');
    },
  },
  'network/rule-values': {
    title: 'the values of a rule must be of its type',
    page: rule,
    run: async (world) => {
      await world.all(
        "CREATE NETWORK RULE HOST TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com', 'example.com:443')",
        "CREATE NETWORK RULE ENDPOINT TYPE = AWSVPCEID VALUE_LIST = ('vpce-0fa383eb170331202')",
      );
      for (const rest of [
        "TYPE = IPV4 VALUE_LIST = ('300.1.1.1')",
        "TYPE = IPV4 VALUE_LIST = ('example.com')",
        "TYPE = HOST_PORT VALUE_LIST = ('example.com')",
      ]) {
        await world.failure(() => world.run(`CREATE NETWORK RULE BAD ${rest}`));
      }
    },
  },
  'network/rule-type-is-fixed': {
    title: 'CREATE OR ALTER changes the values of a rule, and never its type',
    page: rule,
    run: async (world) => {
      await world.all(
        "CREATE OR ALTER NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('192.0.2.1') MODE = INGRESS",
        "CREATE OR ALTER NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('192.0.2.2') MODE = INGRESS",
      );
      const [described] = await world.rows('DESCRIBE NETWORK RULE R');
      assert.match(String(described?.value_list), /192\.0\.2\.2/);
      await world.failure(() =>
        world.run(
          "CREATE OR ALTER NETWORK RULE R TYPE = AWSVPCEID VALUE_LIST = ('vpce-1') MODE = INGRESS",
        ),
      );
    },
  },
  'network/policies': {
    title: 'a network policy names rules of the ingress, and is an object of the account',
    page: 'sql-reference/sql/create-network-policy',
    run: async (world) => {
      const name = `${world.schema}_POLICY`;
      await world.all(
        "CREATE NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('192.0.2.0/24')",
        "CREATE NETWORK RULE OUTGOING TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')",
      );
      try {
        await world.run(`CREATE NETWORK POLICY ${name} ALLOWED_NETWORK_RULE_LIST = ('R')`);
        const shown = (await world.rows('SHOW NETWORK POLICIES')).find((row) => row.name === name);
        assert.equal(Number(shown?.entries_in_allowed_network_rules), 1);
        await world.failure(() =>
          world.run(`ALTER NETWORK POLICY ${name} SET ALLOWED_NETWORK_RULE_LIST = ('OUTGOING')`),
        );
        await world.run(`ALTER NETWORK POLICY ${name} SET COMMENT = 'not activated'`);
      } finally {
        await world.run(`DROP NETWORK POLICY IF EXISTS ${name}`);
      }
    },
  },
};
