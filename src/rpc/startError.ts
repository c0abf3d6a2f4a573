export * from './vision/startError.ts';
