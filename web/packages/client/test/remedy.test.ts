import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { passes } from '../src/backoff.ts';
import { remedyOf } from '../src/index.ts';

const problems: { code: string; status: number[] }[] = JSON.parse(
  readFileSync(new URL('../../../../protocol/problems.json', import.meta.url), 'utf8'),
);
const all = problems.flatMap(({ code, status }) => status.map((one) => ({ code, status: one })));

it('no text that would be refused again is offered to be sent again', () => {
  const refused = all.filter(({ status }) => !passes(status));
  const retried = refused.filter((problem) => remedyOf(problem) === 'retry');
  expect([...new Set(retried.map(({ status }) => status))].sort()).toEqual([401, 403, 409]);
  for (const code of ['content_too_long', 'body_too_large', 'empty_content', 'client_id_reused'])
    expect(refused.filter((problem) => problem.code === code).map(remedyOf), code).toEqual([
      'edit',
    ]);
  expect(remedyOf({ status: 404, code: 'conversation_not_found' })).toBe('copy');
  // A proxy's refusal has a code of its own making.
  expect(remedyOf({ status: 413, code: 'http_413' })).toBe('edit');
  expect(remedyOf({ status: 403, code: 'http_403' })).toBe('retry');
});
