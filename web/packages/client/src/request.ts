// One HTTP request: credential, JSON, a deadline, and errors as problems.

import { ApiError, type Request } from './api.ts';
import type { Environment } from './environment.ts';
import type { Problem } from './wire.ts';

export interface Credential {
  baseUrl: string;
  token(): string | null;
}

export const headersOf = (credential: Credential): Record<string, string> => {
  const token = credential.token();
  return token ? { authorization: `Bearer ${token}` } : {};
};

export const urlOf = (
  credential: Credential,
  path: string,
  query: Record<string, string | number | undefined> = {},
) => {
  const text = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return credential.baseUrl + path + (text && `?${text}`);
};

const lost = (detail: string): Problem => ({
  title: 'No answer',
  status: 0,
  code: 'network',
  detail,
});

export const createRequest =
  ({ fetch, timers }: Pick<Environment, 'fetch' | 'timers'>, credential: Credential): Request =>
  async <T>(
    method: string,
    path: string,
    { query, body, signal, timeout = 15_000 }: Parameters<Request>[2] = {},
  ): Promise<T> => {
    const abort = new AbortController();
    const give_up = () => abort.abort();
    const deadline = timers.setTimeout(give_up, timeout);
    signal?.addEventListener('abort', give_up);
    try {
      const headers = headersOf(credential);
      if (body !== undefined) headers['content-type'] = 'application/json';
      const answer = await fetch(urlOf(credential, path, query), {
        method,
        headers,
        signal: abort.signal,
        credentials: 'same-origin',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return (text ? JSON.parse(text) : undefined) as T;
      const after = Number(answer.headers.get('retry-after'));
      throw new ApiError(problemOf(answer.status, text), after > 0 ? after * 1000 : undefined);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError(lost(String(error)));
    } finally {
      timers.clearTimeout(deadline);
      signal?.removeEventListener('abort', give_up);
    }
  };

export function problemOf(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (problem.code) return { ...problem, status };
  } catch {
    // A proxy's own error page is no problem document.
  }
  return { title: `HTTP ${status}`, status, code: `http_${status}` };
}
