// A short two-tone blip, made on the spot. A browser lets a page sound only after a gesture, and
// that is right: before one, and while muted, nothing happens.

const once_ms = 800;

export interface Sound {
  blip(): void;
}

export function createSound(muted: () => boolean): Sound {
  let audio: AudioContext | undefined;
  const wake = () => {
    try {
      audio ??= new AudioContext();
      void audio.resume();
    } catch {
      // No sound device: silence is a fine answer.
    }
  };
  addEventListener('pointerdown', wake, { once: true });
  addEventListener('keydown', wake, { once: true });

  const tone = (context: AudioContext, hertz: number, from: number) => {
    const at = context.currentTime + from;
    const source = context.createOscillator();
    const volume = context.createGain();
    source.frequency.value = hertz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.08, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    source.connect(volume).connect(context.destination);
    source.start(at);
    source.stop(at + 0.24);
  };

  const play = () => {
    if (audio?.state !== 'running') return;
    tone(audio, 660, 0);
    tone(audio, 880, 0.09);
  };

  return {
    blip() {
      if (audio?.state !== 'running' || muted()) return;
      // Several tabs hear the same message; the first that may sound does it for all. Without locks
      // (plain HTTP, a frame with blocked storage) each sounds for itself.
      let entered = false;
      const once = async (lock: Lock | null) => {
        entered = true;
        if (!lock) return;
        play();
        await new Promise((resolve) => setTimeout(resolve, once_ms));
      };
      const ask = async () => navigator.locks.request('walkie:blip', { ifAvailable: true }, once);
      ask().catch(() => entered || play());
    },
  };
}
