import type { Meter } from './meter.ts';

export type Sign = '*' | '**' | '***' | '_' | '[';

/** Something that was opened and may still be closed. */
export interface Opener {
  readonly sign: Sign;
  /** Where its sign begins in the source. */
  readonly at: number;
  /** Where its sign stands among the nodes. */
  readonly place: number;
  /** How many words and hidden characters came before it. */
  readonly words: number;
  readonly hidden: number;
  /** The deepest mark inside, and whether a link is. */
  depth: number;
  link: boolean;
}

/** The stack of openers. Each is pushed and popped once, so all of them cost steps in their number. */
export class Openers {
  private readonly stack: Opener[] = [];
  private readonly waiting: Record<Sign, number> = { '*': 0, '**': 0, '***': 0, _: 0, '[': 0 };

  constructor(private readonly meter: Meter) {}

  push(opener: Omit<Opener, 'depth' | 'link'>): void {
    this.stack.push({ ...opener, depth: 0, link: false });
    this.waiting[opener.sign] += 1;
  }

  has(sign: Sign): boolean {
    return this.waiting[sign] > 0;
  }

  /** The last two that were opened, the outer one first. */
  lastTwo(): Opener[] {
    return this.stack.slice(-2);
  }

  /** Takes openers off the stack down to the nearest of this sign; those above it stay text. */
  close(sign: Sign): Opener | null {
    if (!this.has(sign)) return null;
    for (;;) {
      const opener = this.stack.pop();
      if (opener === undefined) return null;
      this.meter.steps += 1;
      this.waiting[opener.sign] -= 1;
      this.contain(opener.depth, opener.link);
      if (opener.sign === sign) return opener;
    }
  }

  /** Records on the opener on top what now stands inside it. */
  contain(depth: number, link: boolean): void {
    const top = this.stack.at(-1);
    if (top === undefined) return;
    top.depth = Math.max(top.depth, depth);
    top.link ||= link;
  }
}
