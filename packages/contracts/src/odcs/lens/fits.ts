import { ContractError } from '../../errors/contract-error.js';

/** Whether a check of what a contract may say passes. */
export function fits(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}
