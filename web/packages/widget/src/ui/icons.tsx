// Every icon of the widget: 20 px, drawn with the text's colour.
import type { ComponentChildren } from 'preact';

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const ChevronDown = () => (
  <Icon>
    <path d="m5 7.5 5 5 5-5" />
  </Icon>
);
export const ArrowUp = () => (
  <Icon>
    <path d="M10 16V4.5M5 9l5-5 5 5" />
  </Icon>
);
export const ArrowDown = () => (
  <Icon size={16}>
    <path d="M10 4v11.5M5 11l5 5 5-5" />
  </Icon>
);
export const Dots = () => (
  <Icon>
    <path stroke-width="2.5" d="M4.5 10h.01M10 10h.01M15.5 10h.01" />
  </Icon>
);
export const SoundOn = () => (
  <Icon>
    <path d="M3 8v4h3l4 3.5v-11L6 8H3ZM13 7.5a3.5 3.5 0 0 1 0 5M15.3 5a7 7 0 0 1 0 10" />
  </Icon>
);
export const SoundOff = () => (
  <Icon>
    <path d="M3 8v4h3l4 3.5v-11L6 8H3ZM13.5 8l4 4M17.5 8l-4 4" />
  </Icon>
);
export const Globe = () => (
  <Icon>
    <path d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM2.5 10h15M10 2.5c2.6 2.2 3 5 3 7.5s-.4 5.3-3 7.5c-2.6-2.2-3-5-3-7.5s.4-5.3 3-7.5Z" />
  </Icon>
);
export const Leave = () => (
  <Icon>
    <path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5" />
  </Icon>
);
export const Clock = () => (
  <Icon size={14}>
    <path d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 6v4.2l2.8 1.8" />
  </Icon>
);
export const Check = () => (
  <Icon size={14}>
    <path stroke-width="2" d="m4 10.5 4 4 8-9" />
  </Icon>
);
export const Checks = () => (
  <Icon size={14}>
    <path stroke-width="2" d="m1 10.5 4 4 8-9M9.5 14l.5.5 8-9" />
  </Icon>
);
export const Alert = () => (
  <Icon size={14}>
    <path
      stroke-width="2"
      d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 6.2v4.3M10 13.6h.01"
    />
  </Icon>
);
export const CloudOff = () => (
  <Icon size={16}>
    <path d="m3 3 14 14M6.3 6.4A4.5 4.5 0 0 0 5.5 15.3h9.3M9 5.3a4.5 4.5 0 0 1 5.4 3.6 3.3 3.3 0 0 1 2.5 4.8" />
  </Icon>
);
export const Sync = () => (
  <Icon size={16}>
    <path d="M16 5v4h-4M4 15v-4h4M15.6 9A6 6 0 0 0 5 6.4M4.4 11A6 6 0 0 0 15 13.6" />
  </Icon>
);

/** The mark: two speakers, one of them talking. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
    <path
      class="mark-paper"
      d="M12 0h16a12 12 0 0 1 12 12v24a4 4 0 0 1-4 4H12A12 12 0 0 1 0 28V12A12 12 0 0 1 12 0Z"
    />
    <circle class="mark-talk" cx="14.5" cy="20" r="4.5" />
    <circle class="mark-hear" cx="26" cy="20" r="4.5" />
  </svg>
);
