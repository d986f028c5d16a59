import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PacklineError } from '../../agent/errors.js'
import {
  signStamp,
  signatureField,
  signedBytes,
  verifyStamp
} from '../../agent/packaging/config-signature.js'

interface SignatureVector {
  title: string
  source: 'by hand'
  stamp: Record<string, unknown>
  keys: Array<keyof typeof keys>
  /** What is signed, as text. */
  signed?: string
  answer: { config: string } | { error: string }
}

interface SignatureFile {
  name: string
  description: string
  /** Public keys in PEM. */
  keys: Record<string, string>
  signatures: SignatureVector[]
}

/** The secrets of tests 1 and 2 of RFC 8032, 7.1. They sign nothing but vectors. */
const keys = {
  first: keyOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'),
  second: keyOf('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
}

const config = '{"schema":1,"project":"dk","version":"1.4.0","build":7,"platform":"android","channel":"华为"}'
const texts = { channel: '华为', config, inviter: '7' }
const signature = signStamp(texts, keys.first)
const signed = { ...texts, [signatureField]: signature }
const forged = { error: 'PACKAGE_CONFIG_FORGED' }
const unsigned = { error: 'PACKAGE_CONFIG_UNSIGNED' }

function signedAnew (stamp: Record<string, string>): Record<string, string> {
  return { ...stamp, [signatureField]: signStamp(stamp, keys.first) }
}

const byHand: Array<Omit<SignatureVector, 'source' | 'keys'> & { keys?: SignatureVector['keys'] }> = [
  { title: 'as it was signed', stamp: signed, answer: { config } },
  {
    title: 'the order of the texts changes nothing',
    stamp: Object.fromEntries(Object.entries(signed).reverse()),
    answer: { config }
  },
  { title: 'one of two keys', keys: ['second', 'first'], stamp: signed, answer: { config } },
  {
    title: 'names are sorted by their bytes',
    stamp: signedAnew({ channel: 'a', config: '{}', '\u{ff5e}': '1', '\u{1f3ae}': '2' }),
    answer: { config: '{}' }
  },
  { title: 'empty texts', stamp: signedAnew({ channel: '', config: '', '': '' }), answer: { config: '' } },
  {
    title: 'line ends and colons',
    stamp: signedAnew({ channel: 'a', config: '{\n}', note: '1:a\n2:b' }),
    answer: { config: '{\n}' }
  },
  { title: 'another key', keys: ['second'], stamp: signed, answer: forged },
  { title: 'no key', keys: [], stamp: signed, answer: forged },
  {
    title: 'another document',
    stamp: { ...signed, config: config.replace('1.4.0', '1.4.1') },
    answer: forged
  },
  { title: 'another channel', stamp: { ...signed, channel: 'google' }, answer: forged },
  { title: 'a text more', stamp: { ...signed, more: '1' }, answer: forged },
  { title: 'a text less', stamp: { channel: '华为', config, [signatureField]: signature }, answer: forged },
  {
    title: 'a letter that moved from one text to the next',
    stamp: { ...signedAnew({ channel: 'ab', config: '{}' }), channel: 'a', config: 'b{}' },
    answer: forged
  },
  { title: 'no signature', stamp: texts, answer: unsigned },
  { title: 'no document', stamp: { channel: '华为', [signatureField]: signature }, answer: unsigned },
  { title: 'nothing at all', stamp: {}, answer: unsigned },
  { title: 'an empty signature', stamp: { ...texts, [signatureField]: '' }, answer: forged },
  { title: 'no base64', stamp: { ...texts, [signatureField]: `*${signature.slice(1)}` }, answer: forged },
  { title: 'too short', stamp: { ...texts, [signatureField]: signature.slice(4) }, answer: forged },
  { title: 'a blank behind it', stamp: { ...texts, [signatureField]: `${signature} ` }, answer: forged },
  { title: 'without its end', stamp: { ...texts, [signatureField]: signature.slice(0, -2) }, answer: forged },
  {
    title: 'of zeros',
    stamp: { ...texts, [signatureField]: Buffer.alloc(64).toString('base64') },
    answer: forged
  },
  {
    title: 'the same number in another way (S and the order of the group)',
    stamp: { ...texts, [signatureField]: withOrder(signature) },
    answer: forged
  },
  { title: 'null as a signature', stamp: { ...texts, [signatureField]: null }, answer: forged },
  { title: 'a document that is no text', stamp: { ...signed, config: {} }, answer: forged },
  { title: 'a number among the texts', stamp: { ...signed, inviter: 7 }, answer: forged },
  { title: 'half a character', stamp: { ...signed, channel: '\ud800' }, answer: forged }
]

/** The file of signatures. Throws when the check disagrees with what a person expects. */
export function signatureFile (): SignatureFile {
  const publicKeys = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, createPublicKey(key)] as const)
  )
  const signatures = byHand.map(({ title, stamp, answer, keys: names = ['first'] }): SignatureVector => {
    const found = answerOf(stamp, names.flatMap(name => publicKeys[name] ?? []))
    if (JSON.stringify(found) !== JSON.stringify(answer)) {
      throw new Error(`${title}: expected ${JSON.stringify(answer)}, found ${JSON.stringify(found)}`)
    }
    return {
      title,
      source: 'by hand',
      stamp,
      keys: names,
      ...'config' in answer && { signed: signedBytes(stamp as Record<string, string>).toString() },
      answer
    }
  })
  return {
    name: 'config-signatures',
    description: 'Channel stamps with a signed config document, and what comes of checking them with keys',
    keys: Object.fromEntries(
      Object
        .entries(publicKeys)
        .map(([name, key]) => [name, key.export({ type: 'spki', format: 'pem' }).toString()])
    ),
    signatures
  }
}

function answerOf (stamp: Record<string, unknown>, publicKeys: KeyObject[]): SignatureVector['answer'] {
  try {
    return { config: verifyStamp(stamp, publicKeys, 'vector') }
  } catch (error) {
    if (error instanceof PacklineError) return { error: error.code }
    throw error
  }
}

function keyOf (secret: string): KeyObject {
  const der = Buffer.from(`302e020100300506032b657004220420${secret}`, 'hex')
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function withOrder (base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const number = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order
  Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse().copy(bytes, 32)
  return bytes.toString('base64')
}
