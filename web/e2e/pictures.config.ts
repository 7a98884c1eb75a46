// Makes the README's pictures again, into docs/images: `npm run pictures -w e2e`.
import config from './playwright.config.ts';

export default { ...config, testDir: 'pictures' };
