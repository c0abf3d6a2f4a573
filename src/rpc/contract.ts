/** Where these types were; imports move over to their own places. */
export type * from '../core/engine.ts';
export type * from '../core/failure.ts';
export type * from '../core/live/frame.ts';
export type * from './vision/contract.ts';
