export { createClient } from './client.ts';
export { isEntry } from './entry.ts';
export type * from './environment.ts';
export { ApiError, createRequest, type Request } from './request.ts';
export type { Api } from './rest.ts';
export { pageStorage } from './storage.ts';
export { createStore } from './store.ts';
export type * from './types.ts';
export type * from './wire.ts';
