import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
/** 32-bit words: the long key; what of a file is encrypted wholly, then each so manieth; what is summed. */
const words = { key: 1024, whole: 512, distance: 64, checked: 128 }
const rounds = 6
const delta = 0x9e3779b9

/** What is encrypted begins with the length of the inflated texture. */
const plainBytes = 12

/**
 * A CCZ file as "CCZp", TexturePacker's content protection: it keeps people from looking at art, no more,
 * since the key is in the game. From cocos2d-x, cocos/base/ZipUtils.cpp (decodeEncodedPvr, inflateCCZBuffer):
 * the long key is made of the key by XXTEA's mixing, and XORed. `key`: 32 hex digits.
 */
export function protectedCcz (file: Buffer, key: string): Buffer {
  const encrypted = Buffer.from(file)
  encrypted.write('CCZp', 0, 'latin1')
  const version = 0
  encrypted.writeUInt16BE(version, 6)
  encrypted.writeUInt32BE(checksum(file), 8)
  mix(encrypted, key)
  return encrypted
}

/** The CCZ file in a protected one. Throws when the key does not open it, as the engine does. */
export function openedCcz (file: Buffer, key: string): Buffer {
  if (file.toString('latin1', 0, 4) !== 'CCZp') throw new ReasonError(phrase('ccz.plain'))
  const opened = Buffer.from(file)
  mix(opened, key)
  if (file.readUInt32BE(8) !== checksum(opened)) throw new ReasonError(phrase('ccz.otherKey'))
  opened.write('CCZ!', 0, 'latin1')
  return opened
}

/** Encrypts, and decrypts what is encrypted. */
function mix (file: Buffer, key: string): void {
  const count = wordsIn(file)
  const stream = longKey(key)
  for (let word = 0, at = 0; word < count; word += word < words.whole ? 1 : words.distance, at++) {
    const offset = plainBytes + word * 4
    file.writeUInt32LE((file.readUInt32LE(offset) ^ stream[at % words.key]!) >>> 0, offset)
  }
}

function wordsIn (file: Buffer): number {
  return Math.floor((file.length - plainBytes) / 4)
}

function checksum (file: Buffer): number {
  const count = Math.min(wordsIn(file), words.checked)
  let sum = 0
  for (let word = 0; word < count; word++) sum ^= file.readUInt32LE(plainBytes + word * 4)
  return sum >>> 0
}

function longKey (key: string): Uint32Array {
  const parts = Uint32Array.from({ length: 4 }, (_, part) => parseInt(key.slice(part * 8, part * 8 + 8), 16))
  const long = new Uint32Array(words.key)
  let [sum, before] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    sum = sum + delta >>> 0
    for (let at = 0; at < words.key; at++) {
      const after = long[(at + 1) % words.key]!
      const part = parts[at & 3 ^ sum >>> 2 & 3]!
      const mixed = ((before >>> 5 ^ after << 2) + (after >>> 3 ^ before << 4)) ^
        ((sum ^ after) + (part ^ before))
      long[at]! += mixed
      before = long[at]!
    }
  }
  return long
}
