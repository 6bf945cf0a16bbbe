import type { Rule } from '../findings/rule.js';

const context = 'https://docs.snowflake.com/en/user-guide/security-column-advanced';
const masking = 'https://docs.snowflake.com/en/user-guide/security-column-intro';
const tagMasking = 'https://docs.snowflake.com/en/user-guide/tag-based-masking-policies';
const rows = 'https://docs.snowflake.com/en/user-guide/security-row-intro';
const sharing = 'https://docs.snowflake.com/en/user-guide/data-sharing-secure-views';
const roles = 'https://docs.snowflake.com/en/user-guide/security-access-control-overview';
const network = 'https://docs.snowflake.com/en/user-guide/network-policies';
const tag = 'https://docs.snowflake.com/en/sql-reference/sql/create-tag';

/** What code calls the rules. */
export type LintRuleName =
  | 'currentRoleInShare'
  | 'currentRole'
  | 'viewInShare'
  | 'idleDownstream'
  | 'protectedMapping'
  | 'secondaryRoles'
  | 'futureGrantShadowed'
  | 'tagWithoutType'
  | 'sensitiveMetadata'
  | 'createOrAlterTag'
  | 'maskType'
  | 'maskedCondition'
  | 'sharedSignature'
  | 'twoPaths'
  | 'unknownRole'
  | 'publicReader'
  | 'openMask'
  | 'openRows'
  | 'bareSubquery'
  | 'distantMapping'
  | 'policyAdministration'
  | 'maskedRefresh'
  | 'emptyNetworkPolicy'
  | 'privateOnly'
  | 'unusedPolicy';

