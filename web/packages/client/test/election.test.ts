// Who leads (T1 to T5), over tabs that are slow, frozen, woken and closed, from a seed.
// WALKIE_TABS_SEEDS=N runs more seeds, WALKIE_TABS_SEED=N only that one.

import { describe, expect, it } from 'vitest';
import { type Election, type ElectionEvent, firstElection, step } from '../src/election.ts';
import { SlowWorld } from './slow_tabs.ts';

/** A check comes every 30 s; then 2 s, 2 s more, and what slow threads add. */
const LEADERLESS_MS = 45_000;

const only = process.env.WALKIE_TABS_SEED;
const count = Number(process.env.WALKIE_TABS_SEEDS ?? 400);
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);

async function life(seed: number) {
  const world = new SlowWorld(seed);
  const { random } = world;
  world.open();
  let faults = 0;
  const fault = () => {
    const tab = world.tabs[Math.floor(random() * world.tabs.length)];
    const dice = random();
    if (dice < 0.3 && world.awake.length < 4) world.open();
    else if (!tab?.alive) return;
    else if (dice < 0.5) tab.block(random() * 4000);
    else if (dice < 0.7) tab.freeze();
    else if (dice < 0.85 && tab.frozen) tab.thaw();
    else if (world.awake.length > 1) tab.die();
    faults++;
  };
  for (let round = 0; round < 8; round++) {
    world.slowness = random() < 0.5 ? 0.2 : 0;
    for (let more = random() * 6; more > 0; more--) {
      fault();
      await world.run(random() < 0.5 ? 10 * random() : 5000 * random());
    }
    world.slowness = 0;
    await world.run(LEADERLESS_MS);
    if (world.awake.length && !world.leaders.length) throw new Error(`nobody leads: ${round}`);
  }
  for (const tab of world.tabs) if (tab.alive && tab.frozen) tab.thaw();
  await world.run(LEADERLESS_MS);
  const alive = world.tabs.filter((tab) => tab.alive);
  if (alive.length) {
    expect(alive.filter((tab) => tab.leading).length).toBe(1);
    expect(world.holder?.tab.leading, 'who leads holds the lock').toBe(true);
  }
  expect(world.steals, 'steals').toBeLessThanOrEqual(3 * faults + 1);
}

async function lonely(seed: number) {
  const world = new SlowWorld(seed);
  world.slowness = 0.4;
  const tab = world.open();
  if (world.random() < 0.5) tab.block(world.random() * 4000);
  for (let moment = 0; moment < 20; moment++) {
    if (world.random() < 0.1) tab.freeze();
    else if (tab.frozen && world.random() < 0.3) tab.thaw();
    await world.run(world.random() * 3000);
  }
  if (tab.frozen) tab.thaw();
  world.slowness = 0;
  await world.run(10_000);
  expect(world.steals).toBe(0);
  expect(tab.leading).toBe(true);
}

describe('who leads', () => {
  const each = async (what: (seed: number) => Promise<void>) => {
    for (const seed of seeds)
      await what(seed).catch((error) => {
        expect.fail(`WALKIE_TABS_SEED=${seed}: ${error instanceof Error ? error.stack : error}`);
      });
  };
  it(`somebody leads within 45 s, in the end one: ${seeds.length} seeds`, async () => {
    await each(life);
  }, 300_000);
  it(`a tab alone never steals: ${seeds.length} seeds`, () => each(lonely), 300_000);
});

describe('a step', () => {
  const after = (...events: ElectionEvent[]) => {
    let election: Election = firstElection;
    let acts: unknown[] = [];
    for (const event of events) [election, ...acts] = step(election, event);
    return { election, acts };
  };
  const start: ElectionEvent = { type: 'start', now: 0 };
  const held = (now: number): ElectionEvent => ({ type: 'looked', held: true, now });
  const silence: ElectionEvent[] = [start, { type: 'deadline', now: 2000 }, held(2001)];

  it('T1: what comes of an old request is ignored; a late grant is given back', () => {
    const late = after(...silence, { type: 'granted', request: 1 });
    expect(late.acts).toEqual([{ do: 'give_back', request: 1 }]);
    const broken = after(
      ...silence,
      { type: 'granted', request: 2 },
      { type: 'broken', request: 1 },
    );
    expect(broken).toEqual({ election: { phase: 'leads', request: 2 }, acts: [] });
  });
  it('T2: stealing withdraws the request that waits', () => {
    expect(after(...silence).acts).toEqual([
      { do: 'withdraw', request: 1 },
      { do: 'request', request: 2, steal: true },
    ]);
  });
  it('T3: a deadline that fires late is set again, once', () => {
    const late: ElectionEvent = { type: 'deadline', now: 2600 };
    expect(after(start, late).acts).toContainEqual({ do: 'wait' });
    expect(after(start, late, { type: 'deadline', now: 5900 }).acts).toEqual([{ do: 'look' }]);
  });
  it('T3: a lock that nobody holds is not stolen at once: the grant is on its way', () => {
    const free: ElectionEvent = { type: 'looked', held: false, now: 2001 };
    expect(after(start, { type: 'deadline', now: 2000 }, free).acts).toContainEqual({ do: 'wait' });
  });
  it('T4: a request that the browser did not take is made again at the next check', () => {
    const again = after(start, { type: 'failed', request: 1 }, { type: 'check', now: 30_000 });
    expect(again.acts[0]).toEqual({ do: 'request', request: 2, steal: false });
  });
  it('T4: a lock manager that does not answer is asked again at the next check', () => {
    const again = after(start, { type: 'deadline', now: 2000 }, { type: 'check', now: 30_000 });
    expect(again.acts).toEqual([{ do: 'ask' }, { do: 'wait' }]);
  });
  it('a page that is closed gives the lock back, also one that comes late', () => {
    const late = after(start, { type: 'close' }, { type: 'granted', request: 1 });
    expect(late.acts).toEqual([{ do: 'give_back', request: 1 }]);
  });
});
