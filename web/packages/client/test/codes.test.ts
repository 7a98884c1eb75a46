// The SDK's rules are protocol/close_codes.json, which is the server's table.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as codes from '../src/codes.ts';

interface Row {
  code: number;
  name: string;
  after: 'reconnect' | 'reconnect_rarely' | 'stay_away';
  wait_s: number;
  renews: boolean;
}
const rows: Row[] = JSON.parse(
  readFileSync(new URL('../../../../protocol/close_codes.json', import.meta.url), 'utf8'),
);

describe('close codes', () => {
  it.each(rows)('$code $name', ({ code, after, wait_s, renews }) => {
    expect(codes.staysAway(code)).toBe(after === 'stay_away');
    expect(codes.isOurFault(code)).toBe(after === 'reconnect_rarely');
    expect(codes.isCrowded(code)).toBe(wait_s === 10);
    expect(codes.renews(code)).toBe(renews);
  });
  it('have one name on both sides', () => {
    for (const [name, value] of Object.entries(codes))
      if (typeof value === 'number')
        expect(rows.find((row) => row.code === value)?.name).toBe(name.toLowerCase());
  });
  it('that are not known stay away when they are of 45xx', () => {
    expect(codes.staysAway(4599)).toBe(true);
    expect([1010, 1014, 3000, 4007, 4400, 4600].some(codes.staysAway)).toBe(false);
  });
});
