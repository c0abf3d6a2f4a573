export * from './archive/client.ts';
