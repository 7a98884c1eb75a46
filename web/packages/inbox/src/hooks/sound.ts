/**
 * Two soft notes, made on the spot: nothing to load. Browsers allow sound only after a gesture, so the
 * context is made and resumed by the first press; until then a ring is silence.
 */
let context: AudioContext | null = null;

export function allowSound(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
  } catch {
    context = null;
  }
}

export function ring(): void {
  if (context === null || context.state !== 'running') return;
  note(context, 660, 0, 0.12);
  note(context, 880, 0.1, 0.22);
}

function note(audio: AudioContext, hertz: number, delay: number, length: number): void {
  const start = audio.currentTime + delay;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  tone.type = 'sine';
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + length);
}
