import type { Rule } from '../findings/rule.js';

const masking = 'https://docs.snowflake.com/en/user-guide/security-column-intro';
const tagMasking = 'https://docs.snowflake.com/en/user-guide/tag-based-masking-policies';
const rows = 'https://docs.snowflake.com/en/user-guide/security-row-intro';
const tagging = 'https://docs.snowflake.com/en/user-guide/object-tagging/introduction';
const network = 'https://docs.snowflake.com/en/user-guide/network-policies';

/** What code calls the rules. */
export type PlanRuleName =
  | 'bareColumn'
  | 'unknownPolicy'
  | 'interimExposure'
  | 'loweredColumn'
  | 'rowAccessGone'
  | 'loweredRows'
  | 'tagPolicyGone'
  | 'restrictionGone'
  | 'earlyGrant'
  | 'rowsMayDiffer'
  | 'classifiedRowsMayDiffer'
  | 'readerOutside'
  | 'shareOpened'
  | 'runnerUnknown'
  | 'runnerLockedOut'
  | 'breakGlassLockedOut'
  | 'networkUnreadable'
  | 'tooManyTags'
  | 'tooManyColumnTags'
  | 'tooManyAssociations'
  | 'longTagValue'
  | 'tooManyAllowedValues'
  | 'longIdentifier'
  | 'tooManyNotifications'
  | 'valueNotAllowed'
  | 'requiredLacksValues'
  | 'detached'
  | 'replaced'
  | 'grantNotLast'
  | 'createdBare'
  | 'unfaithfulEffects'
  | 'propagationReset';

