import { speak } from './say.ts';

speak();

// The snippet shows the address that this page really came from: it can be copied as it stands.
const place = document.getElementById('origin');
if (place) place.textContent = location.origin;
