import { readSecret } from './secret.js'
import type { Environment } from './home.js'

/** A configuration or project file, and the folder that its relative paths start from. */
export interface ConfigDocument {
  document: unknown
  folder: string
}

/** Keys of configurations and project files whose value says where a secret is. */
const secretKey =
  /^(?:token|secret|clientSecret|routingKey|password|credentials|url)File$|^(?:token|password|keyPassword|auth)$/
/**
 * Variables that hold secrets by what everybody calls them; those that end so hold no secret but where one
 * is, or whose.
 */
const secretVariable =
  /(?:^|_)(?:token|password|passwd|pass|passphrase|secret|credentials?|(?:api|access|private|routing)_?key)(?:_|$)/i
const secretField = /^(?:authorization|cookie|token|apiToken|password|secret|routingKey|key|passphrase)$/
const otherVariable = /_(?:file|path|dir|url|id|name|user)$/i
/** What is shorter stands in every second line for something else. */
const minLength = 4
const minVariableLength = 6
export const censor = '[redacted]'

/**
 * Takes known secrets out of what people and programs get to read. JSON stays JSON: only its texts and keys
 * are looked at.
 */
export class Redactor {
  readonly #pattern: RegExp | undefined
  /** Finds them in JSON text too, where quotes and line ends are written otherwise. */
  readonly #written: RegExp | undefined

  constructor (secrets: Iterable<string> = []) {
    // The longer first: one secret may begin like another.
    const known = [...new Set(secrets)].filter(({ length }) => length >= minLength).sort((a, b) =>
      b.length - a.length
    )
    this.#pattern = patternOf(known)
    this.#written = patternOf(known.flatMap(each => [each, JSON.stringify(each).slice(1, -1)]))
  }

  text (text: string): string {
    return this.#pattern === undefined ? text : text.replace(this.#pattern, censor)
  }

  /** JSON text in, JSON text out. */
  json (text: string): string {
    return this.#isIn(text) ? JSON.stringify(this.value(JSON.parse(text))) : text
  }

  /** A line of JSON with its end. */
  line (line: string): string {
    return this.#isIn(line) ? `${this.json(line.trimEnd())}\n` : line
  }

  value (value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (typeof value !== 'object' || value === null || this.#pattern === undefined) return value
    if (Array.isArray(value)) return value.map(each => this.value(each))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [this.text(key), this.value(each)]))
  }

  #isIn (json: string): boolean {
    return this.#written !== undefined && json.search(this.#written) >= 0
  }
}

/** Blanks the fields that hold secrets by their name, whatever these are. */
export function withoutSecretFields (fields: object, depth = 4): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (secretField.test(name)) return [name, censor]
      return [name, depth > 0 && isPlain(value) ? withoutSecretFields(value, depth - 1) : value]
    })
  )
}

/** An error or a list is none, and is left as it is. */
function isPlain (value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/**
 * The secrets that `documents` point to, and those in the environment. One that cannot be read is left to
 * whoever needs it.
 */
export async function knownSecrets (
  documents: readonly ConfigDocument[],
  environment: Environment
): Promise<string[]> {
  const secrets = Object.entries(environment).flatMap(([name, value = '']) =>
    isSecretVariable(name) && value.length >= minVariableLength ? [value] : []
  )
  for (const { document, folder } of documents) {
    for (const reference of referencesIn(document)) {
      const secret = await readSecret(reference, environment, folder).catch(() => undefined)
      if (secret !== undefined) secrets.push(secret)
    }
  }
  return secrets
}

export function isSecretKey (name: string): boolean {
  return secretKey.test(name)
}

export function isSecretVariable (name: string): boolean {
  return secretVariable.test(name) && !otherVariable.test(name)
}

function referencesIn (document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([key, value]) => {
    if (typeof value !== 'string') return referencesIn(value)
    return isSecretKey(key) ? [value.replace(/^digest:[^:]+:/, '')] : []
  })
}

function patternOf (texts: readonly string[]): RegExp | undefined {
  return texts.length === 0
    ? undefined
    : new RegExp(texts.map(each => each.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g')
}
