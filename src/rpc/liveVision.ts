export * from './vision/live.ts';
