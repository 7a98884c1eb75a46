import { initial } from '@walkie/i18n';
import { clsx } from 'clsx';

interface AvatarProps {
  readonly name: string;
  readonly image?: string | null | undefined;
  readonly size?: 'xs' | 's' | 'm' | 'l';
  readonly online?: boolean | undefined;
  readonly tone?: 'visitor' | 'staff';
  /** Whose it is: one of eight tints, the same everywhere. */
  readonly id?: number | undefined;
}

const SIZES = {
  xs: 'size-5 text-[10px] rounded-s rounded-bl-[2px]',
  s: 'size-7 text-xs rounded-m rounded-bl-[3px]',
  m: 'size-9 text-s rounded-m rounded-bl-[4px]',
  l: 'size-14 text-2xl rounded-l rounded-bl-[4px]',
} as const;

/** A picture or the first letter, with the one small corner that says who speaks. Decoration only. */
export function Avatar({ name, image, size = 'm', online, tone = 'visitor', id }: AvatarProps) {
  const look = clsx(
    'flex items-center justify-center overflow-hidden font-semibold select-none',
    SIZES[size],
    tone === 'staff' ? 'bg-brand-soft text-on-brand-soft' : tint(id),
  );
  return (
    <span className="relative inline-block shrink-0" aria-hidden="true">
      {image ? (
        <img src={image} alt="" className={look} loading="lazy" />
      ) : (
        <span className={look}>{initial(name)}</span>
      )}
      {online !== undefined && (
        <span
          className={clsx(
            'absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full ring-2 ring-surface-2',
            online ? 'bg-online' : 'bg-line-strong',
          )}
        />
      )}
    </span>
  );
}

const TINTS = 8;

function tint(id: number | undefined): string {
  return id === undefined ? 'bg-surface-3 text-ink-2' : `tint tint-${Math.abs(id) % TINTS}`;
}
