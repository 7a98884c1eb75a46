export { focusOnArrival, focusSomewhere, focusWhenThere, keepFocus } from './keeper.ts';
