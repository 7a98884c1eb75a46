import { isolated } from './isolate.ts';

/** Dates and numbers as people of a language write them. Everything comes from Intl. */
export interface Formats {
  /** 19:05, 7:05 PM */
  time(at: Date): string;
  /** Today, Yesterday, Tuesday, November 3, … for a separator between days. */
  day(at: Date, now: Date): string;
  /** The short form of a list row: now, 5m, 3h, Tue, Nov 3. */
  short(at: Date, now: Date): string;
  /** Day and time in full, for a title. */
  full(at: Date): string;
  /** Day and time, short enough for a narrow column. */
  stamp(at: Date): string;
  /** 4 seconds ago, 2 minutes ago. */
  ago(at: Date, now: Date): string;
  number(value: number): string;
  /** Ana, Bo and Cy */
  list(names: readonly string[]): string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function formats(locale: string): Formats {
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const time = of({ hour: 'numeric', minute: '2-digit' });
  const full = of({ dateStyle: 'full', timeStyle: 'short' });
  const stamp = of({ dateStyle: 'medium', timeStyle: 'short' });
  const weekday = of({ weekday: 'long' });
  const weekdayShort = of({ weekday: 'short' });
  const monthDay = of({ month: 'long', day: 'numeric' });
  const monthDayShort = of({ month: 'short', day: 'numeric' });
  const dated = of({ year: 'numeric', month: 'short', day: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const number = new Intl.NumberFormat(locale);
  const names = new Intl.ListFormat(locale, { type: 'conjunction' });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' });
  const minutes = unit('minute');
  const hours = unit('hour');
  // Chinese says 刚刚, 4 秒前 and 5 分钟前, with a space before the word; 5m is English.
  const chinese = locale.startsWith('zh');
  const since = (count: number, name: 'second' | 'minute' | 'hour' | 'day') => {
    const text = relative.format(-count, name);
    return chinese ? text.replace(/(\d)(?=\p{sc=Han})/u, '$1 ').replace('秒钟', '秒') : text;
  };

  return {
    time: (at) => time.format(at),
    full: (at) => full.format(at),
    stamp: (at) => stamp.format(at),
    number: (value) => number.format(value),
    list: (items) => names.format(items.map(isolated)),
    day(at, now) {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
      if (days > 1 && days < 7) return weekday.format(at);
      return (at.getFullYear() === now.getFullYear() ? monthDay : dated).format(at);
    },
    short(at, now) {
      const age = Math.max(0, now.getTime() - at.getTime());
      if (age < MINUTE) return chinese ? '刚刚' : relative.format(0, 'second');
      if (age < HOUR) {
        const count = Math.floor(age / MINUTE);
        return chinese ? since(count, 'minute') : minutes.format(count);
      }
      const days = daysBetween(at, now);
      if (days === 0 || age < 12 * HOUR) {
        const count = Math.floor(age / HOUR);
        return chinese ? since(count, 'hour') : hours.format(count);
      }
      if (days < 7) return weekdayShort.format(at);
      return (at.getFullYear() === now.getFullYear() ? monthDayShort : dated).format(at);
    },
    ago(at, now) {
      const age = Math.max(0, now.getTime() - at.getTime());
      if (age < MINUTE) return since(Math.max(1, Math.round(age / SECOND)), 'second');
      if (age < HOUR) return since(Math.floor(age / MINUTE), 'minute');
      if (age < 24 * HOUR) return since(Math.floor(age / HOUR), 'hour');
      return since(daysBetween(at, now), 'day');
    },
  };
}

/** Calendar days in local time; noon keeps daylight saving out of the division. */
function daysBetween(at: Date, now: Date): number {
  const noon = (date: Date) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12).getTime();
  return Math.round((noon(now) - noon(at)) / (24 * HOUR));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
