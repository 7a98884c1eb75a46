// Tabs whose main threads are slow: whatever happens to a tab (a timer, a word from another tab, a
// grant) waits as a task until the tab is free and awake. Locks as a browser has them.

import type { Broadcast, Environment, Locks } from '../src/environment.ts';
import type { Outbox } from '../src/outbox.ts';
import { shareTabs, type Tabs } from '../src/tabs.ts';
import { World } from './world.ts';

interface Claim {
  tab: SlowTab;
  grant(): void;
  lose(): void;
}

export class SlowWorld extends World {
  readonly tabs: SlowTab[] = [];
  holder: Claim | undefined;
  waiting: Claim[] = [];
  /** How often a task takes seconds. */
  slowness = 0;
  /** Stolen, and stolen from oneself. */
  steals = 0;
  own = 0;
  /** Whether a tab hears of its locks in the order in which it happened. */
  readonly inOrder = this.random() < 0.5;

  open() {
    const tab = new SlowTab(this);
    this.tabs.push(tab);
    return tab;
  }

  get awake() {
    return this.tabs.filter((tab) => tab.alive && !tab.frozen);
  }

  get leaders() {
    return this.awake.filter((tab) => tab.leading);
  }

  next() {
    if (this.holder) return;
    this.holder = this.waiting.shift();
    this.holder?.grant();
  }

  free(claim: Claim) {
    this.waiting = this.waiting.filter((one) => one !== claim);
    if (this.holder !== claim) return;
    this.holder = undefined;
    this.next();
  }
}

export class SlowTab {
  alive = true;
  frozen = false;
  leading = false;
  private busyUntil = 0;
  private ready: (() => void)[] = [];
  /** What the browser tells of locks; an answer to a query ends what may change places. */
  private told: { act: () => void; answer: boolean }[] = [];
  private pumping = false;
  private readonly channel: Broadcast;
  readonly share: Tabs;

  constructor(private readonly world: SlowWorld) {
    const tab = this;
    this.channel = {
      onmessage: null,
      close() {},
      postMessage(message) {
        for (const other of world.tabs)
          if (other !== tab && other.alive)
            world.later(world.random() * 5, () =>
              other.task(() => other.channel.onmessage?.({ data: structuredClone(message) })),
            );
      },
    };
    this.share = shareTabs({
      env: this.env() as Environment,
      name: 'visitor:7',
      lead: (leading) => {
        this.leading = leading;
        if (leading) this.share.state({ state: 'idle' }, 1);
      },
      up() {},
      down() {},
      state() {},
      outbox: { of: () => [] } as unknown as Outbox,
      wake() {},
    });
    this.task(() => this.share.start());
  }

  task(act: () => void) {
    this.ready.push(act);
    this.pump();
  }

  /** The main thread does something else. */
  block(ms: number) {
    this.busyUntil = Math.max(this.busyUntil, this.world.now + ms);
  }

  freeze() {
    this.frozen = true;
  }

  thaw() {
    this.frozen = false;
    this.task(() => this.share.wake('visibilitychange'));
  }

  die() {
    this.alive = this.leading = false;
    const { world } = this;
    for (const claim of [...world.waiting, world.holder])
      if (claim?.tab === this) world.free(claim);
  }

  private pump() {
    if (this.pumping) return;
    this.pumping = true;
    this.world.later(this.busyUntil - this.world.now, () => {
      this.pumping = false;
      if (!this.alive || this.frozen || !this.ready.length) return;
      if (this.busyUntil <= this.world.now) {
        // What became ready while the thread was busy runs in any order.
        const at = Math.floor(this.world.random() * this.ready.length);
        this.ready.splice(at, 1)[0]?.();
        if (this.world.chance(this.world.slowness)) this.block(this.world.random() * 4000);
      }
      this.pump();
    });
  }

  private tell(act: () => void, answer = false) {
    this.told.push({ act, answer });
    const hear = () => {
      const end = this.told.findIndex((one) => one.answer);
      const many = this.world.inOrder ? 1 : end < 0 ? this.told.length : Math.max(1, end);
      const [one] = this.told.splice(Math.floor(this.world.random() * many), 1);
      one?.act();
    };
    this.world.later(this.world.random() * 5, () => this.task(hear));
  }

  private env(): Partial<Environment> {
    const { world } = this;
    const cleared = new Set<unknown>();
    return {
      now: () => world.now,
      random: world.random,
      timers: {
        setTimeout: (act, ms) => {
          const id = world.later(ms, () => this.task(() => cleared.has(id) || act()));
          return id;
        },
        clearTimeout: (id) => void cleared.add(id),
      },
      locks: this.locks(),
      createBroadcast: () => this.channel,
    };
  }

  private locks(): Locks {
    const { world } = this;
    const abort = () => new DOMException('', 'AbortError');
    return {
      request: (name, { steal, signal }, held) =>
        new Promise((resolve, reject) => {
          const claim: Claim = {
            tab: this,
            grant: () =>
              this.tell(() => {
                void held().then(() => {
                  world.free(claim);
                  resolve(name);
                });
              }),
            lose: () => this.tell(() => reject(abort())),
          };
          signal?.addEventListener('abort', () => {
            if (!world.waiting.includes(claim)) return;
            world.free(claim);
            claim.lose();
          });
          world.later(world.random() * 3, () => {
            if (!this.alive || signal?.aborted) return;
            if (steal) {
              world.steals++;
              if (!world.holder || world.holder.tab === this) world.own++;
              world.holder?.lose();
              world.holder = claim;
              claim.grant();
            } else world.waiting.push(claim);
            world.next();
          });
        }),
      query: () =>
        new Promise((answer) =>
          world.later(world.random() * 3, () => {
            const held = world.holder ? [{ name: 'walkie/2 visitor:7' }] : [];
            this.tell(() => answer({ held }), true);
          }),
        ),
    };
  }
}
