import { speak } from './say.ts';

speak();
