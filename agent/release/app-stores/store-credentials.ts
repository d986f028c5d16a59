import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Redactor } from '../../config/redaction.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { AppStoreContext } from './app-store.js'

export type Credentials<Name extends string> = Record<Name, string> & { redactor: Redactor }

/** What is shorter than this in a credentials file is a name rather than a secret. */
const minSecretLength = 8

/** The fields of a store's credentials file; nothing of it ever is part of a message. */
export async function readCredentials<Name extends string> (
  context: AppStoreContext,
  names: readonly Name[]
): Promise<Credentials<Name>> {
  const { path, fields } = await credentialFields(context)
  const missing = names.find(name => typeof fields[name] !== 'string' || fields[name] === '')
  if (missing !== undefined) {
    throw failed(context, path, phrase('appStore.noField', { field: missing }))
  }
  const known = Object.fromEntries(names.map(name => [name, fields[name]])) as Record<Name, string>
  return { ...known, redactor: redactorOf(fields) }
}

/** All that the file has. */
export async function credentialFields (
  context: AppStoreContext
): Promise<{ path: string, fields: Record<string, unknown> }> {
  const { settings: { credentialsFile = '' }, folder } = context
  const path = resolve(folder, credentialsFile)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw failed(context, path, errorText(error), error)
  }
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch {
    // The parser's own words quote what it read.
    throw failed(context, path, phrase('json.none'))
  }
  if (!isJsonObject(fields)) throw failed(context, path, phrase('json.none'))
  return { path, fields }
}

function redactorOf (fields: Record<string, unknown>): Redactor {
  return new Redactor(
    Object.values(fields).filter((value): value is string =>
      typeof value === 'string' && value.length >= minSecretLength
    )
  )
}

/** A key that cannot be used: `name` is the field that it stands in. */
export function badKey (context: AppStoreContext, name: string): PacklineError {
  const { settings: { credentialsFile = '' }, folder } = context
  return failed(context, resolve(folder, credentialsFile), phrase('appStore.badKey', { field: name }))
}

function failed ({ name }: AppStoreContext, file: string, reason: Wording, cause?: unknown): PacklineError {
  return new PacklineError('APP_STORE_CREDENTIALS', { store: name, file, reason }, { cause })
}
