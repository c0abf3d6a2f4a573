export type * from './archive/contract.ts';
