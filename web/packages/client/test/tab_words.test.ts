// What tabs say to each other is a closed set of words.

import { expect, it } from 'vitest';
import type { Broadcast } from '../src/environment.ts';
import { createClient } from '../src/index.ts';
import { isTabWord } from '../src/tab_words.ts';
import { shareTabs } from '../src/tabs.ts';
import { World } from './world.ts';

const visitor = { type: 'visitor' as const, id: 7, name: 'Li Wei' };
const from = 'x';
const entry = {
  client_id: 'a',
  conversation_id: 1,
  content: 'x',
  created_at: '2026-11-28T10:00:00.000Z',
  state: 'pending',
};
const message = { id: 1, seq: 1, conversation_id: 1, client_id: 'a', content: 'x', sender: {} };

it.each([
  { t: 'join' },
  { t: 'lead' },
  { t: 'state', state: { state: 'idle' }, session: 'x.1' },
  { t: 'up', frame: { type: 'ping' } },
  { t: 'up', frame: { type: 'subscribe', conversation_id: 1, since: 0 } },
  { t: 'down', frame: { type: 'presence', conversation_id: 1, data: {} } },
  { t: 'outbox', news: ['merge', entry] },
  { t: 'outbox', news: ['forget', 'a'] },
  { t: 'outbox', news: ['done', message, 1] },
  { t: 'wake', cause: 'online' },
])('%j is a word', (word) => expect(isTabWord({ ...word, from })).toBe(true));

const strange = [
  null,
  'close',
  [],
  { t: 'toString' },
  { t: 'close' },
  { t: 'state', state: { state: 'broken' }, session: 'x.1' },
  { t: 'state', state: null, session: 'x.1' },
  { t: 'up', frame: { type: 'message', conversation_id: 1, content: 'not mine' } },
  { t: 'up', frame: { type: 'subscribe' } },
  { t: 'down', frame: null },
  { t: 'outbox', news: ['close'] },
  { t: 'outbox', news: ['lead', true] },
  { t: 'outbox', news: ['merge', { ...entry, content: 7 }] },
  { t: 'outbox', news: ['merge', null] },
  { t: 'outbox', news: ['done', { ...message, sender: null }, 1] },
  { t: 'outbox', news: ['done', message, -1] },
  { t: 'outbox', news: {} },
  { t: 'wake', cause: 'close' },
];
it.each(strange)('%j is no word', (word) => {
  expect(isTabWord(word)).toBe(false);
  expect(isTabWord(typeof word === 'object' && word ? { ...word, from } : word)).toBe(false);
});

it('whatever is said on the channel, a tab lives on and sends', async () => {
  const world = new World(70);
  const channels: Broadcast[] = [];
  const names: string[] = [];
  const tab = world.tab(visitor);
  const env = tab.env({ tabs: true });
  const client = createClient({
    ...env,
    createBroadcast: (name: string) => {
      names.push(name);
      const channel = world.broadcast(name, tab);
      channels.push(channel);
      return channel;
    },
    tabs: shareTabs,
    baseUrl: 'http://walkie.test',
    principal: 'visitor:7',
    log: false,
  });
  const chat = client.conversation(1);
  await world.run(1000);
  for (const word of strange)
    channels[0]?.onmessage?.({ data: word && typeof word === 'object' ? { ...word, from } : word });
  chat.send('still here');
  await world.run(1000);
  expect(chat.getSnapshot().messages.map(({ state }) => state)).toEqual(['sent']);
  // Pages of another version are on another channel, and lead for themselves.
  expect(names).toEqual(['walkie/2 http://walkie.test visitor:7']);
  client.close();
});