/** The rules of the linter. */
export const lintRules: Readonly<Record<LintRuleName, Rule>> = {
  currentRoleInShare: {
    id: 'DAS-L001',
    title: 'A policy of a shared table asks for CURRENT_ROLE, CURRENT_USER or INVOKER_ROLE',
    severity: 'error',
    danger: 'exposure',
    why: 'In the account of a consumer these are NULL. A condition over them is never true there, and its negation is not either: whoever reads the share falls into a branch that nobody had in mind.',
    fix: 'Use IS_DATABASE_ROLE_IN_SESSION with a database role that is granted to the share, or CURRENT_ACCOUNT.',
    documentation: [context, sharing],
  },
  currentRole: {
    id: 'DAS-L002',
    title: 'A policy asks for CURRENT_ROLE',
    severity: 'warning',
    why: 'CURRENT_ROLE is the primary role alone: a role that inherits the named one is not seen, nor is a secondary role. Sooner or later somebody grants around it.',
    fix: "Use IS_ROLE_IN_SESSION('ROLE').",
    documentation: [context],
  },
  viewInShare: {
    id: 'DAS-L003',
    title: 'A share shows a view that is not known to be secure',
    severity: 'error',
    danger: 'exposure',
    why: 'The definition of a view that is not secure can be read, and its optimiser lets hidden rows be guessed. A share that allows such views can never be told to refuse them again.',
    fix: 'Make it a SECURE VIEW, or share a table with its policies.',
    documentation: [sharing, 'https://docs.snowflake.com/en/sql-reference/sql/create-share'],
  },
  idleDownstream: {
    id: 'DAS-L004',
    title: 'A dynamic table with target lag DOWNSTREAM that nothing reads',
    severity: 'warning',
    danger: 'outage',
    why: 'It is refreshed only for dynamic tables downstream of it. Without one it is never refreshed, and Snowflake does not say so.',
    fix: 'Give it a target lag of its own, or a dynamic table that reads it.',
    documentation: ['https://docs.snowflake.com/en/user-guide/dynamic-tables-refresh'],
  },
  protectedMapping: {
    id: 'DAS-L005',
    title: 'A policy looks something up in a table that is itself protected',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses to attach a policy whose body reads a table with a row access or masking policy; what is attached before fails in the query.',
    fix: 'Keep the mapping in a table of its own without policies, which only its owner may read: the policy reads it with the rights of its owner.',
    documentation: [rows, 'https://docs.snowflake.com/en/sql-reference/sql/alter-table'],
  },
  secondaryRoles: {
    id: 'DAS-L006',
    title: 'A user’s roles together see what none of them sees alone',
    severity: 'warning',
    danger: 'exposure',
    why: 'Secondary roles are active by default. One role may read the table and another is named by the policy: together they read clear values, though neither was meant to.',
    fix: 'ALTER USER … SET DEFAULT_SECONDARY_ROLES = (), or take one of the roles away.',
    documentation: [context, 'https://docs.snowflake.com/en/sql-reference/sql/use-secondary-roles'],
  },
  futureGrantShadowed: {
    id: 'DAS-L007',
    title: 'A future grant on a database is shadowed by one on a schema',
    severity: 'warning',
    danger: 'outage',
    why: 'As soon as a schema has a future grant for a kind of object, those of its database for that kind are ignored in it, for all roles.',
    fix: 'Write all future grants for the kind on the schema, or none.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/grant-privilege'],
  },
  tagWithoutType: {
    id: 'DAS-L008',
    title: 'A column carries a tag that masks, but has no policy for its type',
    severity: 'error',
    danger: 'exposure',
    why: 'A tag holds one policy for each data type. A column of another type is not masked, and nothing says so.',
    fix: 'Give the tag a policy for the type, or the column one of its own.',
    documentation: [tagMasking],
  },
  sensitiveMetadata: {
    id: 'DAS-L009',
    title: 'A name, comment or tag value looks like personal data',
    severity: 'error',
    danger: 'exposure',
    why: 'Metadata is protected by no policy: it is in the history of queries, in logs, in SHOW, and in the hands of support.',
    fix: 'Use a name or value that says what it is, not whose.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/metadata'],
  },
  createOrAlterTag: {
    id: 'DAS-L010',
    title: 'CREATE OR ALTER TAG in a task, with or without propagation',
    severity: 'error',
    danger: 'exposure',
    why: 'It resets what it does not name. Of a tag that propagates, propagation is turned off, and what is made from classified data is not classified any more.',
    fix: 'Use ALTER TAG … ADD ALLOWED_VALUES, or leave tags to the deployment.',
    documentation: [tag],
  },
  maskType: {
    id: 'DAS-L011',
    title: 'A column has a masking policy for another type',
    severity: 'error',
    danger: 'outage',
    why: 'A policy takes and returns the type of its column. Snowflake refuses the statement, or after a change of the column every query fails.',
    fix: 'Use the policy for the type of the column.',
    documentation: [masking],
  },
  maskedCondition: {
    id: 'DAS-L012',
    title: 'A conditional policy decides by a column that is masked itself',
    severity: 'error',
    danger: 'exposure',
    why: 'A masked column cannot be a conditional column; bound by a tag, it makes queries fail or the decision fall on a masked value.',
    fix: 'Decide by a column that is not masked.',
    documentation: [masking, tagMasking],
  },
  sharedSignature: {
    id: 'DAS-L013',
    title: 'A column is in the signature of a masking policy and of a row access policy',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses it, unless the masking policy says EXEMPT_OTHER_POLICIES; and with it the rows are filtered by the clear value.',
    fix: 'Filter by another column, or set exemptOtherPolicies on the masking policy, knowingly.',
    documentation: [masking, rows],
  },
  twoPaths: {
    id: 'DAS-L014',
    title: 'A role reads a column in clear by two paths',
    severity: 'note',
    why: 'Two of the roles that it inherits are named by the policy. Taking one of them away changes nothing, against what one expects.',
    fix: 'Name one role in the policy, and grant that one.',
    documentation: [roles],
  },
  unknownRole: {
    id: 'DAS-L015',
    title: 'A policy names a role that nothing declares',
    severity: 'warning',
    why: 'The condition is never true: whoever was meant sees nothing, and whoever may create roles can make it true.',
    fix: 'Correct the name, or declare the role.',
    documentation: [context],
  },
  publicReader: {
    id: 'DAS-L016',
    title: 'PUBLIC may read a table with classified columns',
    severity: 'error',
    danger: 'exposure',
    why: 'Every role has what PUBLIC has, and so does every role to come.',
    fix: 'Grant to a role of those who need it.',
    documentation: [roles],
  },
  openMask: {
    id: 'DAS-L017',
    title: 'A masking policy hides nothing from anybody',
    severity: 'error',
    danger: 'exposure',
    why: 'Its body gives the value also to a session without any role that it names, so the column counts as masked and is not.',
    fix: 'Give a masked value in the ELSE branch.',
    documentation: [masking],
  },
  openRows: {
    id: 'DAS-L018',
    title: 'A row access policy lets everybody see every row',
    severity: 'warning',
    danger: 'exposure',
    why: 'Its body is TRUE also in a session without any role that it names, so the table counts as filtered and is not.',
    fix: 'Return FALSE where no role of the policy is active, or take the policy off.',
    documentation: [rows],
  },
  bareSubquery: {
    id: 'DAS-L019',
    title: 'A policy has a subquery outside of EXISTS',
    severity: 'warning',
    danger: 'outage',
    why: 'Snowflake documents EXISTS in a WHEN; other subqueries may fail when the query runs.',
    fix: 'Write CASE WHEN EXISTS (SELECT 1 FROM … WHERE …) THEN … END.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy'],
  },
  distantMapping: {
    id: 'DAS-L020',
    title: 'A policy looks something up in another database',
    severity: 'warning',
    danger: 'outage',
    why: 'A mapping table belongs into the database of what it protects: shares, clones and database roles need it there.',
    fix: 'Keep the mapping in the database of the protected table.',
    documentation: [rows],
  },
  policyAdministration: {
    id: 'DAS-L021',
    title: 'A role that reads classified data may take protection off',
    severity: 'error',
    danger: 'exposure',
    why: 'With APPLY … POLICY, APPLY TAG or MANAGE GRANTS it can unmask for itself what it reads masked.',
    fix: 'Keep those privileges with a role that reads no data.',
    documentation: ['https://docs.snowflake.com/en/user-guide/security-access-control-privileges'],
  },
  maskedRefresh: {
    id: 'DAS-L022',
    title: 'A dynamic table is refreshed by a role that sees masked values',
    severity: 'warning',
    danger: 'loss',
    why: 'A refresh sees what the owner sees: masked values are stored for good, and who has clearance sees masks, too.',
    fix: 'Let a role own the table to which the policies of its sources reveal.',
    documentation: ['https://docs.snowflake.com/en/user-guide/dynamic-tables-about'],
  },
  emptyNetworkPolicy: {
    id: 'DAS-L023',
    title: 'A network policy in force allows nobody',
    severity: 'error',
    danger: 'lockout',
    why: 'Nobody who is subject to it gets in any more.',
    fix: 'Allow at least one rule.',
    documentation: [network],
  },
  privateOnly: {
    id: 'DAS-L024',
    title: 'A network policy allows VPC endpoints, but does not block public addresses',
    severity: 'warning',
    danger: 'exposure',
    why: 'A rule for VPC endpoints says nothing of public traffic: that is restricted only by rules for addresses.',
    fix: 'Block 0.0.0.0/0 beside it, or allow addresses by name.',
    documentation: [network],
  },
  unusedPolicy: {
    id: 'DAS-L025',
    title: 'A masking or row access policy is attached to nothing',
    severity: 'note',
    why: 'It protects nothing, though its name may say so.',
    fix: 'Attach it, or take it out.',
    documentation: [masking],
  },
};
