import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import type { ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import pLimit from 'p-limit'

export interface PasswordCost {
  /** The logarithm of scrypt's N, its block size and its parallelism. */
  ln: number
  r: number
  p: number
}

/** What OWASP's password storage sheet names for scrypt with 32 MiB. */
const standardCost: PasswordCost = { ln: 15, r: 8, p: 3 }
export const leastPasswordLength = 10
export const mostPasswordLength = 256

const scryptOf = promisify(
  (
    password: string,
    salt: Buffer,
    length: number,
    options: ScryptOptions,
    done: (
      error: Error | null,
      key: Buffer
    ) => void
  ) => {
    scrypt(password, salt, length, options, done)
  }
)
/** Each takes 32 MiB and a thread for a quarter of a second: whoever guesses must not take the machine. */
const inTurn = pLimit(2)
const keyBytes = 32
const written =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,88})\$([A-Za-z0-9+/]{43})$/

/** As `$scrypt$ln=15,r=8,p=3$SALT$HASH`, the form of passlib and of the PHC strings. */
export async function hashPassword (password: string, cost = standardCost): Promise<string> {
  const salt = randomBytes(16)
  const key = await keyOf(password, salt, cost)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(key)}`
}

export function isPasswordHash (text: unknown): text is string {
  return typeof text === 'string' && costOf(text) !== undefined
}

/** Without a hash it takes as long as with one, so that nobody learns from it who there is. */
export async function isPassword (password: string, hash: string | undefined): Promise<boolean> {
  const [, , , , salt = '', known = ''] = written.exec(hash ?? '') ?? []
  const key = await keyOf(password, Buffer.from(salt, 'base64'), costOf(hash ?? '') ?? standardCost)
  return known !== '' && timingSafeEqual(key, Buffer.from(known, 'base64'))
}

/** Twenty letters and digits that nobody takes for another: a hundred bits. */
export function newPassword (): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const text = Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('')
  return text.replace(/(.{5})(?=.)/g, '$1-')
}

function costOf (hash: string): PasswordCost | undefined {
  const [, ln, r, p] = written.exec(hash) ?? []
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  return cost.ln >= 4 && cost.ln <= 20 && cost.r >= 1 && cost.p >= 1 ? cost : undefined
}

async function keyOf (password: string, salt: Buffer, { ln, r, p }: PasswordCost): Promise<Buffer> {
  const N = 2 ** ln
  const options = { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }
  return await inTurn(async () => await scryptOf(password.normalize('NFC'), salt, keyBytes, options))
}

function unpadded (bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
