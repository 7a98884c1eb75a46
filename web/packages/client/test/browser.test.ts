// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { here } from '../src/browser.ts';

afterEach(() => vi.restoreAllMocks());

it('H2: wakes when the page is seen again and when the network comes or goes, until stopped', () => {
  const causes: string[] = [];
  const stop = here('visitor:7', { principal: 'visitor:7' }, () => {}).onWake((cause) =>
    causes.push(cause),
  );
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const tell = () => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    for (const name of ['offline', 'online']) window.dispatchEvent(new Event(name));
  };
  tell();
  expect(causes).toEqual(['offline', 'online']);
  hidden.mockReturnValue(false);
  tell();
  window.dispatchEvent(new Event('pageshow'));
  expect(causes.slice(2)).toEqual(['visibilitychange', 'offline', 'online', 'pageshow']);
  stop();
  tell();
  expect(causes).toHaveLength(6);
});
