import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/zookeeper/', import.meta.url))
const mavenVersions: Record<string, string> = { 3.8: '3.8.4', 3.9: '3.9.3' }
// The server needs these, but its own list of dependencies leaves them out; slf4j-simple for a log.
const serverOnly = [
  'io.dropwizard.metrics:metrics-core:4.1.12.1',
  'org.xerial.snappy:snappy-java:1.1.10.5',
  'org.slf4j:slf4j-simple:1.7.30'
]
const debianPackages = [
  'libzookeeper-java',
  'libslf4j-java',
  'liblog4j1.2-java',
  'libnetty-java',
  'libnetty-tcnative-java',
  'libsnappy-java',
  'libdropwizard-metrics-java',
  'libcommons-io-java',
  'libcommons-cli-java',
  'libjackson2-core-java',
  'libjackson2-databind-java',
  'libjackson2-annotations-java'
]
// One binding of slf4j at a time.
const otherLoggers = /^(jcl-over|jul-to|log4j|metrics-log|slf4j-(?!api|simple))/

export type Jars = { classPath: string, version: string } | { reason: string }

/**
 * The class path of a ZooKeeper server, taken once from Maven Central or else from Debian's packages, into
 * .cache; no root needed. ZOOKEEPER_TEST_VERSION chooses 3.8, 3.9 or debian. Where none can be had, the
 * reason.
 */
export async function zooKeeperJars (
  wanted: string = process.env.ZOOKEEPER_TEST_VERSION ?? '3.9'
): Promise<Jars> {
  if (!await works('java', '-version')) return { reason: 'no Java runtime (java)' }
  const version = mavenVersions[wanted]
  if (version === undefined && wanted !== 'debian') {
    return { reason: `ZOOKEEPER_TEST_VERSION is ${wanted}; expected 3.8, 3.9 or debian` }
  }
  const sources: Array<[name: string, fill: (folder: string) => Promise<void>]> = [['debian', fromDebian]]
  if (version !== undefined) sources.unshift([`maven-${version}`, folder => fromMaven(folder, version)])
  const reasons: string[] = []
  for (const [name, fill] of sources) {
    const folder = join(cache, name)
    try {
      if (!existsSync(folder)) await make(folder, fill)
      const jars = (await readdir(folder)).filter(each => each.endsWith('.jar')).sort()
      return { classPath: jars.map(each => join(folder, each)).join(':'), version: name }
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    }
  }
  return { reason: `no ZooKeeper server could be had (${reasons.join('; ')})` }
}

/** Fills a scratch folder and renames it, so that tests in parallel never see half of it. */
async function make (folder: string, fill: (scratch: string) => Promise<void>): Promise<void> {
  await mkdir(cache, { recursive: true })
  const scratch = await mkdtemp(`${folder}.`)
  try {
    await fill(scratch)
    await rename(scratch, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function fromMaven (folder: string, version: string): Promise<void> {
  if (!await works('mvn', '-v')) throw new Error('mvn is not installed')
  const pom = join(folder, 'pom.xml')
  await writeFile(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
    <groupId>packline</groupId><artifactId>zookeeper-for-tests</artifactId><version>1</version>
    <dependencies>${
      [`org.apache.zookeeper:zookeeper:${version}`, ...serverOnly].map(toDependency).join('')
    }</dependencies></project>`
  )
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], {
    timeout: 120_000
  })
}

function toDependency (coordinates: string): string {
  const [group, artifact, version] = coordinates.split(':')
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>` +
    `<version>${version}</version></dependency>`
}

async function fromDebian (folder: string): Promise<void> {
  await run('apt-get', ['download', ...debianPackages], { cwd: folder, timeout: 120_000 })
  for (const each of await readdir(folder)) {
    await run('dpkg', ['-x', each, join(folder, 'root')], { cwd: folder })
  }
  const shared = join(folder, 'root/usr/share/java')
  for (const each of await readdir(shared)) {
    if (!otherLoggers.test(each)) await rename(join(shared, each), join(folder, each))
  }
}

async function works (command: string, ...options: string[]): Promise<boolean> {
  return await run(command, options).then(() => true, () => false)
}
