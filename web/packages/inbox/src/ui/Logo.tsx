/** The mark: a speech corner with two lamps, one of them lit. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M10 0h12a10 10 0 0 1 10 10v18a4 4 0 0 1-4 4H10A10 10 0 0 1 0 22V10A10 10 0 0 1 10 0Z"
        fill="var(--mark)"
      />
      <circle cx="11.5" cy="16" r="3" fill="var(--mark-signal)" />
      <circle cx="20.5" cy="16" r="3" fill="var(--mark-soft)" />
    </svg>
  );
}
