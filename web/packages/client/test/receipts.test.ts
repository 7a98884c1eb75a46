// How far each side has received and read, and that no order of events loses a word of it.

import { frameOf } from '@walkie/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { httpFallback } from '../src/http.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import type { Client, ConversationHandle } from '../src/types.ts';
import { type Tab, World } from './world.ts';

const visitor = { type: 'visitor' as const, id: 7, name: 'Li Wei' };
const ana = { type: 'agent' as const, id: 3, name: 'Ana' };
const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

const start = (tab: Tab) => {
  const client = createClient({
    ...tab.env(),
    baseUrl: 'http://walkie.test',
    principal: `${tab.me.type}:${tab.me.id}`,
    http: httpFallback,
    receipts: showReceipts,
    ...(tab.me.type === 'agent' && { staff: showNotes }),
    log: false,
  });
  open.push(client);
  return client;
};

/** A visitor and an agent who both look at conversation 1. */
const both = async (seed: number) => {
  const world = new World(seed);
  const theirs = start(world.tab(visitor)).conversation(1);
  const ours = start(world.tab(ana)).conversation(1);
  await world.run(1000);
  return { world, theirs, ours };
};
const lastState = (handle: ConversationHandle) => handle.getSnapshot().messages.at(-1)?.state;

describe('receipts', () => {
  it('tells that something was received also in the moment in which less was read', async () => {
    const { world, theirs, ours } = await both(1);
    theirs.send('Wonderful!');
    await world.until(() => theirs.getSnapshot().last_seq === 1);
    // The panel shows it, is closed, and the answer comes: all within a tenth of a second.
    theirs.markRead();
    ours.send('Anything else?');
    await world.until(() => theirs.getSnapshot().last_seq === 2);
    await world.run(15_000);
    expect(theirs.getSnapshot().read.mine).toBe(1);
    expect(lastState(ours)).toBe('delivered');
    theirs.markRead();
    await world.run(1000);
    expect(lastState(ours)).toBe('seen');
  });

  it('tells each position once', async () => {
    const { world, theirs } = await both(2);
    const told: string[] = [];
    const hear = world.server.hear.bind(world.server);
    world.server.hear = (socket, frame) => {
      if (frame.type === 'read' || frame.type === 'received')
        told.push(`${frame.type} ${frame.seq}`);
      hear(socket, frame);
    };
    for (const text of ['one', 'two', 'three']) world.server.say(ana, 1, text);
    await world.run(1000);
    theirs.markRead(2);
    await world.run(1000);
    theirs.markRead();
    await world.run(1000);
    expect(told).toEqual(['received 3', 'read 2', 'read 3']);
  });

  it('tells again what was refused for now', async () => {
    const { world, ours } = await both(4);
    const hear = world.server.hear.bind(world.server);
    let busy = true;
    world.server.hear = (socket, frame) => {
      if (frame.type !== 'received' || !busy) return hear(socket, frame);
      busy = false;
      const refusal = { code: 'overloaded', status: 503, conversation_id: 1, client_id: undefined };
      socket.push(frameOf('error', refusal as object));
    };
    ours.send('Are you there?');
    await world.run(1000);
    expect(lastState(ours)).toBe('sent');
    await world.run(2000);
    expect(lastState(ours)).toBe('delivered');
  });

  it('who reads and leaves at once has read', async () => {
    const { world, theirs, ours } = await both(3);
    ours.send('Bye');
    await world.until(() => theirs.getSnapshot().last_seq === 1);
    theirs.markRead();
    theirs.close();
    await world.run(1000);
    expect(lastState(ours)).toBe('seen');
  });
});
