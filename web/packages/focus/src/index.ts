export { focusSomewhere, focusWhenThere, keepFocus } from './keeper.ts';
