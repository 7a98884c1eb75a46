// Made by scripts/invisible.mjs from Unicode 17.0. The server has the same table.
// Parts of a character class of a regular expression with the flag `u`.

export const SPACES = [
  '\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000',
].join('');
export const JOINERS = [
  '\\u180b-\\u180d\\u180f\\u200c-\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}',
].join('');
export const HIDDEN = [
  '\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f-\\u1160',
  '\\u17b4-\\u17b5\\u180e\\u200b\\u200e-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164',
  '\\ufeff\\uffa0\\ufff0-\\ufffb\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d159}',
  '\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}',
].join('');
