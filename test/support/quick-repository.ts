import { createCipheriv, createHash, randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// restic spends half a second of processor time on the password of a repository, each time that it is
// opened, as the key's parameters say. Tests open theirs a hundred times: these have the least that it takes.
// Source: restic's design document, "Keys, Encryption and MAC" and "Repository Format" (version 1).

const kdf = { N: 2, r: 1, p: 1 }

interface Keys {
  encrypt: Buffer
  mac: { k: Buffer, r: Buffer }
}

/** An empty repository of restic, as `restic init` makes one. */
export function quickRepository (folder: string, password: string): void {
  for (const name of ['data', 'index', 'keys', 'locks', 'snapshots']) {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  }
  const master = keysFrom(randomBytes(64))
  const salt = randomBytes(64)
  const user = keysFrom(scryptSync(password, salt, 64, kdf))
  const written = {
    mac: { k: master.mac.k.toString('base64'), r: master.mac.r.toString('base64') },
    encrypt: master.encrypt.toString('base64')
  }
  const key = JSON.stringify({
    created: '2026-01-01T00:00:00Z',
    username: 'test',
    hostname: 'test',
    kdf: 'scrypt',
    ...kdf,
    salt: salt.toString('base64'),
    data: sealed(user, JSON.stringify(written)).toString('base64')
  })
  const config = JSON.stringify({
    version: 1,
    id: randomBytes(32).toString('hex'),
    chunker_polynomial: '25b468838dcb75'
  })
  writeFileSync(join(folder, 'keys', createHash('sha256').update(key).digest('hex')), key, { mode: 0o400 })
  writeFileSync(join(folder, 'config'), sealed(master, config), { mode: 0o400 })
}

function keysFrom (bytes: Buffer): Keys {
  return {
    encrypt: bytes.subarray(0, 32),
    mac: { k: bytes.subarray(32, 48), r: clamped(bytes.subarray(48, 64)) }
  }
}

/** Poly1305 takes no others. */
function clamped (r: Buffer): Buffer {
  const masks = [255, 255, 255, 15, 252, 255, 255, 15, 252, 255, 255, 15, 252, 255, 255, 15]
  return Buffer.from(r.map((byte, index) => byte & masks[index]!))
}

/** Nonce, AES-256-CTR of the text, and Poly1305-AES of that. */
function sealed ({ encrypt, mac }: Keys, text: string): Buffer {
  const nonce = randomBytes(16)
  const secret = createCipheriv('aes-256-ctr', encrypt, nonce).update(text)
  const pad = createCipheriv('aes-128-ecb', mac.k, null).update(nonce)
  return Buffer.concat([nonce, secret, poly1305(mac.r, pad, secret)])
}

function poly1305 (r: Buffer, pad: Buffer, message: Buffer): Buffer {
  const prime = (1n << 130n) - 5n
  const factor = littleEndian(r)
  let sum = 0n
  for (let at = 0; at < message.length; at += 16) {
    const block = Buffer.concat([message.subarray(at, at + 16), Buffer.from([1])])
    sum = (sum + littleEndian(block)) * factor % prime
  }
  const tag = BigInt.asUintN(128, sum + littleEndian(pad))
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse()
}

function littleEndian (bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}
