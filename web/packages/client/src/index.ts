export { type Api, ApiError, createApi } from './api.ts';
export { createClient } from './client.ts';
export type * from './environment.ts';
export { createInbox } from './inbox.ts';
export { createRequest } from './request.ts';
export type * from './types.ts';
export type * from './wire.ts';
