// The design's colours as values, for what CSS variables cannot reach (canvas, meta theme-color).
import tokens from '../tokens.json' with { type: 'json' };

export type Theme = keyof typeof tokens;
export type TokenName = keyof (typeof tokens)['light'];

export { tokens };
