import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../config/home.js'
import { parseJsonDocument } from '../config/json-document.js'
import { projectFileName } from '../config/project-file-name.js'
import { Redactor, knownSecrets } from '../config/redaction.js'
import type { ConfigDocument } from '../config/redaction.js'

/**
 * Knows the secrets that a job may meet: those of the agent's configuration, of the project file, and of its
 * environment.
 */
export async function jobRedactor (environment: Environment, workspace: string): Promise<Redactor> {
  const files = [environment.PACKLINE_CONFIG ?? '', join(workspace, projectFileName)]
  const documents = await Promise.all(files.filter(file => file !== '').map(readDocument))
  return new Redactor(await knownSecrets(documents.flatMap(each => each ?? []), environment))
}

/** What is wrong with a file, the command that needs it says. */
async function readDocument (file: string): Promise<ConfigDocument | undefined> {
  try {
    const document = parseJsonDocument(file, await readFile(file))
    return { document, folder: dirname(file) }
  } catch {
    return undefined
  }
}
