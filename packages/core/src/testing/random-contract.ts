import { type AnyContract, type Classification, defineContract } from '@das/contracts';
import { z } from 'zod';
import {
  audited,
  bronze,
  dynamicTable,
  type Promotion,
  platinum,
  promotion,
  silver,
} from '../promotion/promotion.js';

/** A contract of a random domain. */
export interface ContractState {
  readonly columns: ReadonlyMap<string, Classification>;
  /** How far its data is promoted: 0 stays in BRONZE, 1 a dynamic SILVER, 2 a PLATINUM too. */
  readonly reach: number;
}

/** The promotions that bring the data of a contract as far as it goes. */
export function promotionsOf(contract: AnyContract, reach: number): readonly Promotion[] {
  const all = [
    promotion({ from: bronze(contract), to: silver(contract), strategy: dynamicTable() }),
    promotion({ from: silver(contract), to: platinum(contract), strategy: audited() }),
  ];
  return all.slice(0, reach);
}

const shapes: Readonly<Record<string, z.ZodType>> = {
  email: z.string(),
  phone: z.string(),
  amount: z.number(),
  born: z.iso.date(),
  seen: z.coerce.date(),
  note: z.string().optional(),
  flag: z.boolean(),
};

/** The contract itself; beside its region, a record may have a site to filter by. */
export function buildContract(
  name: string,
  { columns }: ContractState,
  hasSite: boolean,
): AnyContract {
  const shape = Object.fromEntries(
    [...columns.keys()].map((column) => [column, shapes[column] ?? z.string()]),
  );
  return defineContract({
    domain: 'random',
    name,
    version: '1.0.0',
    owner: 'random',
    schema: z.object({
      id: z.int(),
      region: z.string(),
      ...(hasSite ? { site: z.string() } : {}),
      ...shape,
    }),
    columns: {
      id: 'internal',
      region: 'internal',
      ...(hasSite ? { site: 'internal' } : {}),
      ...Object.fromEntries(columns),
    },
    primaryKey: ['id'],
  } as never);
}
