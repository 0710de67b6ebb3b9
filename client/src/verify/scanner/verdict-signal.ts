import type { Verification } from './use-verification.ts';

/** One high tone, two low ones, or one low and one high: told apart without looking, as colour and shape are. */
const tones: Record<Verification['verdict'], readonly number[]> = {
  PASS: [880],
  FAIL: [220, 220],
  UNKNOWN: [330, 440],
};
const buzzes: Record<Verification['verdict'], number | number[]> = {
  PASS: 80,
  FAIL: [140, 90, 140],
  UNKNOWN: [80, 60, 80, 60, 80],
};
const toneSeconds = 0.14;

let audio: AudioContext | undefined;

/** Lets the page make a sound from now on: called where a person pressed something. */
export function allowSound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume().catch(() => undefined);
  } catch {
    // A phone without sound has buzz, colour, word and shape.
  }
}

/** Tells a verdict by buzz and tone. */
export function tell(verdict: Verification['verdict']): void {
  navigator.vibrate?.(buzzes[verdict]);
  if (audio?.state !== 'running') return;
  let at = audio.currentTime;
  for (const frequency of tones[verdict]) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    gain.gain.value = 0.25;
    oscillator.frequency.value = frequency;
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + toneSeconds);
    at += toneSeconds * 1.4;
  }
}
