import type { Priority } from '@walkie/client';
import { Flag } from 'lucide-react';

/** From the most urgent down, and what takes it away last. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low', 'none'] as const;

/** The shape says it too, for eyes that do not tell these colours apart: only the urgent one is full. */
const LOOKS: Readonly<Record<Priority, string>> = {
  urgent: 'fill-current text-danger',
  high: 'text-on-signal-soft',
  medium: 'text-brand',
  low: 'text-ink-2',
  none: 'text-ink-3',
};

/** Decoration: the word stands beside it, or is read instead of it. */
export function PriorityFlag({ priority, size = 15 }: { priority: Priority; size?: number }) {
  return <Flag size={size} aria-hidden="true" className={LOOKS[priority]} />;
}
