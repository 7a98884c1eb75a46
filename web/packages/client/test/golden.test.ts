// Feeds every frame of protocol/examples that a server sends to a running client.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { httpFallback } from '../src/http.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import { showTyping } from '../src/typing.ts';
import { World } from './world.ts';

const examples = fileURLToPath(new URL('../../../../protocol/examples', import.meta.url));
const files = readdirSync(examples).filter((name) => /^server\..*\.json$/.test(name));
const read = (name: string) => readFileSync(join(examples, name), 'utf8');

describe('golden examples', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('%s is taken in', async (name) => {
    const world = new World(1);
    const tab = world.tab({ type: 'agent', id: 3, name: 'Ana' });
    const client = createClient({
      ...tab.env(),
      baseUrl: 'http://walkie.test',
      principal: 'agent:3',
      http: httpFallback,
      receipts: showReceipts,
      typing: showTyping,
      staff: showNotes,
      log: false,
    });
    const chat = client.conversation(123);
    await world.run(1000);
    const frame = JSON.parse(read(name));
    for (const socket of world.server.sockets) socket.onmessage?.({ data: JSON.stringify(frame) });
    await world.run(1000);
    if (frame.type === 'typing')
      expect(chat.getSnapshot().typing).toEqual(
        frame.data.text === undefined && frame.data.sender.id === 3
          ? chat.getSnapshot().typing
          : [frame.data],
      );
    if (frame.type === 'presence') expect(chat.getSnapshot().presence).toEqual(frame.data);
    if (frame.type === 'read') expect(chat.getSnapshot().read.theirs).toBe(8);
    expect(chat.getSnapshot().id).toBe(123);
    client.close();
  });
});
