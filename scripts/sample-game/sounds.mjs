import { random } from './svg.mjs'

const RATE = 11025

function wave (samples) {
  const file = Buffer.alloc(44 + samples.length)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + samples.length, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples.length, 40)
  samples.forEach((value, i) =>
    file.writeUInt8(Math.round(128 + Math.max(-1, Math.min(1, value)) * 120), 44 + i)
  )
  return file
}

// An even number of samples, since RIFF chunks are padded to words.
function tone (seconds, voice) {
  const count = Math.round(seconds * RATE / 2) * 2
  return wave(Array.from({ length: count }, (_, i) => voice(i / RATE, i / count)))
}

const sine = (hertz, t) => Math.sin(t * hertz * Math.PI * 2)

/** Four small 8-bit mono WAV files. */
export function makeSounds () {
  const noise = random(42)
  const notes = [523.25, 659.25, 783.99, 1046.5]
  return {
    'sound/click.wav': tone(0.09, (t, part) => sine(900 - part * 400, t) * (1 - part) ** 2),
    'sound/coin.wav': tone(0.34, (t, part) => Math.sign(sine(t < 0.08 ? 988 : 1319, t)) * 0.4 * (1 - part)),
    'sound/explosion.wav': tone(
      0.6,
      (t, part) => (noise() * 2 - 1) * (1 - part) ** 2 * 0.7 + sine(70 - part * 30, t) * (1 - part) * 0.4
    ),
    'sound/胜利 fanfare.wav': tone(
      0.8,
      t =>
        sine(notes[Math.min(3, Math.floor(t / 0.16))], t) * Math
          .max(0, 1 - (t % 0.16) * (t < 0.48 ? 4 : 1.5)) *
        0.7
    )
  }
}