/** The rules that {@link checkPlan} holds a plan to. */
export const planRules: Readonly<Record<PlanRuleName, Rule>> = {
  bareColumn: {
    id: 'DAS-P001',
    title: 'After a statement a classified column has no masking policy for its type',
    severity: 'error',
    danger: 'exposure',
    why: 'Whoever may read the table reads the clear value, if only until the next statement. When the plan fails there, it stays so.',
    fix: 'Give the column its policy in the statement that creates the column, or that classifies it.',
    documentation: [masking, tagMasking],
  },
  unknownPolicy: {
    id: 'DAS-P002',
    title: 'A policy is attached that is not known after the statement',
    severity: 'error',
    danger: 'exposure',
    why: 'What the policy hides cannot be known, so the column counts as bare. Snowflake refuses to attach what does not exist, and to drop what is in use.',
    fix: 'Create the policy before it is attached, and drop it after nothing uses it any more.',
    documentation: [masking],
  },
  interimExposure: {
    id: 'DAS-P003',
    title:
      'In the middle of the plan a role reads a value that it may read neither before nor after',
    severity: 'error',
    danger: 'exposure',
    why: 'Between two statements others run theirs, and what they have read cannot be taken back.',
    fix: 'Replace the policy in one statement: SET MASKING POLICY … FORCE, CREATE OR ALTER MASKING POLICY, or DROP and ADD ROW ACCESS POLICY in one ALTER TABLE.',
    documentation: [masking],
  },
  loweredColumn: {
    id: 'DAS-P004',
    title: 'The plan lowers the protection of a column',
    severity: 'error',
    danger: 'exposure',
    why: 'Roles will read clear values that they could not read before, or more of values that stay hidden: of two masks the new one counts as weaker unless its SQL shows that it says no more. That may be meant, but somebody has to answer for it.',
    fix: 'Have the change approved by name, or take it back.',
    documentation: [masking],
  },
  rowAccessGone: {
    id: 'DAS-P005',
    title: 'A table loses its row access policy',
    severity: 'error',
    danger: 'exposure',
    why: 'Without the policy every reader sees every row.',
    fix: 'Swap it in one statement, ALTER TABLE … DROP ROW ACCESS POLICY …, ADD ROW ACCESS POLICY …; have the loss approved by name where it is meant.',
    documentation: [rows],
  },
  loweredRows: {
    id: 'DAS-P006',
    title: 'A role sees rows that were hidden from it',
    severity: 'error',
    danger: 'exposure',
    why: 'The body of the row access policy lets a role through that it held back before.',
    fix: 'Have the change approved by name, or take it back.',
    documentation: [rows],
  },
  tagPolicyGone: {
    id: 'DAS-P007',
    title: 'A tag loses a masking policy',
    severity: 'error',
    danger: 'exposure',
    why: 'Every column that carries the tag, in every domain, is bare from that statement on: also those that this plan does not know.',
    fix: 'Replace it in one statement, ALTER TAG … SET MASKING POLICY … FORCE; have the loss approved by name where it is meant.',
    documentation: [tagMasking],
  },
  restrictionGone: {
    id: 'DAS-P008',
    title: 'A table or column loses its aggregation or projection policy, or it asks less',
    severity: 'error',
    danger: 'exposure',
    why: 'Single rows can be read, or a column shown, that could not before.',
    fix: 'Replace it in one statement, SET … POLICY … FORCE; have the loss approved by name where it is meant.',
    documentation: [
      'https://docs.snowflake.com/en/user-guide/aggregation-policies',
      'https://docs.snowflake.com/en/user-guide/projection-policies',
    ],
  },
  earlyGrant: {
    id: 'DAS-P009',
    title: 'A grant lets a role read before the protection is there',
    severity: 'error',
    danger: 'exposure',
    why: 'From the grant on the role reads; the policy comes only later in the plan.',
    fix: 'Grant last: first the policies, then the tables with them, then the privileges.',
    documentation: [masking],
  },
  rowsMayDiffer: {
    id: 'DAS-P010',
    title: 'Which rows a role sees may change',
    severity: 'warning',
    why: 'The condition of the row access policy is another one, and which rows it lets through depends on the data.',
    fix: 'Read the old and the new condition side by side; test them with personas.',
    documentation: [rows],
  },
  classifiedRowsMayDiffer: {
    id: 'DAS-P011',
    title: 'Which rows of a table with classified columns a role sees may change',
    severity: 'error',
    danger: 'exposure',
    why: 'The condition of the row access policy is another one. Which rows it lets through depends on the data, so a role may see people that were hidden from it.',
    fix: 'Read the old and the new condition side by side, test them with personas, and have the change approved by name.',
    documentation: [rows],
  },
  readerOutside: {
    id: 'DAS-P012',
    title: 'A policy makes an exception for a role that the plan does not know',
    severity: 'warning',
    danger: 'exposure',
    why: 'The role is not one that the domain declares. Who has it, and what it may read by grants of others, cannot be seen from here: the checks of the plan do not cover what it sees.',
    fix: 'Declare the role in the access of the domain, or find out who has it in the account and take the exception away where it is not meant.',
    documentation: [masking, rows],
  },
  shareOpened: {
    id: 'DAS-P013',
    title: 'A share or a listing is opened to more accounts, roles or regions',
    severity: 'error',
    danger: 'exposure',
    why: 'Who is added reads all that the share shows, in another account: at once, or as soon as the listing is published.',
    fix: 'Have the change approved by name, or take it back.',
    documentation: [
      'https://docs.snowflake.com/en/sql-reference/sql/alter-share',
      'https://docs.snowflake.com/en/sql-reference/sql/alter-listing',
    ],
  },
  runnerUnknown: {
    id: 'DAS-P101',
    title: 'The plan changes who may connect, and from where it runs is not known',
    severity: 'error',
    danger: 'lockout',
    why: 'Nobody can say whether the plan locks out the one who runs it, half way through.',
    fix: 'Say from which addresses the plan is run.',
    documentation: [network],
  },
  runnerLockedOut: {
    id: 'DAS-P102',
    title: 'After a statement the network policies refuse the address from which the plan runs',
    severity: 'error',
    danger: 'lockout',
    why: 'Snowflake guards the activation of a policy, but not each change of the rules of an active one. The rest of the plan could not run, nor could anybody put it right from there.',
    fix: 'Allow the address before the policy is activated or narrowed, and take it off the blocked rules.',
    documentation: [network],
  },
  breakGlassLockedOut: {
    id: 'DAS-P103',
    title: 'After a statement the network policies refuse an address for emergencies',
    severity: 'error',
    danger: 'lockout',
    why: 'From there somebody must get in when all else fails; otherwise only Snowflake’s support can open the account again.',
    fix: 'Keep the address in the allowed rules, and out of the blocked ones, at every step.',
    documentation: [network],
  },
  networkUnreadable: {
    id: 'DAS-P104',
    title:
      'A network policy in force names a rule that is not known, or an address that cannot be read',
    severity: 'error',
    danger: 'lockout',
    why: 'Whom the policy lets in cannot be known.',
    fix: 'Declare the rule, with addresses and CIDR blocks in canonical form.',
    documentation: [network],
  },
  tooManyTags: {
    id: 'DAS-P201',
    title: 'More than 50 tags on an object, or on the columns of one table together',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Use fewer tags.',
    documentation: [tagging],
  },
  tooManyColumnTags: {
    id: 'DAS-P202',
    title: 'More than 20 tags on one column',
    severity: 'error',
    danger: 'outage',
    why: 'The documentation of ALTER TABLE … ALTER COLUMN states 20, that of tagging 50: the lower one is safe.',
    fix: 'Use fewer tags on the column.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/alter-table-column'],
  },
  tooManyAssociations: {
    id: 'DAS-P203',
    title: 'More than 100 tags set in one statement',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Set them in several statements; a table with so many has to be created in parts, each column with its policy.',
    documentation: [tagging],
  },
  longTagValue: {
    id: 'DAS-P204',
    title: 'A tag value of more than 256 characters',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Shorten the value.',
    documentation: [tagging],
  },
  tooManyAllowedValues: {
    id: 'DAS-P205',
    title: 'A tag with more than 5,000 allowed values',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Allow fewer values, or any.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-tag'],
  },
  longIdentifier: {
    id: 'DAS-P206',
    title: 'An identifier of more than 255 characters',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Choose a shorter name.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/identifiers-syntax'],
  },
  tooManyNotifications: {
    id: 'DAS-P207',
    title: 'A resource monitor with more than five NOTIFY triggers',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan.',
    fix: 'Notify at five levels at most.',
    documentation: ['https://docs.snowflake.com/en/user-guide/resource-monitors'],
  },
  valueNotAllowed: {
    id: 'DAS-P208',
    title: 'A tag value that the tag does not allow',
    severity: 'error',
    danger: 'outage',
    why: 'Snowflake refuses the statement, in the middle of the plan; and a policy that decides by the tag does not know the value.',
    fix: 'Use one of the allowed values, or allow this one first.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-tag'],
  },
  requiredLacksValues: {
    id: 'DAS-P209',
    title: 'A required column may be NULL, because rows were there before it',
    severity: 'note',
    why: 'Snowflake refuses NOT NULL for a new column of a table with rows, and for a column that is NULL in one of them.',
    fix: 'Fill the column in the rows that lack it, and then plan the table by its address with --target: the plan makes the column NOT NULL.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/alter-table-column'],
  },
  detached: {
    id: 'DAS-P301',
    title: 'A statement takes off a policy or tag, and a later one puts another on',
    severity: 'error',
    danger: 'exposure',
    why: 'UNSET and then SET leaves the data bare in between; Snowflake’s documentation calls it a window in which data may leak.',
    fix: 'Use SET … FORCE, or DROP and ADD ROW ACCESS POLICY in one ALTER TABLE.',
    documentation: [masking],
  },
  replaced: {
    id: 'DAS-P302',
    title: 'CREATE OR REPLACE of a policy, a tag or a table',
    severity: 'error',
    danger: 'exposure',
    why: 'What is replaced is dropped first: attachments, grants and rows go with it, or the statement fails because the policy is in use.',
    fix: 'Use CREATE OR ALTER, or ALTER … SET BODY; a new policy under a new name where the signature changes.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy'],
  },
  grantNotLast: {
    id: 'DAS-P303',
    title: 'A statement that creates or alters protected objects comes after a grant to read',
    severity: 'error',
    danger: 'exposure',
    why: 'From the grant on the role reads; what comes later may come too late.',
    fix: 'Grant last.',
    documentation: [masking],
  },
  createdBare: {
    id: 'DAS-P304',
    title: 'A statement classifies a column, but does not mask it',
    severity: 'error',
    danger: 'exposure',
    why: 'The column is bare until a later statement masks it, if there is one.',
    fix: 'Write WITH MASKING POLICY beside the tag, in the same statement.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-table'],
  },
  unfaithfulEffects: {
    id: 'DAS-P305',
    title:
      'The plan does not say what a statement leaves behind, or the statement does something else',
    severity: 'error',
    danger: 'exposure',
    why: 'The checks follow the plan by the effects that it states. Where they are missing, or are not what the text of the statement does, nothing can be proved: a plan may have been changed after it was made.',
    fix: 'Make the plan anew; a plan that was written by hand needs one effect for each statement.',
    documentation: [],
  },
  propagationReset: {
    id: 'DAS-P306',
    title: 'CREATE OR ALTER TAG',
    severity: 'error',
    danger: 'exposure',
    why: 'It resets what it does not name, propagation among it, and then what is made from classified data is not classified any more.',
    fix: 'Use ALTER TAG … ADD ALLOWED_VALUES, which touches nothing else.',
    documentation: ['https://docs.snowflake.com/en/sql-reference/sql/create-tag'],
  },
};
