import { createHash } from 'node:crypto'
import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../../errors.js'
import { errorText } from '../../error-text.js'
import { readXml } from '../../formats/xml-reader.js'
import { phrase } from '../../messages/phrase.js'
import type { BackupKind, Facts } from '../backup-kind.js'
import { checkLinksStay, followed, partInvalid, readPart } from './service-parts.js'

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

/** Folders whose links must stay in the home; in others, as that of tools, they lead to what is installed. */
const kept = ['', 'jobs', 'nodes', 'plugins', 'secrets', 'users']
/** What is not kept, or installed again: often the home is that of a user too, with what tools keep there. */
const mayLead = /^(workspace(@.*)?|caches|war|logs|tools|\.(?!ssh$).*)$/
const service = 'Jenkins'

/** The home of a Jenkins controller, which writes its files whole (hudson.util.AtomicFileWriter). */
export const jenkinsKind: BackupKind = {
  dump: async ({ item }) => {
    // The patterns would not fit a home that is a link.
    const folder = await followed(service, item.path) ?? item.path
    return { folder, excluded, facts: await factsOf(folder) }
  },
  // What the files say; no controller is started.
  prove: async ({ restored }) => await factsOf(await realpath(restored))
}

async function factsOf (home: string): Promise<Facts> {
  for (const file of needed) {
    const bytes = await readPart(service, home, file)
    if (bytes.length === 0) throw partInvalid(service, file, phrase('backup.emptyPart'))
  }
  for (const part of kept) await checkPart(home, part)
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
    if (inside.length > 0) await checkPart(home, job)
    if (inside.includes('builds')) await checkPart(home, `${job}/builds`)
    if (inside.includes('config.xml')) found.push(job)
    for (const below of ['jobs', 'branches']) {
      if (inside.includes(below)) found.push(...await jobsBelow(home, `${job}/${below}`))
    }
  }
  return found
}

async function checkPart (home: string, part: string): Promise<void> {
  if ((await namesIn(join(home, part))).length > 0) {
    await checkLinksStay({ service, root: home, mayLead }, part)
  }
}

async function checkXml (home: string, file: string): Promise<void> {
  const bytes = await readPart(service, home, file)
  try {
    readXml(file, bytes, { limits: { depth: 2000 } })
  } catch (error) {
    throw partInvalid(service, file, errorText(error))
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
