export { example, exampleNames, rowOf } from './examples.ts';
export * from './rows.ts';
export * from './server.ts';
