import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSecret } from '../../config/secret.js'
import type { BackupItem } from '../../config/backup-schema.js'
import { PacklineError } from '../../errors.js'
import type { Wording } from '../../messages/phrase.js'
import type { BackupKind, Facts } from '../backup-kind.js'
import type { BackupTools } from '../backup-tools.js'

/** What the server keeps of itself, and writes while it runs. */
const own = /^(?:admin|config|local)$/
const shortestDocument = 5

/**
 * The databases of a MongoDB server, by MongoDB's Database Tools. With the name of a replica set the dump is
 * of one moment (mongodump --oplog); a server alone keeps no such log, and is
 * copied collection by collection.
 */
export const mongodbKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    const uri = await uriOf(item)
    const isOneMoment = /[?&]replicaSet=/.test(uri)
    await dumpInto(tools, uri, staging, isOneMoment ? ['--oplog'] : [])
    const facts = await factsOf(staging)
    return { folder: staging, facts: isOneMoment ? { collections: facts.collections } : facts }
  },

  prove: async ({ tools, restored, scratch }) => {
    // The path of a socket has a limit, and only one's own folder keeps others away from it.
    const folder = await mkdtemp(join(tmpdir(), 'packline-mongod-'))
    const socket = join(folder, 'm.sock')
    const uri = `mongodb://${encodeURIComponent(socket)}/?directConnection=true`
    const [data, again] = [join(scratch, 'data'), join(scratch, 'again')]
    await mkdir(data)
    try {
      return await tools.serve(
        'mongod',
        ['--dbpath', data, '--bind_ip', socket],
        { cwd: scratch, isUp: async () => await answers(socket) },
        async () => {
          const replay = existsSync(join(restored, 'oplog.bson')) ? ['--oplogReplay'] : []
          await tools.ask('mongorestore', [`--uri=${uri}`, '--stopOnError', ...replay, `--dir=${restored}`], {
            work: 'restore'
          })
          await dumpInto(tools, uri, again)
          return await factsOf(again)
        }
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** A password is no argument: the tool reads its address from a file of its own, which goes at once. */
async function dumpInto (
  tools: BackupTools,
  uri: string,
  folder: string,
  more: readonly string[] = []
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'mongodump.yaml')
  await writeFile(config, `uri: ${JSON.stringify(uri)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await tools.ask('mongodump', [`--config=${config}`, `--out=${folder}`, ...more], { work: 'dump' })
  } finally {
    await rm(config)
  }
}

/** HOST:PORT, or an address of MongoDB, to which the password is added. */
async function uriOf ({ path, passwordFile }: BackupItem): Promise<string> {
  const [, scheme = 'mongodb://', user, rest = path] =
    /^(mongodb(?:\+srv)?:\/\/)(?:([^@/]*)@)?(.*)$/s.exec(path) ?? []
  const place = /[/?]/.test(rest) ? rest : `${rest}/`
  if (user === undefined) return `${scheme}${place}`
  const password = passwordFile === undefined
    ? ''
    : `:${encodeURIComponent(await readSecret(passwordFile, {}, '/'))}`
  return `${scheme}${user}${password}@${place}`
}

/** How many documents each collection of a dump holds: DATABASE/COLLECTION.bson. */
async function factsOf (dump: string): Promise<Facts & { collections: number }> {
  const facts: Record<string, number> = {}
  for (const database of await readdir(dump, { withFileTypes: true })) {
    if (!database.isDirectory() || own.test(database.name)) continue
    for (const file of await readdir(join(dump, database.name))) {
      const collection = /^(?!system\.)(.+)\.bson$/.exec(file)?.[1]
      if (collection === undefined) continue
      facts[`documents ${database.name}.${collection}`] = await documentsIn(join(dump, database.name, file))
    }
  }
  return { ...facts, collections: Object.keys(facts).length }
}

/** Documents one after another, each with its length in front: bsonspec.org. */
async function documentsIn (file: string): Promise<number> {
  let [count, left, head] = [0, 0, Buffer.alloc(0)]
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(left || 4 - head.length, chunk.length - at)
      if (left > 0) left -= taken
      else head = Buffer.concat([head, chunk.subarray(at, at + taken)])
      at += taken
      if (head.length < 4) continue
      const length = head.readInt32LE(0)
      if (length < shortestDocument) throw wrong(file, `${length}`)
      left = length - head.length
      head = Buffer.alloc(0)
      count++
    }
  }
  if (left > 0 || head.length > 0) throw wrong(file, 'ends within a document')
  return count
}

async function answers (socket: string): Promise<boolean> {
  return await new Promise(resolve => {
    const connection = connect(socket, () => {
      connection.destroy()
      resolve(true)
    })
    connection.on('error', () => {
      resolve(false)
    })
  })
}

function wrong (work: string, reason: Wording): PacklineError {
  return new PacklineError('BACKUP_TOOL_FAILED', { tool: 'mongodump', work, reason })
}
