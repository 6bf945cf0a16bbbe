import type { Rule } from './rule.js';

/** The rules of what a repository keeps as data: `das check` looks into its fixtures and seeds. */
export const fixtureRules: Readonly<
  Record<'healthInformation' | 'personalData' | 'unreadable', Rule>
> = {
  healthInformation: {
    id: 'DAS-F101',
    title: 'a file of the repository holds health or card data',
    severity: 'error',
    why: 'Whoever may read the repository reads it, for ever: history keeps what is deleted.',
    fix: 'replace it by generated data; where it is generated, run das scan --update on the file and write by whom and why it was reviewed',
    documentation: [],
    danger: 'exposure',
  },
  personalData: {
    id: 'DAS-F102',
    title: 'a file of the repository holds personal data',
    severity: 'warning',
    why: 'Whoever may read the repository reads it, for ever: history keeps what is deleted.',
    fix: 'replace it by generated data; where it is generated, run das scan --update on the file and write by whom and why it was reviewed',
    documentation: [],
    danger: 'exposure',
  },
  unreadable: {
    id: 'DAS-F103',
    title: 'a file of the repository could not be looked into',
    severity: 'warning',
    why: 'Nobody knows what it holds.',
    fix: 'mend the file, or keep it in another folder than fixtures and seeds',
    documentation: [],
  },
};

/** The rules of policy tests: `das check` runs them. */
export const policyTestRules: Readonly<Record<'failed' | 'missing' | 'notRun', Rule>> = {
  failed: {
    id: 'DAS-T101',
    title: 'a policy test fails',
    severity: 'error',
    why: 'Somebody sees more, or less, than the test says that they should.',
    fix: 'run the file with vitest to see the differences',
    documentation: [],
    danger: 'exposure',
  },
  missing: {
    id: 'DAS-T102',
    title: 'there are no policy tests',
    severity: 'warning',
    why: 'Nothing holds the policies to what was meant.',
    fix: 'write describePolicies() of @das/governance/testing in a file *.policy.test.ts',
    documentation: [],
  },
  notRun: {
    id: 'DAS-T103',
    title: 'the policy tests could not be run',
    severity: 'error',
    why: 'What did not run has not passed.',
    fix: 'install vitest beside the configuration, and run the files by themselves',
    documentation: [],
  },
};

/** The rules of approvals themselves. */
export const approvalRules: Readonly<Record<'unused' | 'expired', Rule>> = {
  unused: {
    id: 'DAS-A101',
    title: 'an approval is not needed any more',
    severity: 'warning',
    why: 'It would let the same thing pass later, when nobody looks.',
    fix: 'remove it from the file of approvals',
    documentation: [],
  },
  expired: {
    id: 'DAS-A102',
    title: 'an approval has expired',
    severity: 'warning',
    why: 'What it consented to counts as not approved.',
    fix: 'approve it anew, or remove it',
    documentation: [],
  },
};
