export * from './vision/client.ts';
