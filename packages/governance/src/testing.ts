export { policyContextStatement } from './testing/context-statement.js';
export { describePolicies } from './testing/describe-policies.js';
export type {
  CellExpectation,
  ColumnExpectations,
  ExpectedValue,
  OtherRows,
  PersonaExpectation,
  PersonaRoles,
  Personas,
  PolicyColumn,
  PolicyMatrix,
  PolicyTestRunner,
  ProtectedColumn,
} from './testing/policy-matrix.js';
