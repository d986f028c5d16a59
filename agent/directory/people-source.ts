import { readFile } from 'node:fs/promises'
import { isUtf8 } from 'node:buffer'
import { resolve } from 'node:path'
import type { DirectoryConfig } from '../config/directory-schema.js'
import { readSecret } from '../config/secret.js'
import { ReasonError, errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { isLoopback } from './loopback.js'

/** A person as the source has it: texts by column. */
export type Person = Readonly<Record<string, string>>

interface SourceContext {
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
}

const largestBytes = 64 * 1024 * 1024
const answerMs = 60_000

/**
 * All people of the source. What is cut off, has lines of other widths or too few people is refused: who is
 * missing in it would be taken for gone. Throws DIRECTORY_SOURCE_FAILED.
 */
export async function readPeople (
  source: DirectoryConfig['source'],
  columns: readonly string[],
  context: SourceContext
): Promise<Person[]> {
  const failed = (reason: Wording, cause?: unknown): PacklineError =>
    new PacklineError('DIRECTORY_SOURCE_FAILED', { source: source.from, reason }, { cause })
  let people: Person[]
  try {
    const bytes = /^https?:/.test(source.from)
      ? await fetched(source, context)
      : await readFile(resolve(context.cwd, source.from))
    if (bytes.length > largestBytes) throw failed(phrase('answer.tooLong', { most: largestBytes }))
    if (!isUtf8(bytes)) throw failed(phrase('text.notUtf8'))
    people = source.format === 'csv' ? await csvRows(bytes) : jsonRows(bytes, source.rows)
  } catch (error) {
    context.signal.throwIfAborted()
    throw error instanceof PacklineError ? error : failed(errorText(error), error)
  }
  if (people.length < source.fewest) {
    throw failed(phrase('directory.fewer', { count: people.length, fewest: source.fewest }))
  }
  const missing = columns.filter(column => !people.some(person => Object.hasOwn(person, column)))
  if (missing.length > 0) throw failed(phrase('texts.noColumn', { columns: missing.join(', ') }))
  return people
}

async function fetched (
  { from, tokenFile, caFile }: DirectoryConfig['source'],
  { cwd, environment, signal }: SourceContext
): Promise<Buffer> {
  const url = new URL(from)
  if (tokenFile !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new PacklineError('DIRECTORY_INSECURE', { place: from })
  }
  const { Agent, request } = await import('undici')
  const token = tokenFile === undefined ? undefined : await readSecret(tokenFile, environment, cwd)
  const ca = caFile === undefined ? undefined : await readFile(resolve(cwd, caFile))
  const dispatcher = new Agent({
    connect: { timeout: answerMs, ...ca !== undefined && { ca } },
    maxResponseSize: largestBytes,
    headersTimeout: answerMs,
    bodyTimeout: answerMs
  })
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      signal,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` }
    })
    const bytes = Buffer.from(await body.arrayBuffer())
    if (statusCode !== 200) {
      const reason = phrase('store.answered', { status: statusCode })
      throw new PacklineError('DIRECTORY_SOURCE_FAILED', { source: from, reason })
    }
    return bytes
  } finally {
    await dispatcher.close()
  }
}

async function csvRows (bytes: Buffer): Promise<Person[]> {
  const { parse } = await import('csv-parse/sync')
  return parse(bytes, { bom: true, columns: true, skip_empty_lines: true, trim: true })
}

function jsonRows (bytes: Buffer, path = ''): Person[] {
  let found: unknown = JSON.parse(bytes.toString('utf8'))
  for (const name of path.split('.').filter(Boolean)) {
    found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  if (!Array.isArray(found) || !found.every(isJsonObject)) throw new ReasonError(phrase('directory.noList'))
  return found.map(person =>
    Object.fromEntries(
      Object.entries(person).flatMap(([column, value]) => {
        const text = textOf(value)
        return text === undefined ? [] : [[column, text]]
      })
    )
  )
}

/** Lists are groups, as a column of a table has them; what is an object itself is no value. */
function textOf (value: unknown): string | undefined {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(each => textOf(each) ?? '').join(';')
  return typeof value === 'object' ? undefined : String(value).trim()
}
