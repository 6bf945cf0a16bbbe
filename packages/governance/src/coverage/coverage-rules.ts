import type { Rule } from '../findings/rule.js';
import type { ExposureReason } from './coverage-report.js';

const masking = 'https://docs.snowflake.com/en/user-guide/security-column-intro';
const tagMasking = 'https://docs.snowflake.com/en/user-guide/tag-based-masking-policies';
const roles = 'https://docs.snowflake.com/en/user-guide/security-access-control-overview';
const privileges = 'https://docs.snowflake.com/en/user-guide/security-access-control-privileges';

/** The rules that {@link coverageFindings} reports by: one for each reason, and one for pairs of roles. */
export const coverageRules: Readonly<
  Record<ExposureReason | 'combination' | 'combinationByRight' | 'vouched', Rule>
> = {
  noPolicy: {
    id: 'DAS-C001',
    title: 'A classified column has no masking policy',
    severity: 'error',
    danger: 'exposure',
    why: 'Every role that may read the table reads the clear value.',
    fix: 'Declare a maskingPolicy for the classification, on the platform or in the domain.',
    documentation: [masking],
  },
  tagLacksType: {
    id: 'DAS-C002',
    title: 'A tag has masking policies, and none for the type of a column that carries it',
    severity: 'error',
    danger: 'exposure',
    why: 'A tag masks only columns of the data types for which it has a policy. All others stay in clear, without an error.',
    fix: 'Give the tag a masking policy for the data type of the column.',
    documentation: [tagMasking],
  },
  tagsAtOdds: {
    id: 'DAS-C003',
    title: 'The tags of a column have more than one masking policy for its type',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake does not choose between them, and queries over the column fail.',
    fix: 'Give the column a policy of its own, or take one of the tags off.',
    documentation: [tagMasking],
  },
  policyMissing: {
    id: 'DAS-C004',
    title: 'The masking policy of a column is not among what is deployed, or is of another type',
    severity: 'error',
    danger: 'exposure',
    why: 'What a policy hides that nobody has declared cannot be known.',
    fix: 'Declare the policy in the domain, for the type of the column.',
    documentation: [masking],
  },
  revealed: {
    id: 'DAS-C005',
    title: 'A masking policy shows a column to a role that nobody has cleared',
    severity: 'error',
    danger: 'exposure',
    why: 'The SQL of the policy says more than the declarations of who may see what.',
    fix: 'Give the role clearance for the classification, or take it out of the policy.',
    documentation: [masking],
  },
  public: {
    id: 'DAS-C006',
    title: 'A masking policy shows a column to everybody',
    severity: 'error',
    danger: 'exposure',
    why: 'The policy shows the value to PUBLIC, or whatever the role is. Every session has the role PUBLIC.',
    fix: 'Take PUBLIC, and conditions that always hold, out of the policy.',
    documentation: [masking, roles],
  },
  unknownBody: {
    id: 'DAS-C007',
    title: 'It is not known what a masking policy hides',
    severity: 'error',
    danger: 'exposure',
    why: 'Its SQL is of no form that is known to mask, so it counts as if it showed the value.',
    fix: 'Use a mask of the library or a form that is known to lose information, or say in hidesBecause why it hides.',
    documentation: [masking],
  },
  owner: {
    id: 'DAS-C008',
    title: 'A role owns a table with a column that it is not cleared for',
    severity: 'error',
    danger: 'exposure',
    why: 'An owner may change the table as it likes: add it to a share or clone it, or let it be filled from elsewhere.',
    fix: 'Leave the ownership with the role that deploys or with the pipeline.',
    documentation: [privileges],
  },
  mayUnprotect: {
    id: 'DAS-C009',
    title: 'A role that is not cleared for a column may take off what protects it',
    severity: 'error',
    danger: 'exposure',
    why: 'With MANAGE GRANTS, APPLY MASKING POLICY, or OWNERSHIP of the schema or database, a role can give itself what it lacks.',
    fix: 'Revoke the privilege, or hold it by the role that deploys alone.',
    documentation: [privileges],
  },
  contradicted: {
    id: 'DAS-C010',
    title: 'A masking policy showed a value that its SQL seems to hide',
    severity: 'error',
    danger: 'exposure',
    why: 'The policies were run on made-up rows, and the role saw what was stored.',
    fix: 'Read the SQL of the policy; use a mask that hides the whole of it.',
    documentation: [masking],
  },
  combination: {
    id: 'DAS-C011',
    title: 'Two roles show together what neither shows alone, and nobody has cleared either',
    severity: 'error',
    danger: 'exposure',
    why: 'All roles of a user are active at once by default, as secondary roles.',
    fix: 'Clear one of the roles, or set DEFAULT_SECONDARY_ROLES = () for users who hold both.',
    documentation: [roles],
  },
  combinationByRight: {
    id: 'DAS-C012',
    title: 'Two roles show together what neither shows alone',
    severity: 'warning',
    danger: 'exposure',
    why: 'The one role may read the table, and the other one is cleared. Whoever holds both sees the table in clear, which may not have been meant.',
    fix: 'Set DEFAULT_SECONDARY_ROLES = () for users who hold both, or give them one of the roles.',
    documentation: [roles],
  },
  vouched: {
    id: 'DAS-C013',
    title: 'That a masking policy hides is the word of its author',
    severity: 'note',
    why: 'Its SQL is of no form that is known to lose information, and its author says with a reason that it does.',
    fix: 'Read the SQL and the reason; a mask of the library needs no such word.',
    documentation: [masking],
  },
};
