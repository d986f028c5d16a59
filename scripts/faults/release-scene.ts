import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { davLocation, launchNginx } from '../../agent/release/testing/nginx.js'
import { ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import type { DeliveryPlace } from './delivery-operations.js'
import { FaultProxy } from './fault-proxy.js'
import type { Random } from './random.js'

/** The client's keys of the server that stands for S3: @20minutes/s3rver, whose own they are. */
export const bucketKeys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }
const S3rver: new(options: object) => { run: () => Promise<AddressInfo>, close: () => Promise<void> } =
  createRequire(import.meta.url)('@20minutes/s3rver')

/** Where releases go, what stands before it, and what players read. */
export interface ReleaseScene {
  folder: string
  places: DeliveryPlace[]
  zookeeper: { servers: string, chroot: string, sessionTimeoutMs: number } | undefined
  /** What lies under a name at each place, past all faults. */
  readers: Record<string, (name: string) => Promise<string | undefined>>
  faults: Record<string, (lastsMs: number) => Promise<void>>
  close: () => Promise<void>
}

/**
 * A folder, a real nginx and a bucket, on a disk of their own that can be filled where this user may mount
 * one; the registry in a folder or in a real ZooKeeper.
 */
export async function openScene (
  folder: string,
  registry: 'folder' | 'zookeeper',
  random: Random
): Promise<ReleaseScene> {
  const disk = smallDisk(join(folder, 'disk'))
  const [www, dav, buckets] = ['www', 'dav', 'buckets'].map(name => join(folder, 'disk', name)) as [
    string,
    string,
    string
  ]
  for (const each of [www, dav, join(folder, 'nginx')]) mkdirSync(each, { recursive: true })
  const nginx = await launchNginx(join(folder, 'nginx'), davLocation(dav))
  const s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    allowMismatchedSignatures: true,
    directory: buckets,
    configureBuckets: [{ name: 'games' }]
  })
  const { port } = await s3.run()
  const proxies = [
    await FaultProxy.start(Number(new URL(nginx.url).port), random),
    await FaultProxy.start(port, random)
  ] as const
  const server = registry === 'zookeeper' ? await ZooKeeperServer.start() : undefined
  const relay = server === undefined ? undefined : await TcpRelay.start(server.port)
  const any = (): FaultProxy => random.pick(proxies)
  const during = async (mode: 'errors' | 'refuse', lastsMs: number): Promise<void> => {
    const proxy = any()
    await proxy.set(mode)
    await delay(lastsMs)
    await proxy.set('pass')
  }
  const bucketUrl = `s3://games/dk?region=us-east-1&endpoint=`
  return {
    folder,
    places: [
      { reach: 'folder', place: www },
      { reach: 'http', place: proxies[0].url },
      { reach: 'http', place: `${bucketUrl}${proxies[1].url}` }
    ],
    zookeeper: relay && { servers: relay.address, chroot: '/release-chaos', sessionTimeoutMs: 4000 },
    readers: {
      folder: async name => existsSync(join(www, name)) ? readFileSync(join(www, name), 'utf8') : undefined,
      nginx: async name => await fetched(`${nginx.url}${name}`),
      bucket: async name => await fetched(`http://127.0.0.1:${port}/games/dk/${name}`, true)
    },
    faults: {
      refused: async lastsMs => await during('refuse', lastsMs),
      errors: async lastsMs => await during('errors', lastsMs),
      ...disk && { 'full disk': async lastsMs => await disk.fill(lastsMs) },
      ...relay && {
        'registry cut off': async lastsMs => {
          await relay.set('dropAnswers')
          await delay(Math.min(lastsMs, 1000))
          await relay.set('pass')
          relay.reset()
        }
      }
    },
    close: async () => {
      for (const proxy of proxies) await proxy.set('refuse')
      await nginx.close()
      await s3.close()
      await relay?.close()
      await server?.stop()
      disk?.close()
    }
  }
}

/**
 * Buckets of Amazon's are read whole or not at all. The server that stands for one writes objects where they
 * lie and has a half of one read: its ETag, the MD5 of what was put, tells; that is its fault and not ours.
 */
async function fetched (url: string, isBucket = false): Promise<string | undefined> {
  const answer = await fetch(url)
  const text = await answer.text()
  if (answer.status !== 200 && answer.status !== 404) throw new Error(`${url} answers ${answer.status}`)
  const md5 = createHash('md5').update(text).digest('hex')
  if (isBucket && answer.status === 200 && answer.headers.get('etag') !== `"${md5}"`) {
    throw new Error(`${url} is being written`)
  }
  return answer.status === 200 ? text : undefined
}

/** Undefined where this user may mount nothing: then no disk gets full. */
function smallDisk (
  path: string
): { fill: (lastsMs: number) => Promise<void>, close: () => void } | undefined {
  mkdirSync(path, { recursive: true })
  const size = 'size=400m,nr_inodes=1000000'
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'packline-chaos', path]).status !== 0) return undefined
  const filler = join(path, 'filler')
  return {
    fill: async lastsMs => {
      const part = Buffer.alloc(4 * 1024 * 1024)
      try {
        for (;;) appendFileSync(filler, part)
      } catch {
        // No byte is left now.
      }
      await delay(Math.min(lastsMs, 500))
      rmSync(filler, { force: true })
    },
    close: () => {
      spawnSync('umount', ['-l', path])
    }
  }
}
