// A shop's morning, the same every time: several visitors and what an agent answered, over REST.

import type { Page } from '@playwright/test';
import { expect } from './people.ts';
import type { Walkie } from './walkie.ts';

/** `>` is the visitor's, `<` the agent's, `#` a note among the staff. */
export interface Call {
  name: string;
  lines: string[];
}

const channels = { '>': undefined, '<': undefined, '#': 'staff' } as const;

/** Has the conversation through the agent who is signed in on this page; returns its id. */
export async function have(page: Page, walkie: Walkie, { name, lines }: Call): Promise<number> {
  const { origin } = walkie;
  const post = async (path: string, data: object, headers: Record<string, string>) => {
    // Not through the browser: its cookies would speak for the agent.
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(data),
    });
    expect(answer.ok, path).toBe(true);
    return answer.json();
  };
  const cookies = await page.context().cookies(origin);
  const agent = {
    origin,
    cookie: cookies.map(({ name: cookie, value }) => `${cookie}=${value}`).join('; '),
  };
  const { token } = await post('/visitors', { name }, {});
  const visitor = { authorization: `Bearer ${token}` };
  const { id } = await post('/conversations', {}, visitor);
  for (const line of lines) {
    const by = line[0] as keyof typeof channels;
    const data = { conversation_id: id, content: line.slice(2), channel: channels[by] };
    const { head_seq } = await post('/messages', data, by === '>' ? visitor : agent);
    // Who answers has read what was asked.
    if (by === '<') await post(`/conversations/${id}/read`, { seq: head_seq }, agent);
  }
  return id;
}
