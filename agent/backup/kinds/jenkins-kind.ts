import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError, hasCode } from '../../errors.js'
import { errorText } from '../../error-text.js'
import { readXml } from '../../formats/xml-reader.js'
import type { BackupKind, Facts } from '../backup-kind.js'

/** Made again by builds, or by Jenkins when it starts. */
const excluded = [
  '/workspace',
  '/caches',
  '/.cache',
  '/war',
  '/logs',
  '/jobs/**/workspace',
  '/jobs/**/workspace@*'
]
/** Without these no stored credential can be read (jenkins.security.DefaultConfidentialStore). */
const needed = ['secrets/master.key', 'secrets/hudson.util.Secret']

/** The home of a Jenkins controller, which writes its files whole (hudson.util.AtomicFileWriter). */
export const jenkinsKind: BackupKind = {
  dump: async ({ item }) => ({ folder: item.path, excluded, facts: await factsOf(item.path) }),
  // What the files say; no controller is started.
  prove: async ({ restored }) => await factsOf(restored)
}

async function factsOf (home: string): Promise<Facts> {
  for (const file of needed) {
    const bytes = await read(home, file)
    if (bytes.length === 0) throw wrong(file, 'empty')
  }
  await checkXml(home, 'config.xml')
  const jobs = await jobsBelow(home, 'jobs')
  for (const job of jobs) await checkXml(home, `${job}/config.xml`)
  const plugins = (await namesIn(join(home, 'plugins'))).filter(name => /\.[jh]pi$/.test(name)).sort()
  return {
    jobs: jobs.length,
    plugins: plugins.length,
    pluginNames: createHash('sha256').update(plugins.join('\n')).digest('hex')
  }
}

/** Folders and multibranch projects keep theirs in a folder of the same form. */
async function jobsBelow (home: string, folder: string): Promise<string[]> {
  const found = []
  for (const name of await namesIn(join(home, folder))) {
    const job = `${folder}/${name}`
    const inside = await namesIn(join(home, job))
    if (inside.includes('config.xml')) found.push(job)
    for (const below of ['jobs', 'branches']) {
      if (inside.includes(below)) found.push(...await jobsBelow(home, `${job}/${below}`))
    }
  }
  return found
}

async function checkXml (home: string, file: string): Promise<void> {
  const bytes = await read(home, file)
  try {
    readXml(file, bytes, { limits: { depth: 2000 } })
  } catch (error) {
    throw wrong(file, errorText(error))
  }
}

async function read (home: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(home, file))
  } catch (error) {
    throw wrong(file, errorText(error))
  }
}

async function namesIn (folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return []
    throw error
  }
}

function wrong (file: string, reason: string): PacklineError {
  return new PacklineError('BACKUP_TOOL_FAILED', { tool: 'Jenkins', work: file, reason })
}
