export { type Api, ApiError, createApi } from './api.ts';
export type * from './environment.ts';
export { createRequest } from './request.ts';
export type * from './types.ts';
export type * from './wire.ts';
