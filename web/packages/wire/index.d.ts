// The shapes on the wire. dist/contract.d.ts is generated from protocol/ (README.md); this file
// only gives names to parts of it.
import type { Message, operations, ServerFrame } from './dist/contract.d.ts';

export type * from './dist/contract.d.ts';

/** The log of an event or message that only staff see. */
export type Channel = NonNullable<Message['channel']>;

/** One page of a list; `next` is the cursor of the following page. */
export interface List<T> {
  items: T[];
  next: string | null;
}

type DataOf<F, T> = F extends { type: infer U; data: infer D } ? (T extends U ? D : never) : never;

/** The data of a frame from the server. */
export type FrameData<T extends ServerFrame['type']> = DataOf<ServerFrame, T>;
export type Ready = FrameData<'ready'>;
export type Limits = Ready['limits'];
export type Typing = FrameData<'typing'>;
export type Presence = FrameData<'presence'>;

type Operation = keyof operations;
type Success<R> = R extends { 200: infer A } ? A : R extends { 201: infer A } ? A : undefined;
type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;

/** What an operation of openapi.yaml answers when it succeeds; undefined without a body. */
export type Answer<O extends Operation> = Json<Success<operations[O]['responses']>>;
/** The body that an operation takes. */
export type RequestBody<O extends Operation> = Json<operations[O]['requestBody']>;
/** The query parameters that an operation takes. */
export type QueryOf<O extends Operation> = NonNullable<operations[O]['parameters']['query']>;
