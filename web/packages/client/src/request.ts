// One HTTP request: credential, JSON, a deadline, and errors as problems.

import { passes } from './backoff.ts';
import type { Environment } from './environment.ts';
import { toJson } from './text.ts';
import type { Message, Problem } from './wire.ts';

export interface Credential {
  baseUrl: string;
  token(): string | null | undefined;
}

export type Query = Record<string, string | number | boolean | undefined>;

export interface RequestOptions {
  query?: Query;
  body?: object;
  signal?: AbortSignal;
  /** Milliseconds until the request counts as lost. Default 15 s. */
  timeout?: number;
  headers?: Record<string, string>;
  /** Reads the whole answer; it is closed afterwards. Default: as JSON. */
  read?(answer: Response): Promise<unknown>;
}

/** Throws ApiError for every answer other than 2xx, and with status 0 when no answer came. */
export type Request = <T>(method: string, path: string, options?: RequestOptions) => Promise<T>;

export class ApiError extends Error {
  declare readonly problem: Problem;
  /** From Retry-After, in milliseconds. */
  declare readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
  /** The same request may succeed later. */
  get passes() {
    return passes(this.problem.status);
  }
}

/** Any error as an ApiError. One that is not yet an ApiError means that no answer came. */
export const asApiError = (error: unknown) =>
  error instanceof ApiError
    ? error
    : new ApiError({ title: 'No answer', status: 0, code: 'network', detail: String(error) });

/** Somebody between here and the server answered: a network that wants a sign-in, say. */
const FOREIGN = { title: 'Not an answer of Walkie', status: 0, code: 'foreign_answer' };

export const isForeign = (error: unknown) =>
  error instanceof ApiError && error.problem.code === FOREIGN.code;

const json = async (answer: Response) => {
  const text = await answer.text();
  if (answer.status === 204) return;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(FOREIGN);
  }
};

const problemOf = async (answer: Response): Promise<Problem> => {
  const { status } = answer;
  // An error page of a proxy is not a problem document.
  const problem = await json(answer).catch(() => {});
  return { title: `HTTP ${status}`, code: `http_${status}`, ...(problem?.code && problem), status };
};

export const createRequest =
  (
    { fetch, timers }: Pick<Environment, 'fetch' | 'timers'>,
    credential: Credential,
    log: (line: string, detail?: unknown) => void = () => {},
  ): Request =>
  async (
    method,
    path,
    { query, body, signal, timeout = 15_000, headers, read = json }: RequestOptions = {},
  ) => {
    const abort = new AbortController();
    const giveUp = () => abort.abort();
    const deadline = timers.setTimeout(giveUp, timeout);
    signal?.addEventListener('abort', giveUp, abort);
    try {
      const token = credential.token();
      // JSON leaves out what is undefined.
      const asked = query && `?${new URLSearchParams(JSON.parse(JSON.stringify(query)))}`;
      const answer = await fetch(credential.baseUrl + path + (asked ?? ''), {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        signal: abort.signal,
        ...(body && { body: toJson(body) }),
      });
      // Never the body: it may hold a password.
      log(`${method} ${path} ${answer.status}`, (body as Partial<Message> | undefined)?.client_id);
      if (answer.ok) return (await read(answer)) as never;
      const after = Number(answer.headers.get('retry-after'));
      throw new ApiError(await problemOf(answer), after * 1000 || undefined);
    } catch (error) {
      const failed = asApiError(error);
      log(`${method} ${path} failed`, failed);
      throw failed;
    } finally {
      timers.clearTimeout(deadline);
      giveUp(); // what was not read, and the listener
    }
  };
